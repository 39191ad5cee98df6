import { expect, test } from '@jest/globals';
import { Tokens } from '@tenon/auth';
import { createTestApp } from '@tenon/testing';
import { appWith } from '../app.js';

test('gives the user whom the token is about', async () => {
  const app = await createTestApp(appWith());
  const token = await app.get(Tokens).sign('1');
  const reply = await app.get('/me', { headers: { authorization: `Bearer ${token}` } }).expect(200);
  expect(reply.body).toEqual({ id: '1' });
});
