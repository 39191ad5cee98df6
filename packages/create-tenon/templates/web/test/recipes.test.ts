import { beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '@tenon/data/testing';
import { createTestApp } from '@tenon/testing';
import { APP_OPTIONS } from '../src/app-options.js';
import { AppModule } from '../src/app.module.js';
import { Visitor } from './visitor.js';

const TOAST = { title: 'Toast', minutes: '5', serves: '1', ingredients: 'Bread\nButter', method: 'Toast the bread.' };

const database = testDatabase();
let ada: Visitor;
let bob: Visitor;

beforeEach(async () => {
  // It is closed by itself when the test has ended.
  const app = await createTestApp(AppModule, { ...APP_OPTIONS, override: [database] });
  ada = new Visitor(app);
  bob = new Visitor(app);
  await ada.signUp('ada');
});

test('shows a recipe to everybody, once it is written', async () => {
  await ada.send('/recipes/new', TOAST);
  const { body } = await bob.open('/recipes/1');
  expect(body).toContain('<h1>Toast</h1>');
  expect(body).toContain('<li>Butter</li>');
  expect((await bob.open('/')).body).toContain('href="/recipes/1"');
});

test('lists the newest first, page by page', async () => {
  for (const title of ['First', 'Second']) await ada.send('/recipes/new', { ...TOAST, title });
  const first = (await bob.open('/?size=1')).body;
  expect(first).toContain('Second');
  expect(first).not.toContain('First');
  expect((await bob.open('/?size=1&page=2')).body).toContain('First');
});

test('gives a form back with what was typed, and says what is wrong at the field', async () => {
  const reply = await ada.send('/recipes/new', { ...TOAST, title: ' ', minutes: 'five' });
  const { body } = reply.expect(422);
  expect(body).toContain('What is it called?');
  expect(body).toContain('Toast the bread.');
  expect(body).toMatch(/name="minutes"[^>]* aria-invalid="true"[^>]* value="five"/);
});

test('shows markup that somebody has typed as text', async () => {
  await ada.send('/recipes/new', { ...TOAST, title: '<script>alert(1)</script>' });
  for (const page of ['/', '/recipes/1', '/recipes/1/edit']) {
    const { body } = await ada.open(page);
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toContain('<script>alert');
  }
});

test('lets only those change and delete a recipe who have written it', async () => {
  await ada.send('/recipes/new', TOAST);
  await bob.signUp('bob');
  expect((await bob.open('/recipes/1')).body).not.toContain('Delete');
  expect((await bob.open('/recipes/1/edit')).status).toBe(403);
  expect((await bob.send('/', TOAST, '/recipes/1/edit?_method=PATCH')).status).toBe(403);
  expect((await bob.send('/', {}, '/recipes/1?_method=DELETE')).status).toBe(403);

  expect((await ada.send('/recipes/1/edit', { ...TOAST, title: 'Dry toast' })).body).toContain(
    'Your changes are saved.',
  );
  expect((await ada.send('/recipes/1', {})).body).toContain('Dry toast is gone.');
  expect((await ada.open('/recipes/1')).status).toBe(404);
});
