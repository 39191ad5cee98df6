import { expect, test } from '@jest/globals';
import { createTestApp } from '@tenon/testing';
import { ShopModule } from '../shop.js';

test('listens at a free port of this machine', async () => {
  const [one, other] = [await createTestApp(ShopModule), await createTestApp(ShopModule)];
  const urls = [await one.listen(), await other.listen()];
  for (const url of urls) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(new Set(urls)).toHaveProperty('size', 2);
  const reply = await fetch(`${urls[0]}/orders/7`);
  expect(await reply.json()).toEqual({ id: 7, email: 'ada@example.org' });
});

test('sends requests through the network, and listens first if need be', async () => {
  const app = await createTestApp(ShopModule);
  const reply = await app.fetch('/orders/echo', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '[1]',
  });
  expect(reply.status).toBe(201);
  expect(await reply.json()).toEqual({ body: [1] });
  expect(new URL(reply.url).origin).toBe(await app.listen());
});

test('leaves the signals of the process alone', async () => {
  const before = process.listenerCount('SIGTERM');
  const app = await createTestApp(ShopModule);
  await app.listen();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
