import 'reflect-metadata';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  type OnClosing,
  type OnShutdown,
  Post,
  Injectable,
  type RequestContext,
  UseGuards,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

const GET = 'GET /text HTTP/1.1\r\nHost: x\r\n\r\n';

const begun: string[] = [];
const waiting: (() => void)[] = [];
const letGo = (): void => {
  for (const go of waiting.splice(0)) go();
};

@Controller()
class Shop {
  @Get('/text') text() {
    return 'text';
  }
  @Post('/echo') echo(@Body({ unvalidated: true }) body: unknown) {
    return body;
  }
  @Get('/held')
  @UseGuards(({ request }: RequestContext) => begun.push(request.url) > 0)
  async held() {
    await new Promise<void>((resolve) => waiting.push(resolve));
    return 'held';
  }
  @Get('/download') download() {
    return Readable.from(
      (async function* () {
        begun.push('download');
        yield 'first,';
        await new Promise<void>((resolve) => waiting.push(resolve));
        yield 'last';
      })(),
    );
  }
}

/** Connects a client whose connection is kept. */
async function keptAlive(port: number): Promise<Wire> {
  const wire = new Wire(port);
  wire.write(GET);
  await wire.until(/\r\n\r\ntext$/);
  wire.text = '';
  return wire;
}

/** Waits until a port is closed. */
async function refuses(port: number): Promise<void> {
  for (;;) {
    const wire = new Wire(port);
    const isRefused = await new Promise<boolean>((resolve) => {
      wire.socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
    });
    wire.goAway();
    if (isRefused) return;
    await pause(5);
  }
}

test('answers what comes on an open connection when its port is closed already', async () => {
  const { app, port } = await listen(Shop, { shutdown: { idleGraceMs: 2000 } });
  const wire = await keptAlive(port);
  const closed = app.close();
  await refuses(port);
  wire.write(GET);
  const reply = await wire.closed();
  expect(reply).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\ntext$/);
  expect(reply).toMatch(/^connection: close\r$/im);
  await closed;
});

test('ends a silent connection by a half, so that its client sees an end and no error', async () => {
  const { app, port } = await listen(Shop);
  const wire = await keptAlive(port);
  const seen: string[] = [];
  wire.socket.on('end', () => seen.push('end')).on('error', ({ message }) => seen.push(message));
  await app.close();
  await wire.closed();
  expect(seen).toEqual(['end']);
});

test('runs nothing for a request that comes when the connection has been ended', async () => {
  begun.length = 0;
  const { app, port } = await listen(Shop, { shutdown: { idleGraceMs: 200 } });
  const wire = new Wire(port);
  // It does not end its side when the server does.
  wire.socket.allowHalfOpen = true;
  wire.write(GET);
  await wire.until(/text$/);
  const errors: Error[] = [];
  wire.socket.on('error', (error) => errors.push(error));
  const ended = once(wire.socket, 'end');
  const closed = app.close();
  await ended;
  wire.write('GET /held HTTP/1.1\r\nHost: x\r\n');
  await pause(20);
  wire.write('\r\n');
  await closed;
  expect(begun).toEqual([]);
  // A reset could take with it what the client has not read yet.
  expect(errors).toEqual([]);
  wire.goAway();
});

test('waits for a body that is still coming', async () => {
  const { app, port } = await listen(Shop);
  const wire = new Wire(port);
  wire.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a"');
  await until(() => wire.socket.bytesWritten > 0, 'the head was sent');
  await keptAlive(port);
  const closed = app.close();
  await pause(60);
  wire.write(':1}');
  expect(await wire.closed()).toMatch(/^HTTP\/1\.1 201 [^]*\r\n\r\n\{"a":1\}$/);
  await closed;
});

test('waits for a head that comes byte by byte', async () => {
  const { app, port } = await listen(Shop, { shutdown: { idleGraceMs: 200 } });
  const wire = await keptAlive(port);
  const closed = app.close();
  for (const byte of GET) {
    wire.write(byte);
    await pause(2);
  }
  expect(await wire.closed()).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\ntext$/);
  await closed;
});

test('answers all requests that a client has sent at once, and announces the end with the last', async () => {
  begun.length = 0;
  const { app, port } = await listen(Shop);
  const wire = new Wire(port);
  const held = 'GET /held HTTP/1.1\r\nHost: x\r\n\r\n';
  wire.write(`${held}${GET}${held}`);
  await until(() => begun.length === 2, 'they were taken');
  const closed = app.close();
  await refuses(port);
  letGo();
  const [first = '', second = '', third = '', ...rest] = (await wire.closed()).split(/(?=HTTP\/1\.1)/);
  expect([first, second, third].map((reply) => /\r\n\r\n(.*)$/.exec(reply)?.[1])).toEqual(['held', 'text', 'held']);
  expect([first, second, third].map((reply) => /^connection: close\r$/im.test(reply))).toEqual([false, false, true]);
  expect(rest).toEqual([]);
  await closed;
});

test('finishes a reply that has begun, and ends its connection behind it', async () => {
  begun.length = 0;
  const { app, port } = await listen(Shop);
  const wire = new Wire(port);
  wire.write('GET /download HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until('first,');
  const closed = app.close();
  await refuses(port);
  letGo();
  expect(await wire.closed()).toMatch(/first,\r\n4\r\nlast\r\n0\r\n\r\n$/);
  await closed;
});

test('ends server-sent events of a raw route as HTTP ends a reply', async () => {
  const { app, port } = await listen(Shop, {}, ({ fastify }) => {
    fastify.get('/events', (_, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => reply.raw.write('data: tick\n\n'), 5);
      reply.raw.on('close', () => clearInterval(timer));
    });
  });
  const wire = new Wire(port);
  wire.write('GET /events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n');
  await wire.until('data: tick');
  await app.close();
  expect(await wire.closed()).toMatch(/data: tick\n\n\r\n0\r\n\r\n$/);
});

test('runs hooks in order around what a test has injected', async () => {
  begun.length = 0;
  const steps: string[] = [];
  @Injectable()
  class Database implements OnClosing, OnShutdown {
    onClosing() {
      steps.push('onClosing');
    }
    onShutdown() {
      steps.push('onShutdown');
    }
  }
  const app = await serve({ controllers: [Shop], providers: [Database] });
  const reply = app.inject('/held').then(({ body }) => steps.push(body));
  await until(() => begun.length === 1, 'the handler was called');
  const closed = app.close();
  await until(() => steps.length === 1, 'onClosing was called');
  letGo();
  await closed;
  await reply;
  expect(steps).toEqual(['onClosing', 'held', 'onShutdown']);
});

test('is drained as well when somebody closes Fastify itself', async () => {
  begun.length = 0;
  const { app, port } = await listen(Shop);
  const idle = await keptAlive(port);
  const wire = new Wire(port);
  wire.write('GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => begun.length === 1, 'the handler was called');
  const seen: string[] = [];
  idle.socket.on('end', () => seen.push('end')).on('error', ({ message }) => seen.push(message));
  const closed = app.fastify.close();
  await idle.closed();
  expect(seen).toEqual(['end']);
  letGo();
  expect(await wire.closed()).toMatch(/held$/);
  await closed;
  await expect(async () => app.get(Shop)).rejects.toThrow('TENON_CONTAINER_CLOSED');
});

test('ends connections at every address that a name stands for', async () => {
  const app = await serve(Shop);
  await app.listen({ host: 'localhost', port: 0, signals: false });
  // With IPv6 it is [::1], for which Fastify has a second server.
  const { address, port } = app.fastify.addresses().at(-1) as AddressInfo;
  const socket = connectTo(port, address);
  const seen: string[] = [];
  socket.on('end', () => seen.push('end')).on('error', ({ message }) => seen.push(message));
  socket.write(GET);
  await once(socket, 'data');
  const ended = once(socket, 'close');
  await app.close();
  await ended;
  expect(seen).toEqual(['end']);
});

test('ends sessions of HTTP/2 once what they wait for was sent', async () => {
  begun.length = 0;
  const { app, port } = await listen(Shop, { fastify: { http2: true } });
  const session = connect(`http://127.0.0.1:${port}`);
  const stream = session.request({ ':path': '/held' });
  await until(() => begun.length === 1, 'the handler was called');
  const ended = once(session, 'close');
  const closed = app.close();
  await refuses(port);
  letGo();
  expect(await stream.setEncoding('utf8').toArray()).toEqual(['held']);
  await closed;
  await ended;
});
