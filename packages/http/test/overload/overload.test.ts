import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeEach, expect, test } from '@jest/globals';
import { type AppOptions, Body, Controller, Get, type LoggingOptions, Post } from '@tenon/http';
import { listen } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end) Math.sqrt(end);
}

let called = 0;
let guarded = 0;
const waiting: (() => void)[] = [];

beforeEach(() => {
  called = 0;
  guarded = 0;
  waiting.length = 0;
});

@Controller()
class Work {
  @Get('/quick') quick() {
    return 'quick';
  }
  @Get('/busy') busy() {
    called++;
    busy(10);
    return 'done';
  }
  @Get('/long') long() {
    busy(300);
    return 'long';
  }
  @Get('/waiting') async waiting() {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return 'waited';
  }
  @Get('/stream') async *stream() {
    yield 'begun';
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  @Post('/echo') echo(@Body({ unvalidated: true }) body: unknown) {
    return body;
  }
}

const guards: AppOptions['guards'] = [
  () => {
    guarded++;
    return true;
  },
];

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** Opens connections, and sends the same on each of them at once. */
async function crowd(port: number, count: number, request: string): Promise<Wire[]> {
  const wires = Array.from({ length: count }, () => new Wire(port));
  await Promise.all(wires.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
  for (const wire of wires) wire.write(request);
  return wires;
}

async function statuses(wires: readonly Wire[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const wire of wires) {
    const status = (await wire.until(/\r\n\r\n/)).slice(9, 12);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

const REFUSAL = {
  type: 'about:blank',
  title: 'Service Unavailable',
  status: 503,
  detail: 'The server has more to do than it can.',
  code: 'overloaded',
};

test('refuses what would wait for too long, before a guard runs, and serves again when it is over', async () => {
  const written: string[] = [];
  const logger: LoggingOptions = {
    requests: false,
    destination: { write: (text) => void written.push((JSON.parse(text) as { msg: string }).msg) },
  };
  const { port, url } = await listen(Work, { guards, logger, overload: { maxWaitMs: 100, retryAfterSeconds: 7 } });
  const wires = await crowd(port, 200, get('/busy'));
  const counts = await statuses(wires);
  const served = counts.get('200') ?? 0;
  expect(served).toBeGreaterThan(0);
  expect(served).toBeLessThan(100);
  expect(counts.get('503')).toBe(200 - served);
  // Neither a guard nor the handler has seen more.
  expect([guarded, called]).toEqual([served, served]);
  const refused = wires.find(({ text }) => text.startsWith('HTTP/1.1 503'))?.text ?? '';
  const [head = '', body = ''] = refused.split('\r\n\r\n');
  expect(head).toMatch(/retry-after: 7/i);
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  expect(head).toMatch(/x-content-type-options: nosniff/i);
  expect(head).toMatch(/cache-control: no-store/i);
  expect(JSON.parse(body)).toEqual(REFUSAL);
  // The connection is as good as before.
  const again = wires.find(({ text }) => text.startsWith('HTTP/1.1 503')) as Wire;
  await until(() => written.some((line) => line.includes('served again')), 'all was well again', 5000);
  again.write(get('/busy'));
  await again.until('done');
  expect(await (await fetch(`${url}/quick`)).text()).toBe('quick');
  expect(written.filter((line) => !line.startsWith('Server listening'))).toEqual([
    'There is more to do than can be done: requests are refused.',
    `Requests are served again. ${200 - served} were refused.`,
  ]);
});

test('answers what asks for its health while all else is refused', async () => {
  const { port } = await listen(Work, { overload: { maxWaitMs: 50 } });
  const pollers = await crowd(port, 3, '');
  const wires = await crowd(port, 100, get('/busy'));
  await until(() => wires.some(({ text }) => text.startsWith('HTTP/1.1 503')), 'requests were refused');
  const [live, ready, other] = pollers as [Wire, Wire, Wire];
  live.write(get('/health/live'));
  ready.write(get('/health/ready'));
  other.write(get('/health/liver'));
  expect(await live.until('"live"')).toMatch(/^HTTP\/1\.1 200/);
  expect(await ready.until('"ready"')).toMatch(/^HTTP\/1\.1 200/);
  await statuses(wires);
});

test('refuses nothing for one task that takes long', async () => {
  const { port } = await listen(Work, { overload: { maxWaitMs: 100 } });
  const wires = await crowd(port, 31, '');
  const [first, ...others] = wires as [Wire, ...Wire[]];
  for (let round = 0; round < 2; round++) {
    first.write(get('/long'));
    for (const wire of others) wire.write(get('/quick'));
    await first.until('long');
  }
  await statuses(wires);
  for (const { text } of wires) expect(text).not.toContain('HTTP/1.1 503');
});

test('refuses a request while as many as may be wait for their replies', async () => {
  const { port } = await listen(Work, { overload: { maxWaiting: 3 } });
  // A reply that has begun does not count.
  for (let index = 0; index < 4; index++) {
    const [wire] = await crowd(port, 1, get('/stream'));
    await wire?.until('begun');
  }
  // They are counted now and then.
  await pause(60);
  const wires = await crowd(port, 3, get('/waiting'));
  await until(() => waiting.length === 7, 'all of them are served');
  await pause(60);
  const late = new Wire(port);
  late.write(get('/quick'));
  expect(await late.until(/\r\n\r\n.*\}/s)).toMatch(/^HTTP\/1\.1 503/);
  for (const end of waiting) end();
  for (const wire of wires) await wire.until('waited');
  await pause(60);
  late.write(get('/quick'));
  expect(await late.until(/quick$/)).toMatch(/HTTP\/1\.1 200/);
});

test('ends the connection of a refused request with much of its body to come, and no other', async () => {
  const { port } = await listen(Work, { overload: { maxWaiting: 0 } });
  const post = (headers: string, body: string): string =>
    `POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;
  const small = new Wire(port);
  small.write(post('Content-Length: 7', '{"a":1}') + get('/health/live'));
  expect((await small.until('"live"')).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 503', 'HTTP/1.1 200']);
  for (const headers of ['Content-Length: 100000', 'Transfer-Encoding: chunked']) {
    const large = new Wire(port);
    large.write(post(headers, ''));
    expect(await large.closed()).toMatch(/^HTTP\/1\.1 503.*connection: close/is);
  }
});

test('refuses nothing where it is told so', async () => {
  const { port } = await listen(Work, { overload: false });
  const wires = await crowd(port, 100, get('/busy'));
  expect([...(await statuses(wires))]).toEqual([['200', 100]]);
});

test('serves all of a crowd that comes at once, where each asks for little', async () => {
  const { port } = await listen(Work);
  const wires = await crowd(port, 200, get('/quick'));
  expect([...(await statuses(wires))]).toEqual([['200', 200]]);
});

test('serves nobody who has gone before it was their turn', async () => {
  const { port, url } = await listen(Work);
  const wires = Array.from({ length: 20 }, () => new Wire(port));
  for (const wire of wires) {
    wire.write(get('/busy'));
    wire.socket.once('connect', () => setImmediate(() => wire.goAway()));
  }
  await until(() => wires.every(({ socket }) => socket.destroyed), 'all have gone');
  expect(await (await fetch(`${url}/quick`)).text()).toBe('quick');
});

test('keeps what one client has entered from those who come at the same time', async () => {
  const user = new AsyncLocalStorage<unknown>();
  const { port } = await listen(Work, {}, ({ fastify }) => {
    fastify.get('/me', ({ headers }, reply) => {
      if (headers['x-user'] !== undefined) user.enterWith(headers['x-user']);
      return reply.send(user.getStore() ?? 'nobody');
    });
  });
  const wires = Array.from({ length: 10 }, () => new Wire(port));
  for (const [index, wire] of wires.entries()) {
    const header = index === 0 ? 'X-User: ada\r\n' : '';
    wire.write(`GET /me HTTP/1.1\r\nHost: x\r\n${header}Connection: close\r\n\r\n`);
  }
  const texts = await Promise.all(wires.map((wire) => wire.closed()));

  expect(texts.map((text) => text.split('\r\n\r\n')[1])).toEqual(['ada', ...Array.from({ length: 9 }, () => 'nobody')]);
});
