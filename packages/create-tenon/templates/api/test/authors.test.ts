import { expect, test } from '@jest/globals';
import { createTestApp } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';

test('adds an author, shows and lists it', async () => {
  const app = await createTestApp(AppModule);
  const { body } = await app.post('/authors', { body: { name: 'Ursula K. Le Guin' } }).expect(201);
  expect(body).toEqual({ id: 1, name: 'Ursula K. Le Guin' });

  expect((await app.get('/authors/1').expect(200)).body).toEqual(body);
  expect((await app.get('/authors').expect(200)).body).toEqual([body]);
});

test('answers 404 for an author that is not there', async () => {
  const app = await createTestApp(AppModule);
  await app.get('/authors/7').expect(404);
});

test('refuses an author without a name, and says so', async () => {
  const app = await createTestApp(AppModule);
  const { problem } = await app.post('/authors', { body: {} }).expect(422);
  expect(problem?.errors).toMatchObject([{ in: 'body', pointer: '#/name' }]);
});
