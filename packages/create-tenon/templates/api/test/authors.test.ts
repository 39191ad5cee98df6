import { expect, test } from '@jest/globals';
import { testDatabase } from '@tenon/data/testing';
import { createTestApp } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';
import { signUp } from './people.js';

const database = testDatabase();

test('adds an author, shows and lists it', async () => {
  const app = await createTestApp(AppModule, { override: [database] });
  const headers = await signUp(app);
  const { body } = await app.post('/authors', { headers, body: { name: 'Ursula K. Le Guin' } }).expect(201);
  expect(body).toMatchObject({ id: 1, name: 'Ursula K. Le Guin' });

  expect((await app.get('/authors/1').expect(200)).body).toEqual(body);
  expect((await app.get('/authors').expect(200)).body).toEqual([body]);
});

test('answers 404 for an author that is not there', async () => {
  const app = await createTestApp(AppModule, { override: [database] });
  await app.get('/authors/7').expect(404);
});

test('takes authors only from who has signed in', async () => {
  const app = await createTestApp(AppModule, { override: [database] });
  await app.post('/authors', { body: { name: 'Ursula K. Le Guin' } }).expect(401);
});

test('refuses an author without a name, and says so', async () => {
  const app = await createTestApp(AppModule, { override: [database] });
  const { problem } = await app.post('/authors', { headers: await signUp(app), body: {} }).expect(422);
  expect(problem?.errors).toMatchObject([{ in: 'body', pointer: '#/name' }]);
});
