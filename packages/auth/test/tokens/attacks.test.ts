import { createHmac, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { Tokens } from '@tenon/auth';
import type { TestApp } from '@tenon/testing';
import fc from 'fast-check';
import { CompactEncrypt, UnsecuredJWT } from 'jose';
import { bearing, SECRET, startApp } from '../app.js';

const now = Math.floor(Date.now() / 1000);
const claims = { iss: 'tenon', aud: 'tenon', sub: '1', iat: now, exp: now + 600 };

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signs whatever it is given, as whoever knows a secret can. */
function hmac(header: unknown, payload: unknown, secret: string | Buffer = SECRET, hash = 'sha256'): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
}

interface Header {
  readonly alg: string;
  readonly kid: string;
  readonly typ: string;
}
let app: TestApp;
/** The header of tokens that are good. */
let header: Header;
let good: string;

beforeAll(async () => {
  app = await startApp();
  good = await app.get(Tokens).sign('1');
  header = JSON.parse(Buffer.from(good.split('.')[0] as string, 'base64url').toString()) as Header;
});

async function expectRefused(authorization: string, of = app): Promise<void> {
  for (const url of ['/me', '/me/maybe']) {
    const reply = await of.get(url, { headers: { authorization } });
    expect({ status: reply.status, type: reply.headers['content-type'], ...reply.headers }).toMatchObject({
      status: 401,
      type: 'application/problem+json; charset=utf-8',
      'www-authenticate': 'Bearer realm="api", error="invalid_token"',
      'cache-control': 'no-store',
    });
    expect(Object.keys(reply.body as object)).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId']);
  }
}

test('takes a token that is made as the attacks are, and right', async () => {
  await app.get('/me', { headers: bearing(hmac(header, claims)) }).expect(200);
});

const headers: Readonly<Record<string, (right: Header) => unknown>> = {
  'no kid': ({ alg, typ }) => ({ alg, typ }),
  'an unknown kid': (right) => ({ ...right, kid: 'other' }),
  'a path for a kid': (right) => ({ ...right, kid: '../../../../dev/null' }),
  'SQL for a kid': (right) => ({ ...right, kid: "' UNION SELECT 'key" }),
  'a property of objects for a kid': (right) => ({ ...right, kid: '__proto__' }),
  'a number for a kid': (right) => ({ ...right, kid: 7 }),
  'a list for a kid': (right) => ({ ...right, kid: [right.kid] }),
  'no algorithm': ({ kid, typ }) => ({ kid, typ }),
  'an algorithm that is no text': (right) => ({ ...right, alg: ['HS256'] }),
  'an algorithm in small letters': (right) => ({ ...right, alg: 'hs256' }),
  'another HMAC': (right) => ({ ...right, alg: 'HS512' }),
  none: (right) => ({ ...right, alg: 'none' }),
  'None in other letters': (right) => ({ ...right, alg: 'nOnE' }),
  'an algorithm of signatures': (right) => ({ ...right, alg: 'RS256' }),
  'no type': ({ alg, kid }) => ({ alg, kid }),
  'the type of an identity token': (right) => ({ ...right, typ: 'JWT' }),
  'a critical header that nobody knows': (right) => ({ ...right, crit: ['exp'], exp: 1 }),
  'a critical header that is not there': (right) => ({ ...right, crit: ['x'] }),
  'an empty list of critical headers': (right) => ({ ...right, crit: [] }),
  'critical headers that are no list': (right) => ({ ...right, crit: 'b64' }),
  'a payload that is not encoded': (right) => ({ ...right, b64: false, crit: ['b64'] }),
  'a key of its own': ({ alg, typ }) => ({ alg, typ, jwk: { kty: 'oct', k: encode(SECRET) } }),
  'an address of keys': ({ alg, typ }) => ({ alg, typ, jku: 'https://attacker.example/keys' }),
  'an algorithm twice': (right) => `{"alg":"none",${JSON.stringify(right).slice(1)}`,
  'an algorithm with a blank': (right) => ({ ...right, alg: 'HS256 ' }),
  'a type that is a list': (right) => ({ ...right, typ: ['at+jwt'] }),
  'a type with more behind it': (right) => ({ ...right, typ: 'at+jwt; x=y' }),
  'a certificate of its own': ({ alg, typ }) => ({ alg, typ, x5c: [encode(SECRET)] }),
  'an address of certificates': ({ alg, typ }) => ({ alg, typ, x5u: 'https://attacker.example/keys' }),
  'a payload that is said to be compressed': (right) => ({ ...right, zip: 'DEF', crit: ['zip'] }),
  'a NUL behind the kid': (right) => ({ ...right, kid: `${right.kid}\0` }),
  'a list for a header': () => [],
  'null for a header': () => 'null',
  'a text for a header': () => '"HS256"',
  'a header that is no JSON': () => '{"alg":',
  'a header that is no text': () => Buffer.from([0xff, 0xfe]).toString('latin1'),
};

for (const [name, made] of Object.entries(headers)) {
  test(`refuses ${name}, although the signature is right`, async () => {
    await expectRefused(`Bearer ${hmac(made(header), claims)}`);
  });
}

const payloads: Readonly<Record<string, unknown>> = {
  'an end that is past': { ...claims, exp: now - 1 },
  'no end': { ...claims, exp: undefined },
  'an end that is a text': { ...claims, exp: String(now + 600) },
  'an end that is null': { ...claims, exp: null },
  'an end that is a list': { ...claims, exp: [now + 600] },
  'an end without end': JSON.stringify(claims).replace(`"exp":${now + 600}`, '"exp":1e999'),
  'an end that is no number of seconds': { ...claims, exp: now + 600.5 },
  'an end beyond all whole numbers': { ...claims, exp: 1e300 },
  'a beginning in the future': { ...claims, nbf: now + 60 },
  'a beginning that is a text': { ...claims, nbf: '0' },
  'no time of signing': { ...claims, iat: undefined },
  'a time of signing that is a text': { ...claims, iat: String(now) },
  'another issuer': { ...claims, iss: 'other' },
  'no issuer': { ...claims, iss: undefined },
  'several issuers': { ...claims, iss: ['tenon'] },
  'another audience': { ...claims, aud: 'other' },
  'no audience': { ...claims, aud: undefined },
  'an empty list of audiences': { ...claims, aud: [] },
  'no subject': { ...claims, sub: undefined },
  'an empty subject': { ...claims, sub: '' },
  'a subject that is a number': { ...claims, sub: 1 },
  'a subject that is an object': { ...claims, sub: { $ne: null } },
  'a subject that nobody has': { ...claims, sub: '999' },
  'claims that are a list': [claims],
  'claims that are null': 'null',
  'claims that are no JSON': '{',
  'claims twice, the last ones bad': `${JSON.stringify(claims).slice(0, -1)},"exp":1}`,
  'a claim twice': `{"sub":"2",${JSON.stringify(claims).slice(1)}`,
  'a claim twice, in other letters': `{"s\\u0075b":"2",${JSON.stringify(claims).slice(1)}`,
  'a claim twice, within another one': `{"more":[{"a":1,"b":{},"a":2}],${JSON.stringify(claims).slice(1)}`,
  'a token within a token': { ...claims, sub: 'x', jwt: 'x' },
};

for (const [name, payload] of Object.entries(payloads)) {
  test(`refuses ${name}, although the signature is right`, async () => {
    await expectRefused(`Bearer ${hmac(header, payload)}`);
  });
}

test('takes whatever claims there are beside its own, in any form that JSON has', async () => {
  const more = fc.dictionary(
    fc.string().filter((name) => !Object.hasOwn({ ...claims, nbf: 0 }, name)),
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(more, fc.constantFrom(0, 1), async (own, space) => {
      const token = hmac(header, JSON.stringify({ ...own, ...claims }, undefined, space));
      fc.pre(token.length < 8192);
      const { status } = await app.get('/me', { headers: bearing(token) });
      expect(status).toBe(200);
    }),
    { numRuns: 200 },
  );
});

test('refuses signatures of others, none, and parts of right ones', async () => {
  const [first, second, signature] = good.split('.') as [string, string, string];
  const forged = encode({ ...claims, sub: '2' });
  const tokens = [
    hmac(header, claims, 'another secret'),
    hmac(header, claims, ''),
    hmac({ ...header, alg: 'HS512' }, claims, SECRET, 'sha512'),
    `${first}.${forged}.${signature}`,
    `${first}.${second}.`,
    `${first}.${second}`,
    `${first}.${second}.${signature.slice(0, -4)}`,
    `${first}.${second}.${signature}AAAA`,
    `${first}..${signature}`,
    `.${second}.${signature}`,
    `${good}.${signature}`,
    new UnsecuredJWT(claims).encode(),
    `${encode({ alg: 'none' })}.${encode(claims)}.`,
    `${encode({ alg: 'none' })}.${encode(claims)}.${signature}`,
    hmac({ ...header, cty: 'JWT' }, good),
  ];
  for (const token of tokens) await expectRefused(`Bearer ${token}`);
});

test('refuses a token that is encrypted, by the secret itself as well', async () => {
  const encrypted = await new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: header.kid })
    .encrypt(Buffer.from(SECRET).subarray(0, 32));
  await expectRefused(`Bearer ${encrypted}`);
});

test('refuses what is no token, and more than one', async () => {
  const values = [
    '',
    'Bearer',
    'Bearer ',
    'Bearer a',
    `Bearer ${good} `.concat('x'),
    `Bearer ${good}, Bearer ${good}`,
    `Basic YTpi, Bearer ${good}`,
    `Token ${good}`,
    `Bearer: ${good}`,
    `Bearer\t${good}`,
    `Bearer "${good}"`,
    `Bearer ${good.replaceAll('.', ' . ')}`,
    good,
    `Bearer ${good}=`,
    `Bearer ${good.replaceAll('.', '。')}`,
    `Bearer ${JSON.stringify({ payload: good.split('.')[1], signatures: [] })}`,
    `Bearer ${'.'.repeat(1000)}`,
    `Bearer ${'a'.repeat(1024 * 1024)}`,
    `Bearer ${encode(header)}.${encode({ ...claims, x: 'x'.repeat(1024 * 1024) })}.x`,
    `Bearer ${hmac(header, { ...claims, x: 'x'.repeat(9000) })}`,
    `Bearer ${' '.repeat(100_000)}${good}`,
  ];
  for (const value of values) await expectRefused(value);
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

test('refuses the public key for a secret, in whatever form the attacker has it', async () => {
  const signing = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const of = await startApp({ keys: [signing] });
  const token = await of.get(Tokens).sign('1');
  await of.get('/me', { headers: bearing(token) }).expect(200);
  const { kid, typ } = JSON.parse(Buffer.from(token.split('.')[0] as string, 'base64url').toString()) as Header;
  const secrets = [
    pem,
    pem.trim(),
    rsa.publicKey.export({ type: 'spki', format: 'der' }),
    rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    JSON.stringify(rsa.publicKey.export({ format: 'jwk' })),
  ];
  for (const secret of secrets) {
    for (const alg of ['HS256', 'RS256', 'none'])
      await expectRefused(`Bearer ${hmac({ alg, kid, typ }, claims, secret)}`, of);
  }
  // Signed by the key itself, in another way.
  const input = `${encode({ alg: 'RS512', kid, typ })}.${encode(claims)}`;
  const signature = signBytes('sha512', Buffer.from(input), rsa.privateKey).toString('base64url');
  await expectRefused(`Bearer ${input}.${signature}`, of);
});

test('refuses signatures of nothing but zeros, of every kind', async () => {
  const pairs = [generateKeyPairSync('ec', { namedCurve: 'P-256' }), generateKeyPairSync('ed25519')];
  for (const { privateKey } of pairs) {
    const of = await startApp({ keys: [privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()] });
    const token = await of.get(Tokens).sign('1');
    await of.get('/me', { headers: bearing(token) }).expect(200);
    const signed = token.slice(0, token.lastIndexOf('.'));
    for (const bytes of [64, 32, 1])
      await expectRefused(`Bearer ${signed}.${Buffer.alloc(bytes).toString('base64url')}`, of);
  }
});

test('refuses signatures of P-256 in other forms, and with numbers beyond the curve', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const of = await startApp({ keys: [privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()] });
  const token = await of.get(Tokens).sign('1');
  const signed = token.slice(0, token.lastIndexOf('.'));
  const right = Buffer.from(token.slice(signed.length + 1), 'base64url');
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
  const one = Buffer.alloc(32);
  one[31] = 1;
  const [r, s] = [right.subarray(0, 32), right.subarray(32)];
  const forged = [
    signBytes('sha256', Buffer.from(signed), privateKey),
    Buffer.concat([order, order]),
    Buffer.concat([r, order]),
    Buffer.concat([order, s]),
    Buffer.concat([one, one]),
    Buffer.concat([r, Buffer.alloc(32)]),
    Buffer.concat([s, r]),
    Buffer.concat([Buffer.from([0]), r, Buffer.from([0]), s]),
    Buffer.alloc(64, 0xff),
  ];
  for (const signature of forged) await expectRefused(`Bearer ${signed}.${signature.toString('base64url')}`, of);
});

test('answers 401 to whatever stands in the header', async () => {
  const texts = fc
    .string({ unit: 'binary-ascii', maxLength: 300 })
    .map((text) => text.replaceAll(/[^\t\x20-\x7e]/g, ''));
  const parts = fc.tuple(fc.json(), fc.json(), fc.base64String()).map(([a, b, c]) => `${encode(a)}.${encode(b)}.${c}`);
  const near = fc
    .record({ alg: fc.constantFrom('HS256', 'none', 'RS256', 'ES256', 'EdDSA', 'dir'), more: fc.jsonValue() })
    .map(({ alg, more }) => hmac({ ...header, alg, ...(more as object) }, more));
  const value = fc.oneof(
    texts,
    fc.oneof(texts, parts, near).map((text) => `Bearer ${text}`),
  );
  await fc.assert(
    fc.asyncProperty(value, async (authorization) => {
      const { status } = await app.get('/me', { headers: { authorization } });
      expect(status).toBe(401);
    }),
    { numRuns: 300 },
  );
});

test('refuses a token of which one letter is another', async () => {
  // The last letter has bits that say nothing.
  const changed = fc.tuple(fc.nat(good.length - 2), fc.constantFrom('a', 'b', 'Y', 'Z', '0', '9', '-', '_'));
  await fc.assert(
    fc.asyncProperty(changed, async ([at, letter]) => {
      fc.pre(good[at] !== letter);
      const { status } = await app.get('/me', {
        headers: bearing(good.slice(0, at) + letter + good.slice(at + 1)),
      });
      expect(status).toBe(401);
    }),
    { numRuns: 300 },
  );
});
