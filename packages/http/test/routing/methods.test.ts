import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { expect, test } from '@jest/globals';
import { All, type AppOptions, Controller, Delete, Get, Options, Post, UseGuards } from '@tenon/http';
import { ask, serve } from './serve.js';

const ORIGIN = 'https://shop.example';

@Controller('/orders')
class OrderController {
  @Get() list() {
    return 'list';
  }
  @Post() create() {
    return 'created';
  }
  @Delete('/:id') remove() {
    return 'removed';
  }
}

test('answers a method that a path does not know with 405 and those that it does', async () => {
  await using app = await serve([OrderController]);

  const { statusCode, headers, body } = await app.inject({ method: 'PUT', url: '/orders?x=1' });

  expect(statusCode).toBe(405);
  expect(headers.allow).toBe('GET, HEAD, POST, OPTIONS');
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(JSON.parse(body)).toMatchObject({ status: 405, title: 'Method Not Allowed' });
});

test('answers a path that nobody knows with a problem of status 404', async () => {
  await using app = await serve([OrderController]);

  const { statusCode, headers, body } = await app.inject('/nowhere');

  expect(statusCode).toBe(404);
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(headers.allow).toBeUndefined();
  expect(JSON.parse(body)).toMatchObject({ status: 404, title: 'Not Found', requestId: expect.any(String) });
  expect(body).not.toContain('nowhere');
});

test('answers OPTIONS with the methods of the path', async () => {
  await using app = await serve([OrderController]);

  const known = await app.inject({ method: 'OPTIONS', url: '/orders/7' });

  expect([known.statusCode, known.headers.allow, known.body]).toEqual([204, 'DELETE, OPTIONS', '']);
  expect(await ask(app, '/nowhere', 'OPTIONS')).toBe(404);
});

@Controller('/options')
class OptionsController {
  @Options() options() {}
}

test.each<[string, AppOptions]>([
  ['with cors', { cors: { origin: ORIGIN } }],
  ['without cors', {}],
])('answers OPTIONS for the server as a whole, %s', async (_, options) => {
  await using app = await serve([OrderController, OptionsController], options);
  const url = new URL(await app.listen({ port: 0, signals: false }));
  const asked = send({ host: url.hostname, port: url.port, method: 'OPTIONS', path: '*', agent: false }).end();

  const [{ statusCode }] = (await once(asked, 'response')) as [IncomingMessage];

  expect(statusCode).toBe(204);
});

test.each(['TRACE', 'PROPFIND'])('answers %s, which no decorator asks for, with 405 or 404', async (method) => {
  @Controller('/all')
  class AllController {
    @All() all() {
      return 'all';
    }
  }
  await using app = await serve([OrderController, AllController]);
  const at = async (url: string) => {
    const { statusCode, headers } = await app.inject({ method: method as 'GET', url });
    return [statusCode, headers.allow];
  };

  expect(await at('/orders/7')).toEqual([405, 'DELETE, OPTIONS']);
  expect(await at('/all')).toEqual([405, 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS']);
  expect(await at('/nowhere')).toEqual([404, undefined]);
});

test('names the methods of raw routes too', async () => {
  await using app = await serve([OrderController]);
  app.fastify.addHttpMethod('PROPFIND');
  app.fastify.route({ method: 'PROPFIND', url: '/orders', handler: () => 'found' });
  app.fastify.put('/raw/:id', () => 'raw');

  const ours = await app.inject({ method: 'PATCH', url: '/orders' });
  const raw = await app.inject({ method: 'GET', url: '/raw/7' });

  expect(ours.headers.allow).toBe('GET, HEAD, POST, PROPFIND, OPTIONS');
  expect([raw.statusCode, raw.headers.allow]).toEqual([405, 'PUT, OPTIONS']);
});

test('asks no guard of a path before it answers 404 and 405', async () => {
  const asked: string[] = [];
  @Controller('/guarded')
  @UseGuards(({ request }) => {
    asked.push(request.method);
    return true;
  })
  class GuardedController {
    @Get() get() {
      return 'x';
    }
  }
  await using app = await serve([GuardedController]);

  await ask(app, '/guarded', 'POST');
  await ask(app, '/guarded/x');

  expect(asked).toEqual([]);
});

test('answers what a browser asks before a request, with cors on', async () => {
  await using app = await serve([OrderController], { cors: { origin: ORIGIN } });

  const asked = { origin: ORIGIN, 'access-control-request-method': 'DELETE' };
  const { statusCode, headers } = await app.inject({ method: 'OPTIONS', url: '/orders/7', headers: asked });

  expect(statusCode).toBe(204);
  expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  expect(headers['access-control-allow-methods']).toContain('DELETE');
});

test('answers any other OPTIONS with the methods of the path, with cors on', async () => {
  await using app = await serve([OrderController], { cors: { origin: [ORIGIN] } });

  const plain = await app.inject({ method: 'OPTIONS', url: '/orders/7' });
  const crossing = await app.inject({ method: 'OPTIONS', url: '/orders/7', headers: { origin: ORIGIN } });

  expect([plain.statusCode, plain.headers.allow]).toEqual([204, 'DELETE, OPTIONS']);
  expect(crossing.headers['access-control-allow-origin']).toBe(ORIGIN);
  expect(await ask(app, '/nowhere', 'OPTIONS')).toBe(404);
  expect((await app.inject({ method: 'PUT', url: '/orders' })).headers.allow).toBe('GET, HEAD, POST, OPTIONS');
});

test('keeps @Options for what is no question of a browser, with cors on', async () => {
  @Controller('/own')
  class OwnController {
    @Get() get() {
      return 'get';
    }
    @Options() options() {
      return 'own';
    }
  }
  await using app = await serve([OwnController], { cors: { origin: ORIGIN } });

  expect(await ask(app, '/own', 'OPTIONS')).toBe('own');
  const asked = { origin: ORIGIN, 'access-control-request-method': 'GET' };
  const { statusCode, body } = await app.inject({ method: 'OPTIONS', url: '/own', headers: asked });
  expect([statusCode, body]).toEqual([204, '']);
});

test('lets only the named origins read, errors included', async () => {
  await using app = await serve([OrderController], { cors: { origin: [ORIGIN, 'https://admin.example'] } });
  const originOf = async (origin: string, url: string) =>
    (await app.inject({ url, headers: { origin } })).headers['access-control-allow-origin'];

  expect(await originOf('https://admin.example', '/orders')).toBe('https://admin.example');
  expect(await originOf('https://admin.example', '/nowhere')).toBe('https://admin.example');
  expect(await originOf('https://evil.example', '/orders')).toBeUndefined();
});
