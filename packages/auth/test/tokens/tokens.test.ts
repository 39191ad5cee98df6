import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { AuthConfig, AuthModule, type OwnClaims, type TokenClaims, Tokens } from '@tenon/auth';
import { ConfigModule } from '@tenon/config';
import { createContext, Module } from '@tenon/http';
import { decodeProtectedHeader } from 'jose';
import { freezeTime, type TestApp } from '@tenon/testing';
import { bearing, SECRET, startApp } from '../app.js';

const pemOf = (key: KeyObject): string =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();

async function expectStatus(status: number, app: TestApp, token: string): Promise<void> {
  expect((await app.get('/me', { headers: bearing(token) })).status).toBe(status);
}

test('signs what it is given, and gives it back', async () => {
  using _ = freezeTime('2026-01-01T00:00:00Z');
  const app = await startApp({}, { issuer: 'https://shop.example', tokenLifetime: 60 });
  const tokens = app.get(Tokens);
  const now = Date.parse('2026-01-01T00:00:00Z') / 1000;
  const token = await tokens.sign('7', { team: 'red' });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: expect.any(String) });
  expect(await tokens.verify(token)).toEqual({
    sub: '7',
    iss: 'https://shop.example',
    aud: 'https://shop.example',
    iat: now,
    exp: now + 60,
    team: 'red',
  });
  const other = await tokens.sign('7', {}, { audience: 'reset', lifetime: 5 });
  expect(await tokens.verify(other)).toBeUndefined();
  expect(await tokens.verify(other, { audience: 'reset' })).toMatchObject({ aud: 'reset', exp: now + 5 });
  expect(await tokens.verify('no token')).toBeUndefined();
});

test('lets no claim take the place of what it says itself, and signs for nobody', async () => {
  const tokens = (await startApp()).get(Tokens);
  const token = await tokens.sign('1', { sub: '2', exp: 9e9, iss: 'other' } as unknown as OwnClaims);
  expect(await tokens.verify(token)).toMatchObject({ sub: '1', iss: 'tenon' });
  for (const subject of ['', 7 as unknown as string]) await expect(tokens.sign(subject)).rejects.toThrow(TypeError);
});

test('signs nothing that would be refused', async () => {
  const tokens = (await startApp()).get(Tokens);
  for (const lifetime of [0, -1, 0.5, Number.NaN, Infinity])
    await expect(tokens.sign('1', {}, { lifetime })).rejects.toThrow('A token is good for some whole seconds');
  await expect(tokens.sign('1', { rights: 'x'.repeat(9000) })).rejects.toThrow('8192 characters at most');
});

test('takes tokens of a previous secret until they end, and signs by the new one', async () => {
  const old = await (await startApp()).get(Tokens).sign('1');
  const secret = 'another secret of the tests, of 32 bytes or more';
  const rotated = await startApp({}, { secret, previousSecrets: [SECRET] });
  const fresh = await rotated.get(Tokens).sign('1');
  for (const token of [old, fresh]) await expectStatus(200, rotated, token);
  const later = await startApp({}, { secret });
  await expectStatus(200, later, fresh);
  await expectStatus(401, later, old);
  await expectStatus(401, await startApp(), fresh);
});

const pairs = {
  EdDSA: generateKeyPairSync('ed25519'),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

test.each(Object.entries(pairs))('signs %s by a key, as PEM or as a JWK', async (alg, { privateKey, publicKey }) => {
  const signing = await startApp({ keys: [pemOf(privateKey)] });
  const token = await signing.get(Tokens).sign('1');
  expect(decodeProtectedHeader(token).alg).toBe(alg);
  await expectStatus(200, signing, token);
  const named = await startApp({ keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'first' }] });
  const other = await named.get(Tokens).sign('1');
  expect(decodeProtectedHeader(other)).toMatchObject({ alg, kid: 'first' });
  await expectStatus(200, named, other);
  // The same key by another name is another key.
  await expectStatus(401, named, token);
  const verifying = await startApp({ keys: [pemOf(generateKeyPairSync('ed25519').privateKey), pemOf(publicKey)] });
  await expectStatus(200, verifying, token);
});

test('takes keys of several kinds side by side, each for its own algorithm', async () => {
  const keys = Object.values(pairs).map(({ privateKey }) => pemOf(privateKey));
  const all = await startApp({ keys });
  for (const key of keys) {
    const token = await (await startApp({ keys: [key] })).get(Tokens).sign('1');
    await expectStatus(200, all, token);
  }
});

test('takes PEM whose line breaks were written out', async () => {
  const { privateKey } = pairs.EdDSA;
  const app = await startApp({ keys: [pemOf(privateKey).replaceAll('\n', '\\n')] });
  await expectStatus(200, app, await app.get(Tokens).sign('1'));
});

test('reads its variables from the environment', async () => {
  const environment = {
    AUTH_SECRET: SECRET,
    AUTH_PREVIOUS_SECRETS: 'one more secret of the tests, 32 bytes,another secret of the tests, 32 bytes'.replaceAll(
      ', ',
      ' ',
    ),
    AUTH_ISSUER: 'https://shop.example',
    AUTH_AUDIENCE: 'shop',
    AUTH_TOKEN_LIFETIME: '60',
  };
  @Module({ imports: [AuthModule, ConfigModule.with({ environment, files: [] })] })
  class AppModule {}
  await using context = await createContext(AppModule);
  const { exp, iat, ...rest } = (await context.get(Tokens).verify(await context.get(Tokens).sign('1'))) as TokenClaims;
  expect({ ...rest, lifetime: exp - iat }).toEqual({
    sub: '1',
    iss: 'https://shop.example',
    aud: 'shop',
    lifetime: 60,
  });
  expect(context.get(AuthConfig).previousSecrets).toHaveLength(2);
  expect(inspect(context.get(AuthConfig))).not.toContain('secret of the tests');
});

test('makes a secret for each process where none is given, outside production', async () => {
  const [first, second] = [await startApp({}, { secret: undefined }), await startApp({}, { secret: undefined })];
  const token = await first.get(Tokens).sign('1');
  await expectStatus(200, first, token);
  await expectStatus(401, second, token);
});

test('tells the same of a token however many others there are', async () => {
  const app = await startApp();
  const tokens = app.get(Tokens);
  const [first, gone] = [await tokens.sign('1'), await tokens.sign('nobody')];
  const status = async () => {
    await expectStatus(200, app, first);
    await expectStatus(401, app, gone);
  };
  await status();
  // More than one generation of those that are remembered has room for.
  const others = await Promise.all(Array.from({ length: 5200 }, (_, one) => tokens.sign('1', { one })));
  for (const token of others) await tokens.verify(token);
  await status();
  await status();
}, 30_000);

test('lets nobody change what a token says', async () => {
  const tokens = (await startApp()).get(Tokens);
  const claims = (await tokens.verify(await tokens.sign('1', { list: [1] }))) as
    | { sub: string; list: number[] }
    | undefined;
  expect(() => Object.assign(claims ?? {}, { sub: '2' })).toThrow(TypeError);
  expect(() => claims?.list.push(2)).toThrow(TypeError);
});
