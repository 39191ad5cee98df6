import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Head,
  Headers,
  Host,
  Ip,
  type LoggingOptions,
  Post,
  RawBody,
  type RequestContext,
  Signal,
  UseGuards,
} from '@tenon/http';
import { listen } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

const seen: string[] = [];

@Controller()
class Wires {
  @Get('/text') text() {
    return 'text';
  }
  @Get('/json') json() {
    return { a: 1 };
  }
  @Get('/own-head') ownHead() {
    return 'own';
  }
  @Head('/own-head') head() {}
  @Post('/echo') echo(@Body({ unvalidated: true }) body: unknown) {
    return { body };
  }
  @Post('/raw') raw(@RawBody() body: Buffer) {
    return body.length;
  }
  @Post('/guarded')
  @UseGuards(({ request }: RequestContext): boolean => request.headers['x-in'] !== undefined)
  guarded(@Body({ unvalidated: true }) body: unknown) {
    return { body };
  }
  @Get('/waiting') async waiting(@Signal() signal: AbortSignal) {
    seen.push('called');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    seen.push(`aborted ${signal.aborted}`);
    return 'nobody reads this';
  }
  @Post('/signalled') async signalled(@Body({ unvalidated: true }) _body: unknown, @Signal() signal: AbortSignal) {
    await pause(20);
    return { aborted: signal.aborted };
  }
  @Get('/where') where(@Ip() ip: string, @Host() host: string, @Headers('x-a') a: string) {
    return [ip, host, a];
  }
}

test('answers HEAD as GET, without a body', async () => {
  const { port } = await listen(Wires);
  const wire = new Wire(port);
  wire.write('HEAD /json HTTP/1.1\r\nHost: x\r\n\r\nHEAD /own-head HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const text = await wire.closed();
  const [first = '', second = '', ...rest] = text.split(/(?=HTTP\/1\.1)/);
  expect(rest).toEqual([]);
  expect(first).toMatch(/^HTTP\/1\.1 200 /);
  expect(first).toContain('content-length: 7');
  expect(first.endsWith('\r\n\r\n')).toBe(true);
  expect(second).toMatch(/^HTTP\/1\.1 204 /);
});

test('serves several requests that come at once, in their order', async () => {
  const { port } = await listen(Wires);
  const wire = new Wire(port);
  const body = '{"a":1}';
  wire.write(
    `GET /text HTTP/1.1\r\nHost: x\r\n\r\n` +
      `POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}` +
      `GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n` +
      `GET /json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  );
  expect((await wire.closed()).match(/HTTP\/1\.1 \d+/g)).toEqual([
    'HTTP/1.1 200',
    'HTTP/1.1 201',
    'HTTP/1.1 404',
    'HTTP/1.1 200',
  ]);
});

test('takes bodies of unknown length, and those that come slowly', async () => {
  const { port } = await listen(Wires);
  const wire = new Wire(port);
  wire.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n');
  for (const part of ['{"a"', ':', '"b"}']) {
    wire.write(`${part.length.toString(16)}\r\n${part}\r\n`);
    await pause(5);
  }
  wire.write('0\r\n\r\n');
  await wire.until('{"body":{"a":"b"}}');
  wire.write('POST /raw HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n');
  wire.write('3\r\nabc\r\n0\r\n\r\n');
  expect(await wire.closed()).toMatch(/\r\n\r\n3$/);
});

test('asks for a body that the client holds back only once a guard has let it in', async () => {
  const { port } = await listen(Wires);
  const ask = (more: string) =>
    `POST /guarded HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 7\r\nExpect: 100-continue\r\n${more}\r\n`;
  const refused = new Wire(port);
  refused.write(ask(''));
  const refusal = await refused.closed();
  expect(refusal).toMatch(/^HTTP\/1\.1 403 /);
  expect(refusal).toContain('Connection: close');
  const admitted = new Wire(port);
  admitted.write(ask('X-In: yes\r\n'));
  await admitted.until('HTTP/1.1 100 Continue\r\n\r\n');
  admitted.write('{"a":1}');
  await admitted.until('{"body":{"a":1}}');
  // Nothing holds the next one up.
  admitted.write('GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect((await admitted.closed()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 100', 'HTTP/1.1 201', 'HTTP/1.1 200']);
});

test('tells a handler that its client has gone', async () => {
  seen.length = 0;
  const { port } = await listen(Wires);
  const wire = new Wire(port);
  wire.write('GET /waiting HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => seen.includes('called'), 'the handler was called');
  wire.goAway();
  await until(() => seen.length === 2, 'the handler was told');
  expect(seen).toEqual(['called', 'aborted true']);
});

test('does not take the end of a body for the end of its client', async () => {
  const { url } = await listen(Wires);
  const init = { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } };
  expect(await (await fetch(`${url}/signalled`, init)).json()).toEqual({ aborted: false });
});

test('goes on when a client goes away in the middle of a body', async () => {
  const written: string[] = [];
  const logger: LoggingOptions = { destination: { write: (text) => void written.push(text) } };
  const { port, url } = await listen(Wires, { logger });
  for (const path of ['/echo', '/raw']) {
    const wire = new Wire(port);
    wire.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":`,
    );
    await pause(30);
    wire.goAway();
  }
  await pause(30);
  expect(await (await fetch(`${url}/text`)).text()).toBe('text');
  // It is no failure of the server.
  expect(written.filter((text) => text.includes('"level":50'))).toEqual([]);
});

test('refuses a body that is shorter than it says', async () => {
  const { port } = await listen(Wires);
  const wire = new Wire(port);
  wire.write('POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":1}');
  wire.socket.end();
  await wire.closed();
  expect(wire.text).not.toMatch(/^HTTP\/1\.1 2/);
});

test('takes headers as they come over a connection', async () => {
  const { port } = await listen(Wires);
  const wire = new Wire(port);
  wire.write('GET /where HTTP/1.1\r\nHost: shop.example:81\r\nX-A: one\r\nx-a: two\r\nConnection: close\r\n\r\n');
  expect(await wire.closed()).toContain('["127.0.0.1","shop.example","one, two"]');
});

test('refuses a request of HTTP/1.1 without a host', async () => {
  const { port } = await listen(Wires);
  const wire = new Wire(port);
  wire.write('GET /text HTTP/1.1\r\n\r\n');
  expect(await wire.closed()).toMatch(/^HTTP\/1\.1 400 /);
});
