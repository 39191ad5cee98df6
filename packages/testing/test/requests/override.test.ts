import { expect, test } from '@jest/globals';
import { provide } from '@tenon/http';
import { createTestApp } from '@tenon/testing';
import { CLOCK, ShopModule } from '../shop.js';

test('puts what the test gives in the place of providers', async () => {
  const now = (): Date => new Date('2026-06-01T12:00:00Z');
  const app = await createTestApp(ShopModule, { override: [provide(CLOCK, { useValue: { now } })] });
  const { body } = await app.get<{ at: string }>('/orders');
  expect(body.at).toBe('2026-06-01T12:00:00.000Z');
});

test('takes all that createApp takes', async () => {
  const app = await createTestApp(ShopModule, { prefix: '/api', validationStatus: 400 });
  const { status } = await app.get('/api/orders/x');
  expect(status).toBe(400);
});
