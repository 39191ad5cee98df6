import { expect, test } from '@jest/globals';
import { createTestApp, UnexpectedReplyError } from '@tenon/testing';
import { type OrderView, ShopModule } from '../shop.js';

test('gives the status, the headers and the parsed body of a reply', async () => {
  const app = await createTestApp(ShopModule);
  const reply = await app.get<OrderView>('/orders/7');
  expect(reply.status).toBe(200);
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(reply.body).toEqual({ id: 7, email: 'ada@example.org' });
  expect(reply.text).toBe('{"id":7,"email":"ada@example.org"}');
  expect(reply.problem).toBeUndefined();
});

test('gives the problem of a reply that tells one', async () => {
  const app = await createTestApp(ShopModule);
  const { problem } = await app.get('/orders/100').expect(404);
  expect(problem).toMatchObject({ status: 404, detail: 'There is no order 100.' });
});

test('gives no body where there is none', async () => {
  const app = await createTestApp(ShopModule);
  const reply = await app.head('/orders/7').expect(200);
  expect(reply.body).toBeUndefined();
});

test('tells what was answered when it is not the status that the test expects', async () => {
  const app = await createTestApp(ShopModule, { fastify: { genReqId: () => 'request-1' } });
  const failure = await app
    .post('/orders', { body: { email: 'nobody' }, headers: { 'x-user': 'Ada' } })
    .expect(201)
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnexpectedReplyError);
  const { name, message, stack, reply } = failure as UnexpectedReplyError;
  expect(`${name}: ${message}\n`).toMatchGolden('unexpected-status');
  expect(reply.problem?.errors).toHaveLength(3);
  expect(stack?.split('\n    at ')[1]).toContain('replies.test.ts');
});

test('tells with it what a handler has thrown, and where', async () => {
  const app = await createTestApp(ShopModule);
  const failure = await app
    .get('/orders/broken/now')
    .expect(200)
    .catch((error: unknown) => error as UnexpectedReplyError);
  const { message } = failure as UnexpectedReplyError;
  expect(message).toContain('GET /orders/broken/now was answered with 500 Internal Server Error, not with 200.');
  expect(message).toContain('ERROR The request failed.\nError: The till is on fire.\n    at OrderController.broken');
});

test('lets a status be demanded of a reply that is there already', async () => {
  const app = await createTestApp(ShopModule);
  const reply = await app.get('/orders/7');
  expect(reply.expect(200)).toBe(reply);
  expect(() => reply.expect(404)).toThrow('GET /orders/7 was answered with 200 OK, not with 404.');
});
