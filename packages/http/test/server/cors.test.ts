import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Controller, Get, Post, UseGuards } from '@tenon/http';
import { serve } from '../support/serve.js';

@Controller()
class Any {
  @Get('/any') any() {
    return { a: 1 };
  }
  @Post('/any') post() {
    return 'posted';
  }
  @Get('/guarded') @UseGuards(() => false) guarded() {}
}

const SHOP = 'https://shop.example';

test('says nothing to other origins unless it is told to', async () => {
  const app = await serve(Any);
  const reply = await app.inject({ url: '/any', headers: { origin: SHOP } });
  expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test.each([[SHOP], [[SHOP, 'https://other.example']]])(
  'lets the origins read replies that %j names, and no other',
  async (origin) => {
    const app = await serve(Any, { cors: { origin, credentials: true } });
    const allowed = async (from: string, url = '/any') =>
      (await app.inject({ url, headers: { origin: from } })).headers['access-control-allow-origin'];
    expect(await allowed(SHOP)).toBe(SHOP);
    for (const other of [
      'https://evil.example',
      'null',
      `${SHOP}.evil.example`,
      'https://evil-shop.example',
      'http://shop.example',
      `${SHOP}:8443`,
      'https://SHOP.example',
    ]) {
      expect(await allowed(other)).toBeUndefined();
    }
    // Whoever may read replies may read errors.
    expect(await allowed(SHOP, '/guarded')).toBe(SHOP);
    expect(await allowed(SHOP, '/nowhere')).toBe(SHOP);
    expect((await app.inject({ url: '/any', headers: { origin: SHOP } })).headers['vary']).toContain('Origin');
  },
);

test('answers what browsers ask before a request, without a guard', async () => {
  const app = await serve(Any, { cors: { origin: SHOP, methods: ['GET', 'POST'] }, guards: [() => false] });
  const ask = (origin: string) =>
    app.inject({
      method: 'OPTIONS',
      url: '/any',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a' },
    });
  const reply = await ask(SHOP);
  expect(reply.statusCode).toBe(204);
  expect(reply.headers).toMatchObject({
    'access-control-allow-origin': SHOP,
    'access-control-allow-methods': 'GET, POST',
  });
  expect((await ask('https://evil.example')).headers).not.toHaveProperty('access-control-allow-origin');
});
