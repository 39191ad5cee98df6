import 'reflect-metadata';
import cors from '@fastify/cors';
import jwt from '@fastify/jwt';
import { expect, test } from '@jest/globals';
import { type App, type AppOptions, Controller, Get, Put } from '@tenon/http';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

const SHOP = 'https://shop.example';
const EVIL = 'https://evil.example';

@Controller('/orders')
class Orders {
  @Get('/:id') show() {
    return { id: 1 };
  }
  @Put('/:id') change() {
    return { id: 1 };
  }
}

function preflight(app: App, origin = SHOP, url = '/orders/1') {
  return app.inject({ method: 'OPTIONS', url, headers: { origin, 'access-control-request-method': 'PUT' } });
}

const started: readonly (readonly [string, (options?: AppOptions) => Promise<App>])[] = [
  ['the option of createApp', (options) => serve(Orders, { ...options, cors: { origin: SHOP } })],
  [
    '@fastify/cors, registered by the application',
    async (options) => {
      const app = await serve(Orders, options);
      app.register(cors, { origin: [SHOP], methods: ['GET', 'PUT'] });
      return app;
    },
  ],
];

test.each(started)('lets an origin read replies, and errors: %s', async (_, start) => {
  const app = await start({ guards: [({ request }) => request.headers['x-refused'] === undefined] });
  const get = (headers: Record<string, string>) => app.inject({ url: '/orders/1', headers });

  expect((await get({ origin: SHOP })).headers['access-control-allow-origin']).toBe(SHOP);
  expect((await get({ origin: EVIL })).headers).not.toHaveProperty('access-control-allow-origin');
  const refused = await get({ origin: SHOP, 'x-refused': '1' });
  expectProblem(refused, { title: 'Forbidden', status: 403 });
  expect(refused.headers['access-control-allow-origin']).toBe(SHOP);
});

test.each(started)('answers what browsers ask first, before guards: %s', async (_, start) => {
  const app = await start({ guards: [() => false] });

  const reply = await preflight(app);
  expect(reply.statusCode).toBe(204);
  expect(reply.headers).toMatchObject({
    'access-control-allow-origin': SHOP,
    'access-control-allow-methods': expect.stringContaining('PUT'),
  });
  expect((await preflight(app, EVIL)).headers).not.toHaveProperty('access-control-allow-origin');
});

test('answers what browsers ask first before hooks of the application, by the option of createApp', async () => {
  const app = await serve(Orders, { cors: { origin: SHOP } });
  app.register(jwt, { secret: 'secret' });
  app.fastify.addHook('onRequest', (request) => request.jwtVerify());

  expect((await preflight(app)).statusCode).toBe(204);
  const refused = await app.inject({ url: '/orders/1', headers: { origin: SHOP } });
  expect(refused.statusCode).toBe(401);
  expect(refused.headers['access-control-allow-origin']).toBe(SHOP);
});

test('refuses a question that asks nothing with a problem', async () => {
  const app = await serve(Orders, { showErrors: false });
  app.register(cors, { origin: SHOP });

  const reply = await app.inject({ method: 'OPTIONS', url: '/orders/1', headers: { origin: SHOP } });
  expect(reply.statusCode).toBe(400);
});
