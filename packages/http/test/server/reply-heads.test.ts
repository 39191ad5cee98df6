import { beforeAll, afterAll, expect, test } from '@jest/globals';
import { type App, createApp, Module } from '@tenon/http';
import fc from 'fast-check';
import type { ServerResponse } from 'node:http';
import { until, Wire } from '../support/socket.js';

/* Heads of replies are written by us where they are common. They must be what Node would write, to the last byte. */

const http = process.getBuiltinModule('node:http');

/** What a handler does with Node's response. */
interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>> | readonly unknown[] | undefined;
  /** What it gives behind them. */
  readonly more?: object | undefined;
  readonly body: string;
  /** What it does before. */
  readonly before: 'nothing' | 'setHeader' | 'removeHeader' | 'sendDate' | 'statusMessage';
}

let reply: Reply;

function answer(raw: ServerResponse): void {
  const { status, headers, more, body, before } = reply;
  if (before === 'setHeader') raw.setHeader('X-Before', 'set');
  if (before === 'removeHeader') raw.removeHeader('Connection');
  if (before === 'sendDate') raw.sendDate = false;
  if (before === 'statusMessage') raw.statusMessage = 'Well';
  let failure = '';
  try {
    raw.writeHead(...([status, headers, ...(more ? [more] : [])] as unknown as Parameters<typeof raw.writeHead>));
  } catch (error) {
    failure = (error as Error & { code: string }).code;
  }
  if (failure === '') {
    raw.end(body);
    return;
  }
  for (const name of raw.getHeaderNames()) raw.removeHeader(name);
  raw.statusMessage = '';
  raw.writeHead(500, { 'content-length': failure.length }).end(failure);
}

@Module({})
class Empty {}

let apps: readonly App[] = [];
let ports: readonly number[] = [];

beforeAll(async () => {
  const { IncomingMessage, ServerResponse: NodesResponse } = http;
  apps = await Promise.all(
    [{}, { keepAliveTimeout: 25_000, http: { IncomingMessage, ServerResponse: NodesResponse } }].map((fastify) =>
      createApp(Empty, { logger: false, fastify }),
    ),
  );
  ports = await Promise.all(
    apps.map(async (app) => {
      app.fastify.route({
        method: ['GET', 'HEAD'],
        url: '/',
        handler: (_request, { raw }) => {
          answer(raw);
        },
      });
      return Number(new URL(await app.listen({ host: '127.0.0.1', port: 0, signals: false })).port);
    }),
  );
});

afterAll(() => Promise.all(apps.map((app) => app.close())));

/** Gives what a client gets, but for the time. */
async function ask(port: number, method: string, version: string, more: string): Promise<string> {
  const wire = new Wire(port);
  wire.write(`${method} / HTTP/${version}\r\nHost: x\r\n${more}\r\n`);
  await wire.until('\r\n\r\n', 10_000);
  wire.socket.end();
  await until(() => wire.socket.closed, 'the connection is closed', 10_000);
  return wire.text.replaceAll(/^date: .*$/gim, 'date');
}

const NAMES = [
  'content-type',
  'Content-Type',
  'x-content-type-options',
  'cache-control',
  'etag',
  'vary',
  'location',
  'set-cookie',
  'connection',
  'Connection',
  'keep-alive',
  'transfer-encoding',
  'trailer',
  'date',
  'content-disposition',
  'expect',
  'x',
  'x_y',
  'x y',
  '',
  'x:y',
  'é',
  '__proto__',
  'constructor',
  'cookie',
  'upgrade',
  'content-length',
  'Content-Length',
];

const value = fc.oneof(
  { weight: 20, arbitrary: fc.string({ maxLength: 12 }) },
  fc.constantFrom(
    'close',
    'keep-alive',
    'chunked',
    'text/plain',
    'a\r\nb: c',
    'a\nb',
    'tab\there',
    '\u007f',
    'é',
    '語',
    '',
  ),
  fc.integer(),
  fc.constantFrom(undefined, null, true, Number.NaN),
  fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
);

const headers = fc.dictionary(
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...NAMES) }, fc.stringMatching(/^[a-z-]{1,8}$/)),
  value,
  {
    maxKeys: 3,
  },
);

const someReply = fc
  .record({
    status: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(200, 201, 204, 205, 304, 404, 500) },
      fc.constantFrom(599, 299, 999, 99, 1000, 0),
    ),
    headers,
    body: fc.constantFrom('', 'hello', 'größe', 'x'.repeat(5000)),
    before: fc.oneof(
      { weight: 4, arbitrary: fc.constant('nothing' as const) },
      fc.constantFrom('setHeader' as const, 'removeHeader' as const, 'sendDate' as const, 'statusMessage' as const),
    ),
    isMeasured: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
    isFlat: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  .map(({ isMeasured, isFlat, headers: some, ...rest }): Reply => {
    const all = isMeasured ? { ...some, 'content-length': Buffer.byteLength(rest.body) } : some;
    return { ...rest, headers: isFlat ? Object.entries(all).flat() : all };
  });

const someRequest = fc.record({
  method: fc.constantFrom('GET', 'GET', 'HEAD'),
  version: fc.constantFrom('1.1', '1.1', '1.0'),
  more: fc.constantFrom('', '', 'Connection: close\r\n', 'Connection: keep-alive\r\n'),
});

test('writes the heads that Node writes, and refuses what Node refuses', async () => {
  await fc.assert(
    fc.asyncProperty(someReply, someRequest, async (given, { method, version, more }) => {
      reply = given;
      const [ours, nodes] = await Promise.all(ports.map((port) => ask(port, method, version, more)));
      expect(ours).toBe(nodes);
    }),
    { numRuns: 600 },
  );
}, 60_000);

test.each([
  { what: 'an inherited length', status: 200, headers: Object.create({ 'content-length': 5 }) as object },
  { what: 'a status that is a name of a list', status: 'length', headers: { 'content-length': 5 } },
  { what: 'a status that is a text', status: '201', headers: { 'content-length': 5 } },
  { what: 'a status with a fraction', status: 200.5, headers: { 'content-length': 5 } },
  { what: 'headers behind headers', status: 200, headers: { 'content-length': 5 }, more: { 'content-length': 3 } },
])('takes $what as Node does', async ({ status, headers: given, more }) => {
  reply = { status, headers: given, more, body: 'hello', before: 'nothing' } as unknown as Reply;
  const [ours, nodes] = await Promise.all(ports.map((port) => ask(port, 'GET', '1.1', '')));
  expect(ours).toBe(nodes);
});

test('says how long a connection is kept, in whole seconds', async () => {
  reply = { status: 200, headers: { 'content-length': 2 }, body: 'ok', before: 'nothing' };
  const text = await ask(ports[0] as number, 'GET', '1.1', '');
  expect(text).toBe(
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ndate\r\nConnection: keep-alive\r\nKeep-Alive: timeout=25\r\n\r\nok',
  );
});

test('gives the time of the second in which a reply is sent', async () => {
  reply = { status: 200, headers: { 'content-length': 2 }, body: 'ok', before: 'nothing' };
  const timeOf = async (): Promise<number> => {
    const wire = new Wire(ports[0] as number);
    wire.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const [, date = ''] = /^Date: (.*)\r$/m.exec(await wire.until('ok')) ?? [];
    wire.goAway();
    return Date.parse(date);
  };
  for (let count = 0; count < 12; count++) {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const time = await timeOf();
    // The time may be taken anew up to a timer's delay after its second.
    expect(time).toBeGreaterThanOrEqual(before - 1000);
    expect(time).toBeLessThanOrEqual(Date.now());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
