import { beforeEach, expect, test } from '@jest/globals';
import { testDatabase } from '@tenon/data/testing';
import { createTestApp } from '@tenon/testing';
import { APP_OPTIONS } from '../src/app-options.js';
import { AppModule } from '../src/app.module.js';
import { Visitor } from './visitor.js';

const database = testDatabase();
let ada: Visitor;
let bob: Visitor;

beforeEach(async () => {
  // It is closed by itself when the test has ended.
  const app = await createTestApp(AppModule, { ...APP_OPTIONS, override: [database] });
  ada = new Visitor(app);
  bob = new Visitor(app);
});

test('signs in who joins, and out who leaves', async () => {
  expect((await ada.signUp('ada')).body).toContain('Welcome, ada.');
  expect((await ada.open('/')).body).toContain('Sign out');
  expect((await ada.send('/', {}, '/sign-out')).body).toContain('Sign in');
});

test('signs in again, and leads to the page that wanted it', async () => {
  await ada.signUp('ada');
  const asked = await bob.open('/recipes/new');
  expect(asked.body).toMatch(/name="next"[^>]* value="\/recipes\/new"/);
  const fields = { email: 'ada@example.org', password: 'a long password' };
  expect((await bob.send('/sign-in', { ...fields, next: '/recipes/new' })).body).toContain('A new recipe');
});

test('leads nowhere else', async () => {
  await ada.signUp('ada');
  const fields = { email: 'ada@example.org', password: 'a long password' };
  const reply = await bob.send('/sign-in', { ...fields, next: 'https://example.com/' });
  expect(reply.expect(200).body).toContain('Sign out');
});

test('lets nobody in by a wrong password, and keeps the email that was typed', async () => {
  await ada.signUp('ada');
  const reply = await bob.send('/sign-in', { email: 'ada@example.org', password: 'a wrong password' });
  expect(reply.expect(401).body).toContain('value="ada@example.org"');
  expect(reply.body).not.toContain('a wrong password');
});

test('gives an email to one account only, and says so at the field', async () => {
  await ada.signUp('ada');
  const reply = await bob.signUp('ada');
  expect(reply.expect(409).body).toMatch(/<input[^>]* name="email"[^>]* aria-invalid="true"/);
});
