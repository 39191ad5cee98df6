import 'reflect-metadata';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type AppOptions, Controller, Get, Post } from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { Wire } from '../support/socket.js';

const { NODE_ENV } = process.env;

beforeEach(() => {
  process.env['NODE_ENV'] = 'development';
});

afterEach(() => {
  process.env['NODE_ENV'] = NODE_ENV;
});

@Controller()
class Notes {
  @Get('/notes') list() {
    return [];
  }
  @Post('/notes') add() {
    return 'added';
  }
}

@Controller({ path: '/api', host: 'api.shop.example' })
class Hosted {
  @Get() api() {
    return 'api';
  }
}

/** Sends one request, as a browser might be made to, and gives the reply. */
async function ask(port: number, method: string, host: string, headers = ''): Promise<string> {
  const wire = new Wire(port);
  wire.write(`${method} /notes HTTP/1.1\r\nHost: ${host}\r\n${headers}Connection: close\r\n\r\n`);
  return wire.closed();
}

function start(options: AppOptions = {}) {
  return listen([Notes, Hosted], options);
}

test.each([
  'localhost',
  'localhost:PORT',
  '127.0.0.1:PORT',
  '[::1]:PORT',
  'shop.localhost',
  'LOCALHOST.',
  '127.8.8.8',
  'host',
])('answers to %s', async (host) => {
  const { port } = await start();
  const name = host.replace('PORT', String(port));
  expect(await ask(port, 'GET', name)).toMatch(/^HTTP\/1\.1 200/);
  expect(await ask(port, 'POST', name)).toMatch(/^HTTP\/1\.1 201/);
});

test.each(['evil.example', 'evil.example:PORT', 'localhost.evil.example', '127.0.0.1.evil.example', 'evil.example.'])(
  'answers nothing to %s, which may be a name that somebody else has given this machine',
  async (host) => {
    const { port } = await start();
    for (const method of ['GET', 'POST']) {
      const text = await ask(port, method, host.replace('PORT', String(port)));
      expect(text).toMatch(/^HTTP\/1\.1 403/);
      expect(text).toContain('"code":"foreign-host"');
      expect(text).toContain('allowedHosts');
    }
  },
);

test.each([
  'http://evil.example',
  'https://evil.example:443',
  'null',
  'http://localhost.evil.example',
  'http://192.168.0.7:3000',
  'nonsense',
])('takes nothing from a page of %s, which may read all the same', async (origin) => {
  const { port } = await start();
  for (const method of ['POST', 'DELETE']) {
    const text = await ask(port, method, 'localhost', `Origin: ${origin}\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 403/);
    expect(text).toContain('"code":"foreign-origin"');
    expect(text).toContain('cors');
  }
  expect(await ask(port, 'GET', 'localhost', `Origin: ${origin}\r\n`)).toMatch(/^HTTP\/1\.1 200/);
  const upgrade = `Origin: ${origin}\r\nUpgrade: websocket\r\n`;
  expect(await ask(port, 'GET', 'localhost', upgrade)).toMatch(/^HTTP\/1\.1 403/);
});

test('takes what pages of its own send, those of other ports of this machine, and what is sent by no page', async () => {
  const { port } = await start();
  for (const headers of [`Origin: http://localhost:${port}\r\n`, 'Origin: http://127.0.0.1:5173\r\n', ''])
    expect(await ask(port, 'POST', `localhost:${port}`, headers)).toMatch(/^HTTP\/1\.1 201/);
});

test('believes the names and the origins that it is told, and the hosts of its routes', async () => {
  const { port } = await start({ allowedHosts: ['Shop.Test'], cors: { origin: 'https://front.example' } });
  expect(await ask(port, 'GET', 'shop.test:8080')).toMatch(/^HTTP\/1\.1 200/);
  expect(await ask(port, 'GET', 'api.shop.example')).toMatch(/^HTTP\/1\.1 200/);
  expect(await ask(port, 'GET', 'other.test')).toMatch(/^HTTP\/1\.1 403/);
  expect(await ask(port, 'POST', 'shop.test', 'Origin: http://shop.test\r\n')).toMatch(/^HTTP\/1\.1 201/);
  expect(await ask(port, 'POST', 'shop.test', 'Origin: https://front.example\r\n')).toMatch(/^HTTP\/1\.1 201/);
  expect(await ask(port, 'POST', 'shop.test', 'Origin: http://front.example\r\n')).toMatch(/^HTTP\/1\.1 403/);
});

test.each(['production', 'test'])('believes everybody where NODE_ENV is %s', async (environment) => {
  process.env['NODE_ENV'] = environment;
  const { port } = await start({ shutdown: { readinessWindowMs: 0 } });
  expect(await ask(port, 'POST', 'evil.example', 'Origin: http://evil.example\r\n')).toMatch(/^HTTP\/1\.1 201/);
});

test('believes everybody where it can be reached from elsewhere, and what is injected', async () => {
  const app = await serve([Notes]);
  const { statusCode } = await app.inject({ url: '/notes', headers: { host: 'evil.example' } });
  expect(statusCode).toBe(200);
  const url = await app.listen({ host: '0.0.0.0', port: 0, signals: false });
  expect(await ask(Number(new URL(url).port), 'GET', 'evil.example')).toMatch(/^HTTP\/1\.1 200/);
});
