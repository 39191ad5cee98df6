import { beforeEach, expect, test } from '@jest/globals';
import { provide } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';
import { CLOCK } from '../src/clock.js';
import { HelloConfig } from '../src/hello.config.js';

const NOW = new Date('2026-06-01T08:00:00Z');

let app: TestApp;

beforeEach(async () => {
  // It is closed by itself when the test has ended.
  app = await createTestApp(AppModule, {
    override: [
      provide(CLOCK, { useValue: { now: () => NOW } }),
      provide(HelloConfig, { useValue: { hostKey: 'open-sesame' } }),
    ],
  });
});

const write = (body: object) => app.post('/guest-book', { body });

test('shows of an entry what others may see, and not the address of who wrote it', async () => {
  const { body } = await write({ name: 'Ada', text: 'A fine house.', number: 99, role: 'host' }).expect(201);
  expect(body).toEqual({ number: 1, name: 'Ada', text: 'A fine house.', writtenAt: NOW.toISOString() });
});

test('refuses an entry without a name, and names what is wrong with it', async () => {
  const { problem } = await write({ text: 'A fine house.' }).expect(422);
  expect(problem?.errors).toMatchObject([{ in: 'body', pointer: '#/name', code: 'isLength' }]);
});

test.each([
  ['nothing', undefined, 401],
  ['another scheme', 'Basic b3Blbi1zZXNhbWU=', 401],
  ['another key', 'Bearer close-sesame', 403],
  ['the key', 'Bearer open-sesame', 204],
])('answers who shows %s and wants to remove an entry', async (_, authorization, status) => {
  await write({ name: 'Ada', text: 'A fine house.' }).expect(201);
  const reply = await app.delete('/guest-book/1', { headers: { authorization } });
  expect(reply.status).toBe(status);
});

test.each([
  ['get', '/guest-book/7', 404],
  ['get', '/guest-book/seven', 422],
  ['put', '/guest-book', 405],
  ['get', '/guests', 404],
] as const)('answers %s %s with %i', async (method, url, status) => {
  const { problem } = await app[method](url).expect(status);
  expect(problem).toMatchObject({ status });
});
