import 'reflect-metadata';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { type App, Body, Controller, Get, Post, type TimeoutOptions, UseGuards } from '@tenon/http';
import { listen } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

const MiB = 1024 * 1024;

@Controller()
class Doors {
  @Get('/text') text() {
    return 'text';
  }
  @Get('/slow') async slow() {
    await pause(300);
    return 'slow';
  }
  @Post('/refused') @UseGuards(() => false) refused() {}
  @Post('/slowly-refused')
  @UseGuards(async (): Promise<boolean> => {
    await pause(100);
    return false;
  })
  slowlyRefused() {}
  @Post('/orders') place(@Body({ unvalidated: true }) body: unknown) {
    return { body };
  }
}

const serve = (timeouts: TimeoutOptions = {}) => listen(Doors, { timeouts });

const post = (path: string, length: number | 'chunked') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
  `${length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`}\r\n\r\n`;

const ECHO = 'POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-file\r\nTransfer-Encoding: chunked\r\n\r\n';

/** Adds a route that sends what comes while it comes. */
function addEcho({ fastify }: App): void {
  fastify.addContentTypeParser('application/x-file', (_, payload, done) => done(null, payload));
  fastify.post('/echo', ({ body }, reply) => reply.send(Readable.from(body as Readable)));
}

const statuses = (text: string): string[] => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status ?? '');

/** Writes all of a body before it reads anything, as many clients do, and gives what it can read then. */
async function writeThenRead(port: number, head: string, body: Uint8Array): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.pause();
  socket.on('error', () => {});
  socket.write(head);
  await new Promise((resolve) => socket.write(body, resolve));
  await pause(20);
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.resume();
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

test.each([
  ['/refused', '403'],
  ['/slowly-refused', '403'],
  ['/orders', '413'],
  ['/%zz', '400'],
])('ends the connection with its reply where much is to come to %s', async (path, status) => {
  const { port } = await serve();
  const text = await writeThenRead(port, post(path, 8 * MiB), Buffer.alloc(8 * MiB, 'x'));
  expect(statuses(text)).toEqual([status]);
  expect(text).toMatch(/connection: close/i);
  expect(text).toContain('application/problem+json');
});

test.each(['/refused', '/orders'])('ends the connection where nobody knows how much is to come to %s', async (path) => {
  const { port } = await serve();
  const chunk = `100000\r\n${'x'.repeat(MiB)}\r\n`;
  const text = await writeThenRead(port, post(path, 'chunked'), Buffer.from(chunk.repeat(4)));
  expect(statuses(text)).toEqual([path === '/refused' ? '403' : '413']);
  expect(text).toMatch(/connection: close/i);
});

test('says the same to a request that is refused before it is routed', async () => {
  const { port } = await serve();
  const head = `POST /orders HTTP/1.1\r\nContent-Length: ${8 * MiB}\r\n\r\n`;
  expect(statuses(await writeThenRead(port, head, Buffer.alloc(8 * MiB, 'x')))).toEqual(['400']);
});

test('reads a body that is almost there, so that the connection can be used again', async () => {
  const { port } = await serve();
  const wire = new Wire(port);
  wire.write(post('/refused', 60_000));
  await wire.until('"status":403');
  wire.write(Buffer.alloc(60_000, 'x'));
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(statuses(await wire.closed())).toEqual(['403', '200']);
});

test('does not wait for ever for a body that is almost there', async () => {
  const { port } = await serve({ bodyMs: 200 });
  const wire = new Wire(port);
  wire.write(post('/refused', 60_000));
  await wire.until('"status":403');
  const timer = setInterval(() => wire.write('x'), 20);
  expect(statuses(await wire.closed())).toEqual(['403']);
  clearInterval(timer);
});

test('lingers no longer than it says for a client that goes on sending', async () => {
  const { port } = await serve({ lingerMs: 200 });
  const wire = new Wire(port);
  wire.socket.allowHalfOpen = true;
  wire.write(post('/refused', 900_000));
  await wire.until('"status":403');
  const start = performance.now();
  const timer = setInterval(() => wire.write('xxx'), 10);
  await wire.closed();
  clearInterval(timer);
  expect(performance.now() - start).toBeGreaterThan(100);
  expect(statuses(wire.text)).toEqual(['403']);
});

test('throws away no more than some megabytes', async () => {
  const { port } = await serve({ lingerMs: 60_000 });
  const wire = new Wire(port);
  wire.socket.allowHalfOpen = true;
  wire.write(post('/refused', 900 * MiB));
  await wire.until('"status":403');
  for (let sent = 0; sent < 40 && wire.socket.writable; sent++) {
    wire.write(Buffer.alloc(MiB));
    await pause(1);
  }
  expect(statuses(await wire.closed())).toEqual(['403']);
});

test('serves nothing that comes behind a body that it does not read', async () => {
  let served = 0;
  const { port } = await listen(Doors, {}, (app) => {
    app.fastify.get('/counted', () => String(++served));
  });
  const wire = new Wire(port);
  wire.socket.allowHalfOpen = true;
  wire.write(post('/refused', 'chunked'));
  await wire.until('"status":403');
  wire.write('3\r\nabc\r\n0\r\n\r\nGET /counted HTTP/1.1\r\nHost: x\r\n\r\n');
  wire.socket.end();
  expect(statuses(await wire.closed())).toEqual(['403']);
  expect(served).toBe(0);
});

test('lets a handler reply while it reads', async () => {
  const { port } = await listen(Doors, {}, addEcho);
  const wire = new Wire(port);
  wire.write(`${ECHO}4\r\none \r\n`);
  await wire.until('one ');
  wire.write('3\r\ntwo\r\n0\r\n\r\n');
  expect(await wire.closed()).toMatch(/one \r\n3\r\ntwo\r\n0\r\n\r\n$/);
});

test('gives a request its own reply where something broken comes behind it', async () => {
  const { port } = await serve();
  const wire = new Wire(port);
  wire.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n');
  expect(statuses(await wire.closed())).toEqual(['200', '400']);
  const quick = new Wire(port);
  quick.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n');
  expect(statuses(await quick.closed())).toEqual(['200', '400']);
});

test('sends nothing behind a reply that has said it is the last', async () => {
  const { port } = await serve();
  const wire = new Wire(port);
  // Requests on new connections wait for a moment: this one is answered before what is behind it is looked at.
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until('text');
  // Without a length there is no body, and what comes is a request of its own.
  wire.write('POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\r\n{"sku":"a"}');
  const text = await wire.closed();
  expect(statuses(text)).toEqual(['200', '400']);
  expect(text).toMatch(/^connection: close\r$/m);
});

test('sends nothing behind the reply to a body that turns out to be broken', async () => {
  const { port } = await serve();
  const wire = new Wire(port);
  wire.write(post('/slowly-refused', 'chunked'));
  await wire.until('"status":403');
  wire.write('nonsense\r\n');
  expect(statuses(await wire.closed())).toEqual(['403']);
});

test('cuts off a reply that has begun where the body that it reads turns out to be broken', async () => {
  const { port } = await listen(Doors, {}, addEcho);
  const wire = new Wire(port);
  wire.write(`${ECHO}4\r\none \r\n`);
  await wire.until('one ');
  wire.write('nonsense\r\n');
  const text = await wire.closed();
  expect(statuses(text)).toEqual(['200']);
  expect(text).not.toMatch(/0\r\n\r\n$/);
});

test('sends no 408 behind a reply, though Node itself is told to limit requests', async () => {
  const { port } = await listen(Doors, {
    fastify: { requestTimeout: 200, http: { headersTimeout: 100, connectionsCheckingInterval: 20 } },
  });
  const wire = new Wire(port);
  wire.write(`${post('/refused', 100)}xxx`);
  expect(statuses(await wire.closed())).toEqual(['403']);
});

test('lets a client read why its headers are refused', async () => {
  const { port } = await serve();
  const head = `GET /text HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(4 * MiB)}`;
  expect(statuses(await writeThenRead(port, head, Buffer.alloc(4 * MiB, 'x')))).toEqual(['431']);
});

test('closes the connection when the application is closed, although a client is still sending', async () => {
  const { app, port } = await serve({ lingerMs: 150 });
  const wire = new Wire(port);
  wire.socket.allowHalfOpen = true;
  wire.write(post('/refused', 900_000));
  await wire.until('"status":403');
  await app.close();
  await until(() => wire.socket.destroyed || wire.socket.readableEnded, 'the connection was closed');
  expect(statuses(wire.text)).toEqual(['403']);
  wire.goAway();
});
