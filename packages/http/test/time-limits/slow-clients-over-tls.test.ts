import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Body, Controller, Get, Post, type TimeoutOptions } from '@tenon/http';
import { LOCALHOST } from '../support/certificate.js';
import { listen } from '../support/serve.js';
import { drip, until, Wire } from '../support/socket.js';

const MiB = 1024 * 1024;

@Controller()
class Pages {
  @Get('/text') text() {
    return 'text';
  }
  @Post('/orders') place(@Body({ unvalidated: true }) body: unknown) {
    return { body };
  }
  @Get('/large') large() {
    return 'x'.repeat(32 * MiB);
  }
}

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const POST =
  'POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"';

async function serveSecurely(timeouts: TimeoutOptions, lines: string[] = []) {
  const destination = { write: (text: string) => void lines.push(text) };
  const { port } = await listen(Pages, {
    timeouts: { lingerMs: 200, ...timeouts },
    logger: { destination },
    fastify: { https: LOCALHOST },
  });
  return (isSecure = true) => new Wire(port, '127.0.0.1', isSecure);
}

test('answers what comes slowly over TLS with 408', async () => {
  const connect = await serveSecurely({ headersMs: 300, bodyMs: 300 });
  const [head, body] = [connect(), connect()];
  head.write('GET /text HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  body.write(POST);
  const texts = await Promise.all([drip(head, 'x', 20), drip(body, 'x', 20)]);
  for (const text of texts) expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 408']);
});

test('closes what is idle, and what never ends its handshake', async () => {
  const connect = await serveSecurely({ headersMs: 300, idleMs: 300 });
  const [asked, silent, withoutHandshake] = [connect(), connect(), connect(false)];
  asked.write(GET('/text'));
  expect((await asked.closed()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
  expect(await silent.closed()).toBe('');
  expect(await withoutHandshake.closed()).toBe('');
});

test('cuts off a client that never reads its reply over TLS', async () => {
  const lines: string[] = [];
  const connect = await serveSecurely({ replyMs: 300 }, lines);
  const wire = connect();
  wire.socket.pause();
  wire.write(GET('/large'));
  await until(() => lines.some((line) => line.includes('does not read')), 'the connection was closed', 15_000);
  wire.socket.resume();
  expect((await wire.closed()).length).toBeLessThan(32 * MiB);
}, 20_000);

test('leaves connections to Node that it does not see: those of HTTP/1 at a server of HTTP/2', async () => {
  const { app } = await listen(Pages, { fastify: { http2: true, https: { ...LOCALHOST, allowHTTP1: true } } });
  const { keepAliveTimeout } = app.fastify.server as unknown as { readonly keepAliveTimeout: number };
  expect(keepAliveTimeout).toBeGreaterThan(0);
});
