import { expect, test } from '@jest/globals';
import cookie from '@fastify/cookie';
import { createTestApp } from '@tenon/testing';
import { OrderController, ShopModule, Till } from '../shop.js';

test('sends a query: a list as several values, and nothing for what is not set', async () => {
  const app = await createTestApp(ShopModule);
  const { body } = await app.get<{ tags: string[] }>('/orders?tag=0', {
    query: { tag: ['a b', 'ä&'], other: undefined, none: null },
  });
  expect(body.tags).toEqual(['0', 'a b', 'ä&']);
});

test.each([
  ['an object', { a: 1 }],
  ['a list', [1, 'two']],
  ['null', null],
  ['a number', 0],
  ['false', false],
])('sends %s as JSON', async (_, body) => {
  const app = await createTestApp(ShopModule);
  const reply = await app.post('/orders/echo', { body }).expect(201);
  expect(reply.body).toEqual({ body });
});

test('sends a form', async () => {
  const app = await createTestApp(ShopModule);
  const body = new URLSearchParams({ name: 'Ada', city: 'Zürich' });
  const reply = await app.post('/orders/echo', { body }).expect(201);
  expect(reply.body).toEqual({ body: { name: 'Ada', city: 'Zürich' } });
});

test.each([
  ['a string', '{"broken'],
  ['bytes', new TextEncoder().encode('{"broken')],
])('sends %s as it is', async (_, body) => {
  const app = await createTestApp(ShopModule);
  const { status } = await app.post('/orders/echo', { body, headers: { 'Content-Type': 'application/json' } });
  expect(status).toBe(400);
});

test('sends headers and cookies', async () => {
  const app = await createTestApp(ShopModule);
  app.fastify.get('/seen', ({ headers }) => ({ cookie: headers.cookie, 'x-user': headers['x-user'] }));
  const reply = await app.get('/seen', {
    headers: { 'X-User': 'Ada', 'x-none': undefined },
    cookies: { a: '1', b: '2' },
  });
  expect(reply.body).toEqual({ cookie: 'a=1; b=2', 'x-user': 'Ada' });
});

test('gives the cookies that a reply sets', async () => {
  const app = await createTestApp(ShopModule);
  app.register(cookie);
  app.fastify.get('/sign-in', async (_, reply) =>
    reply.setCookie('session', 'abc', { httpOnly: true }).send('welcome'),
  );
  const { cookies, body } = await app.get('/sign-in');
  expect(cookies).toEqual([{ name: 'session', value: 'abc', httpOnly: true, sameSite: 'Lax' }]);
  expect(body).toBe('welcome');
});

test.each(['put', 'patch', 'delete'] as const)('sends %s requests', async (verb) => {
  const app = await createTestApp(ShopModule);
  app.fastify[verb]('/things/:id', ({ method, body }) => ({ method, body }));
  const { body } = await app[verb]('/things/1', { body: { size: 2 } }).expect(200);
  expect(body).toEqual({ method: verb.toUpperCase(), body: { size: 2 } });
});

test('answers OPTIONS', async () => {
  const app = await createTestApp(ShopModule);
  const { headers } = await app.options('/orders/7');
  expect(headers['allow']).toContain('GET');
});

test('is the application itself: its providers, routes, URLs and Fastify are there', async () => {
  const app = await createTestApp(ShopModule);
  expect(app.get(Till)).toBeInstanceOf(Till);
  expect(app.urlFor(OrderController, 'show', { id: 7 })).toBe('/orders/7');
  expect(app.routes().map(({ path }) => path)).toContain('/orders/:id');
  const { statusCode } = await app.inject('/orders/7');
  expect(statusCode).toBe(200);
});
