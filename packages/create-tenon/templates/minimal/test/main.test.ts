import { afterAll, expect, test } from '@jest/globals';

process.env['PORT'] = '0'; // any that is free
process.env['LOG_LEVEL'] = 'error';
const { app } = await import('../src/main.js');

afterAll(() => app.close());

test('greets by name', async () => {
  const reply = await app.inject('/hello?name=Ada');
  expect(reply.statusCode).toBe(200);
  expect(reply.json()).toEqual({ greeting: 'Hello, Ada!' });
});
