import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { CHUNKINGS, LENGTHS, LINES } from './cases/framings.js';
import { ENTRY, post } from './cases/requests.js';
import { Exchange } from './exchange.js';
import { startGuestBook } from './guest-book.js';
import { namesIn, sendAll, survive, type Target } from './target.js';

/* Each run sends several at once, so that many are sent in little time. `replies` expects of each that it is in order. */

let target: Target;

// The machine may be busy with something else.
jest.setTimeout(60_000);

beforeAll(async () => {
  target = await startGuestBook();
  for (let round = 0; round < 20; round++) await sendAll(target, [['an entry', post(ENTRY), [201]]]);
});

afterAll(() => target.close());

const RUNS = { numRuns: 12 };

/** Sends each on a connection of its own, and gives all statuses. */
async function send(requests: readonly string[]): Promise<number[]> {
  const all = await Promise.all(requests.map((bytes) => new Exchange(target.port, bytes, 250).replies()));
  return all.flatMap((replies) => replies.map(({ status }) => status));
}

const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const bytes = fc.string({ unit: byte, maxLength: 200 });
/** Of what framings are made. */
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('\r\n', '\n', '\r', ' ', '\t', ':', ',', '0', '5', '\0', 'chunked', ';', '{}'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'Content-Length: 5\r\n',
      'Transfer-Encoding: chunked\r\n',
      'Host: y\r\n',
      'Expect: 100-continue\r\n',
      'Upgrade: h2c\r\n',
      '0\r\n\r\n',
      '\r\n\r\n',
      'GET / HTTP/1.1\r\n',
    ),
  },
);
/** A request that is known to be odd, with something else put into it. */
const framing = fc
  .tuple(
    fc.constantFrom(
      ...[...LENGTHS, ...CHUNKINGS, ...LINES].map(([, text]) => text).filter(({ length }) => length < 2000),
    ),
    fc.array(fc.tuple(fc.nat(), fc.oneof(piece, byte)), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, changes]) =>
    changes.reduce((changed, [place, put]) => {
      const at = place % changed.length;
      return changed.slice(0, at) + put + changed.slice(at);
    }, text),
  );

test('answers any bytes in order, or not at all', async () => {
  await survive(target, () =>
    fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 5, maxLength: 15 }), async (requests) => {
        for (const status of await send(requests)) expect(status).toBe(400);
      }),
      RUNS,
    ),
  );
});

test('answers any framing in order', async () => {
  await survive(target, () =>
    fc.assert(
      fc.asyncProperty(fc.array(framing, { minLength: 5, maxLength: 15 }), async (requests) => {
        for (const status of await send(requests)) expect(status).toBeLessThan(500);
      }),
      RUNS,
    ),
  );
});

test('lets nobody past a guard by any path', async () => {
  const parts =
    'guest-book GUEST-BOOK 1 / // . .. ; % %2f %2e %00 %25 %31 %67uest-book %c0%af %ef%bc%8f \\ ? # * @ & + [ { " http://x http: x _method=DELETE';
  const part = fc.constantFrom(...parts.split(' '));
  const path = fc.array(part, { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
  const before = await namesIn(target);
  await survive(target, () =>
    fc.assert(
      fc.asyncProperty(fc.array(path, { minLength: 10, maxLength: 20 }), async (paths) => {
        const requests = paths.flatMap((each) => [
          `DELETE ${each} HTTP/1.1\r\nHost: x\r\n\r\n`,
          `DELETE /guest-book/1${each} HTTP/1.1\r\nHost: x\r\n\r\n`,
        ]);
        for (const status of await send(requests)) expect([400, 401, 404, 405, 414]).toContain(status);
      }),
      RUNS,
    ),
  );
  expect(await namesIn(target)).toEqual(before);
});

test('answers any body in order', async () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\\',
    '\\u',
    'd83d',
    '"name"',
    '"text"',
    '"__proto__"',
    'null',
    '1e9',
    '-',
    ' ',
    '\xef\xbb\xbf',
    '\xff',
  );
  const body = fc.oneof(
    fc.json().map((text) => Buffer.from(text).toString('latin1')),
    fc.array(token, { maxLength: 20 }).map((tokens) => tokens.join('')),
    bytes,
  );
  const type = fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'application/x+json',
    'text/plain',
  );
  await survive(target, () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(body, type), { minLength: 10, maxLength: 20 }), async (bodies) => {
        const requests = bodies.map(([text, said]) => post(text, `Content-Type: ${said}\r\n`));
        for (const status of await send(requests)) expect([201, 400, 415, 422]).toContain(status);
      }),
      RUNS,
    ),
  );
});
