import { beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '@tenon/data/testing';
import { provide } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';
import { LibraryConfig } from '../src/library.config.js';
import { signUp } from './people.js';

const THE_DISPOSSESSED = { authorId: 1, title: 'The Dispossessed', isbn: '9780061054884', publishedIn: 1974 };
const THE_LATHE = { authorId: 1, title: 'The Lathe of Heaven', isbn: '9781416556961' };

const database = testDatabase();
let app: TestApp;
let headers: { authorization: string };

beforeEach(async () => {
  // It is closed by itself when the test has ended.
  app = await createTestApp(AppModule, {
    override: [database, provide(LibraryConfig, { useValue: { pageSize: 1 } })],
  });
  headers = await signUp(app);
  await app.post('/authors', { headers, body: { name: 'Ursula K. Le Guin' } }).expect(201);
});

test('adds a book, and shows it with its author', async () => {
  await app.post('/books', { headers, body: THE_DISPOSSESSED }).expect(201);
  expect((await app.get('/books/1').expect(200)).body).toMatchObject({
    id: 1,
    title: 'The Dispossessed',
    isbn: '9780061054884',
    publishedIn: 1974,
    author: { id: 1, name: 'Ursula K. Le Guin' },
  });
});

test('lists books by author, page by page', async () => {
  await app.post('/books', { headers, body: THE_DISPOSSESSED }).expect(201);
  await app.post('/books', { headers, body: THE_LATHE }).expect(201);

  const list = async (query: object) => (await app.get('/books', { query: { ...query } }).expect(200)).body;
  expect(await list({ authorId: 1, page: 2 })).toMatchObject([{ title: 'The Lathe of Heaven', publishedIn: null }]);
  expect(await list({ authorId: 2 })).toEqual([]);
});

test('answers 409 for a second book of one ISBN', async () => {
  await app.post('/books', { headers, body: THE_DISPOSSESSED }).expect(201);
  const { problem } = await app.post('/books', { headers, body: THE_DISPOSSESSED }).expect(409);
  expect(problem?.errors).toMatchObject([{ pointer: '#/isbn', code: 'unique' }]);
});

test('answers 404 for a book of nobody', async () => {
  await app.post('/books', { headers, body: { ...THE_DISPOSSESSED, authorId: 7 } }).expect(404);
});

test('lets only those change and remove a book who have added it', async () => {
  await app.post('/books', { headers, body: THE_DISPOSSESSED }).expect(201);
  const others = await signUp(app, 'bob@example.org');
  await app.patch('/books/1', { headers: others, body: { title: 'Mine' } }).expect(403);
  await app.delete('/books/1', { headers: others }).expect(403);

  await app.patch('/books/1', { headers, body: { title: null } }).expect(422);
  const { body } = await app.patch('/books/1', { headers, body: { publishedIn: 1975 } }).expect(200);
  expect(body).toMatchObject({ title: 'The Dispossessed', publishedIn: 1975 });
  await app.delete('/books/1', { headers }).expect(204);
  await app.get('/books/1').expect(404);
});
