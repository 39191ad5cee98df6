import { beforeEach, expect, test } from '@jest/globals';
import { provide } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { AppModule } from '../src/app.module.js';
import { LibraryConfig } from '../src/library.config.js';

const THE_DISPOSSESSED = { authorId: 1, title: 'The Dispossessed', isbn: '9780061054884', publishedIn: 1974 };
const THE_LATHE = { authorId: 1, title: 'The Lathe of Heaven', isbn: '9781416556961' };

let app: TestApp;

beforeEach(async () => {
  // It is closed by itself when the test has ended.
  app = await createTestApp(AppModule, {
    override: [provide(LibraryConfig, { useValue: { pageSize: 1 } })],
  });
  await app.post('/authors', { body: { name: 'Ursula K. Le Guin' } }).expect(201);
});

test('adds a book, and shows it with its author', async () => {
  const { body } = await app.post('/books', { body: THE_DISPOSSESSED }).expect(201);
  expect(body).toEqual({
    id: 1,
    title: 'The Dispossessed',
    isbn: '9780061054884',
    publishedIn: 1974,
    author: { id: 1, name: 'Ursula K. Le Guin' },
  });
});

test('lists books by author, page by page', async () => {
  await app.post('/books', { body: THE_DISPOSSESSED }).expect(201);
  await app.post('/books', { body: THE_LATHE }).expect(201);

  const list = async (query: object) => (await app.get('/books', { query: { ...query } }).expect(200)).body;
  expect(await list({ authorId: 1, page: 2 })).toMatchObject([{ title: 'The Lathe of Heaven' }]);
  expect(await list({ authorId: 2 })).toEqual([]);
});

test('answers 409 for a second book of one ISBN', async () => {
  await app.post('/books', { body: THE_DISPOSSESSED }).expect(201);
  const { problem } = await app.post('/books', { body: THE_DISPOSSESSED }).expect(409);
  expect(problem?.detail).toBe('There is a book with the ISBN 9780061054884 already.');
});

test('answers 404 for a book of nobody', async () => {
  await app.post('/books', { body: { ...THE_DISPOSSESSED, authorId: 7 } }).expect(404);
});

test('removes a book', async () => {
  await app.post('/books', { body: THE_DISPOSSESSED }).expect(201);
  await app.delete('/books/1').expect(204);
  await app.delete('/books/1').expect(404);
});
