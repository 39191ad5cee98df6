import { expect, test } from '@jest/globals';
import { testDatabase } from '@tenon/data/testing';
import { createTestApp } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';

const database = testDatabase();
const ADA = { email: 'ada@example.org', password: 'a long password' };

test('gives a token to who signs up, and to who signs in', async () => {
  const app = await createTestApp(AppModule, { override: [database] });
  const token = { token: expect.any(String) };
  expect((await app.post('/sign-up', { body: ADA }).expect(201)).body).toEqual(token);
  expect((await app.post('/sign-in', { body: ADA }).expect(200)).body).toEqual(token);
});

test('lets nobody in by a wrong password', async () => {
  const app = await createTestApp(AppModule, { override: [database] });
  await app.post('/sign-up', { body: ADA }).expect(201);
  await app.post('/sign-in', { body: { ...ADA, password: 'a wrong password' } }).expect(401);
});

test('gives an email to one account only', async () => {
  const app = await createTestApp(AppModule, { override: [database] });
  await app.post('/sign-up', { body: ADA }).expect(201);
  const { problem } = await app.post('/sign-up', { body: ADA }).expect(409);
  expect(problem?.errors).toMatchObject([{ pointer: '#/email', code: 'unique' }]);
});
