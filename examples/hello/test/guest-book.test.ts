import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type App, createApp, provide } from '@tenon/http';
import { AppModule } from '../src/app.module.js';
import { CLOCK } from '../src/clock.js';
import { HelloConfig } from '../src/hello.config.js';

const NOW = new Date('2026-06-01T08:00:00Z');

let app: App;

beforeEach(async () => {
  app = await createApp(AppModule, {
    logger: false,
    override: [
      provide(CLOCK, { useValue: { now: () => NOW } }),
      provide(HelloConfig, { useValue: { hostKey: 'open-sesame' } }),
    ],
  });
});

afterEach(() => app.close());

const write = (payload: object) => app.inject({ method: 'POST', url: '/guest-book', payload });

test('shows of an entry what others may see, and not the address of who wrote it', async () => {
  const reply = await write({ name: 'Ada', text: 'A fine house.', number: 99, role: 'host' });
  expect(reply.statusCode).toBe(201);
  expect(reply.json()).toEqual({ number: 1, name: 'Ada', text: 'A fine house.', writtenAt: NOW.toISOString() });
});

test('refuses an entry without a name, and names what is wrong with it', async () => {
  const reply = await write({ text: 'A fine house.' });
  expect(reply.statusCode).toBe(422);
  expect(reply.json()).toMatchObject({ errors: [{ in: 'body', pointer: '#/name', code: 'isLength' }] });
});

test.each([
  ['nothing', undefined, 401],
  ['another scheme', 'Basic b3BlbiBzZXNhbWU=', 401],
  ['another key', 'Bearer close-sesame', 403],
  ['the key', 'Bearer open-sesame', 204],
])('answers who shows %s and wants to remove an entry', async (_, authorization, status) => {
  await write({ name: 'Ada', text: 'A fine house.' });
  const headers = authorization === undefined ? {} : { authorization };
  const reply = await app.inject({ method: 'DELETE', url: '/guest-book/1', headers });
  expect(reply.statusCode).toBe(status);
});

test.each([
  ['GET', '/guest-book/7', 404],
  ['GET', '/guest-book/seven', 422],
  ['PUT', '/guest-book', 405],
  ['GET', '/guests', 404],
] as const)('answers %s %s with %i', async (method, url, status) => {
  const reply = await app.inject({ method, url });
  expect(reply.statusCode).toBe(status);
  expect(reply.headers['content-type']).toMatch('application/problem+json');
});
