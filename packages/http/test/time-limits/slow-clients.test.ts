import 'reflect-metadata';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import websocket from '@fastify/websocket';
import { expect, test } from '@jest/globals';
import {
  Body,
  Controller,
  DEFAULT_TIMEOUTS,
  FastifyOptions,
  Get,
  type LoggingOptions,
  Post,
  type TimeoutOptions,
  UseGuards,
} from '@tenon/http';
import WebSocket from 'ws';
import { listen } from '../support/serve.js';
import { drip, pause, until, Wire } from '../support/socket.js';

const MiB = 1024 * 1024;

let called: string[] = [];

@Controller()
class Pages {
  @Get('/text') text() {
    return 'text';
  }
  @Post('/orders') place(@Body({ unvalidated: true }) body: unknown) {
    called.push('place');
    return { body };
  }
  @Post('/thinking')
  @UseGuards(async (): Promise<boolean> => {
    await pause(450);
    return true;
  })
  think(@Body({ unvalidated: true }) body: unknown) {
    return { body };
  }
  @Post('/refused')
  @UseGuards(() => false)
  refused() {}
  @Get('/large') large() {
    return 'x'.repeat(32 * MiB);
  }
  @Get('/endless') endless() {
    return Readable.from(
      (async function* () {
        try {
          for (;;) yield Buffer.alloc(MiB, 'x');
        } finally {
          called.push('ended');
        }
      })(),
    );
  }
  @Get('/seldom') seldom() {
    return Readable.from(
      (async function* () {
        for (let beat = 0; beat < 4; beat++) {
          yield `beat ${beat}\n`;
          await pause(250);
        }
      })(),
    );
  }
  @Get('/socket')
  @FastifyOptions({
    wsHandler(socket) {
      socket.on('message', (said: Buffer) => socket.send(said.toString()));
    },
  })
  socket() {}
}

/** Serves with limits that a test can wait for. */
function serveWith(timeouts: TimeoutOptions, logger: LoggingOptions | false = false) {
  called = [];
  return listen(Pages, { timeouts: { lingerMs: 200, ...timeouts }, logger });
}

const POST = (path: string, length: number, more = '') =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`;

test('lets no client keep a connection for 30 seconds without progress, where nothing else is said', async () => {
  const { app, port } = await listen(Pages);
  const { headersTimeout, keepAliveTimeout } = app.fastify.server;
  expect(DEFAULT_TIMEOUTS).toEqual({
    headersMs: 20_000,
    bodyMs: 20_000,
    bodyBytesPerSecond: 240,
    requestMs: 300_000,
    replyMs: 20_000,
    idleMs: 25_000,
    handlerMs: 60_000,
    lingerMs: 2000,
  });
  // Connections between two requests are looked after by the framework itself, and clients are told of it.
  expect({ headersTimeout, keepAliveTimeout }).toEqual({ headersTimeout: 20_000, keepAliveTimeout: 0 });
  const wire = new Wire(port);
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await wire.until('\r\n\r\n')).toContain('\r\nConnection: keep-alive\r\nKeep-Alive: timeout=25\r\n');
  wire.goAway();
  expect((app.fastify.server as { connectionsCheckingInterval?: number }).connectionsCheckingInterval).toBe(1000);
});

test('takes what an application says of Node to Fastify', async () => {
  const { app } = await listen(Pages, {
    fastify: { keepAliveTimeout: 7000, http: { headersTimeout: 8000 } },
    timeouts: { idleMs: 0 },
  });
  const { headersTimeout, keepAliveTimeout } = app.fastify.server;
  expect({ headersTimeout, keepAliveTimeout }).toEqual({ headersTimeout: 8000, keepAliveTimeout: 7000 });
});

test('keeps a connection between two requests where the application limits silence within one', async () => {
  const { port } = await listen(Pages, { fastify: { connectionTimeout: 150 } });
  const wire = new Wire(port);
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until('Keep-Alive: timeout=25');
  await pause(400);
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => wire.text.match(/HTTP\/1\.1 200/g)?.length === 2, 'the second is answered');
  expect(wire.text).toContain('Keep-Alive: timeout=25');
  wire.goAway();
});

test('has no limit where it is 0', async () => {
  const { app, port } = await serveWith({
    headersMs: 0,
    bodyMs: 0,
    requestMs: 0,
    replyMs: 0,
    idleMs: 0,
    handlerMs: 0,
    lingerMs: 0,
  });
  const { headersTimeout, keepAliveTimeout } = app.fastify.server;
  expect({ headersTimeout, keepAliveTimeout }).toEqual({ headersTimeout: 0, keepAliveTimeout: 0 });
  const wire = new Wire(port);
  wire.write(POST('/orders', 7));
  await pause(100);
  wire.write('{"a":1}');
  expect(await wire.until('{"body":{"a":1}}')).toMatch(/^HTTP\/1\.1 201 /);
  wire.goAway();
});

test('answers headers that come slowly with 408', async () => {
  const { port } = await serveWith({ headersMs: 200 });
  const wire = new Wire(port);
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  const text = await drip(wire, 'x', 20);
  expect(text).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(text).toContain('Content-Type: application/problem+json');
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test('closes a connection on which nothing comes, and says nothing', async () => {
  const { port } = await serveWith({ headersMs: 200 });
  expect(await new Wire(port).closed()).toBe('');
});

test('closes a connection between two requests, and says nothing more', async () => {
  const { port } = await serveWith({ idleMs: 200 });
  const wire = new Wire(port);
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n');
  const text = await wire.closed();
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
});

test('takes no empty line for a request that keeps a connection', async () => {
  const { port } = await serveWith({ idleMs: 200 });
  const wire = new Wire(port);
  wire.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n');
  const text = await drip(wire, '\r\n', 20);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
});

test('keeps a connection on which requests come in time', async () => {
  const { port } = await serveWith({ idleMs: 400 });
  const wire = new Wire(port);
  for (let count = 1; count <= 6; count++) {
    wire.write('GET /text HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => wire.text.match(/HTTP\/1\.1 200/g)?.length === count, `reply ${count} came`);
    await pause(90);
  }
  expect(wire.text).not.toContain('HTTP/1.1 408');
  wire.goAway();
});

test('answers a body that does not come with 408, once', async () => {
  const { port } = await serveWith({ bodyMs: 200 });
  const wire = new Wire(port);
  wire.write(`${POST('/orders', 100)}{"a":`);
  const text = await wire.closed();
  expect(text).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(text).toContain('connection: close');
  const problem = JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as object;
  expect(problem).toMatchObject({
    status: 408,
    title: 'Request Timeout',
    code: 'request-timeout',
    requestId: expect.any(String),
  });
  expect(called).toEqual([]);
});

test('answers a body that comes byte by byte with 408', async () => {
  const { port } = await serveWith({ bodyMs: 300, bodyBytesPerSecond: 1000 });
  const wire = new Wire(port);
  wire.write(`${POST('/orders', 10_000)}"`);
  const text = await drip(wire, 'x', 20);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 408']);
});

test('takes a body that takes its time, as long as it is quick enough', async () => {
  const { port } = await serveWith({ bodyMs: 300, bodyBytesPerSecond: 100 });
  const wire = new Wire(port);
  wire.write(`${POST('/orders', 1002)}"`);
  for (let part = 0; part < 10; part++) {
    await pause(80);
    wire.write('x'.repeat(100));
  }
  wire.write('"');
  expect(await wire.until('"body"')).toMatch(/^HTTP\/1\.1 201 /);
  wire.goAway();
});

test('answers a body with 408 that takes too long in all, however quickly it comes', async () => {
  const { port } = await serveWith({ requestMs: 300 });
  const wire = new Wire(port);
  wire.write(`${POST('/orders', 900_000)}"`);
  const text = await drip(wire, 'x'.repeat(1000), 20);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 408']);
});

test('writes 408 into the line of a request like any other status, and warns of nothing', async () => {
  const lines: { level: number; status?: number; msg: string }[] = [];
  const destination = { write: (text: string) => void lines.push(JSON.parse(text) as never) };
  const { port } = await serveWith({ bodyMs: 200 }, { destination });
  const wire = new Wire(port);
  wire.write(POST('/orders', 100));
  await wire.closed();
  await until(() => lines.some(({ status }) => status === 408), 'the line was written');
  await pause(50);
  expect(lines.filter(({ level }) => level > 30)).toEqual([]);
});

test('does not count the time in which a body is held back for a guard', async () => {
  const { port } = await serveWith({ bodyMs: 200 });
  const wire = new Wire(port);
  wire.write(POST('/thinking', 7, 'Expect: 100-continue\r\n'));
  await wire.until('HTTP/1.1 100');
  wire.write('{"a":1}');
  expect((await wire.until('{"body"')).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 201']);
  wire.goAway();
});

test('does not count the time in which nobody reads what a client would like to send', async () => {
  let taken = 0;
  const { port } = await listen(Pages, { timeouts: { bodyMs: 200, handlerMs: 5000 } }, (app) => {
    app.fastify.addContentTypeParser('application/x-file', (_, payload, done) => done(null, payload));
    app.fastify.post('/slow-sink', async ({ body }) => {
      await pause(450);
      const sink = new Writable({
        write(chunk: Buffer, _, done) {
          taken += chunk.length;
          done();
        },
      });
      await pipeline(body as Readable, sink);
      return { taken };
    });
  });
  const wire = new Wire(port);
  const size = 8 * MiB;
  wire.write(
    `POST /slow-sink HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-file\r\nContent-Length: ${size}\r\n\r\n`,
  );
  wire.write(Buffer.alloc(size, 'x'));
  expect(await wire.until(`{"taken":${size}}`)).toMatch(/^HTTP\/1\.1 200 /);
  wire.goAway();
});

test('cuts off a client that never reads its reply, and says so in the log', async () => {
  const lines: string[] = [];
  const { port } = await serveWith({ replyMs: 300 }, { destination: { write: (text) => void lines.push(text) } });
  const wire = new Wire(port);
  wire.socket.pause();
  wire.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => lines.some((line) => line.includes('does not read')), 'the connection was closed', 4500);
  wire.socket.resume();
  expect((await wire.closed()).length).toBeLessThan(32 * MiB);
});

test('ends the stream of a client that never reads it', async () => {
  const { port } = await serveWith({ replyMs: 300 });
  const wire = new Wire(port);
  wire.socket.pause();
  wire.write('GET /endless HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => called.length > 0, 'the stream was ended', 4500);
  expect(called).toEqual(['ended']);
  wire.goAway();
});

test('waits for a client that reads slowly', async () => {
  const { port } = await serveWith({ replyMs: 400 });
  const wire = new Wire(port);
  wire.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n');
  const start = performance.now();
  while (performance.now() - start < 900) {
    wire.socket.pause();
    await pause(60);
    wire.socket.resume();
    await pause(2);
  }
  await until(() => wire.text.length > 32 * MiB, 'all of it came');
  expect(wire.text.slice(0, 15)).toBe('HTTP/1.1 200 OK');
  wire.goAway();
});

test('keeps a stream that has nothing to say for a while', async () => {
  const { port } = await serveWith({ replyMs: 150, bodyMs: 150, idleMs: 150, headersMs: 150, handlerMs: 200 });
  const wire = new Wire(port);
  wire.write('GET /seldom HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until('beat 3');
  expect(await wire.until(/\r\n0\r\n\r\n$/)).toContain('beat 0');
  wire.goAway();
});

test('keeps a WebSocket on which nothing is said for a while', async () => {
  const limits = { replyMs: 150, bodyMs: 150, requestMs: 150, idleMs: 150, headersMs: 150, handlerMs: 150 };
  const { port } = await listen(Pages, { timeouts: limits }, (app) => void app.register(websocket));
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`);
  await once(socket, 'open');
  await pause(500);
  socket.send('still here');
  const [said] = (await once(socket, 'message')) as [Buffer];
  expect(said.toString()).toBe('still here');
  socket.close();
  await once(socket, 'close');
});

test('sends no 408 behind a reply that was sent before the body', async () => {
  const { port } = await serveWith({ bodyMs: 200, requestMs: 200, headersMs: 200 });
  for (const length of [100, 900_000]) {
    const wire = new Wire(port);
    wire.write(POST('/refused', length));
    const text = await wire.closed();
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 403']);
  }
});

test('takes the application for healthy when its clients were cut off', async () => {
  const { url, port } = await serveWith({ bodyMs: 150, headersMs: 150 });
  const wires = Array.from({ length: 20 }, () => new Wire(port));
  for (const [index, wire] of wires.entries()) wire.write(index % 2 ? POST('/orders', 9) : 'GET /te');
  await Promise.all(wires.map((wire) => wire.closed()));
  expect(await (await fetch(`${url}/text`)).text()).toBe('text');
});
