import { beforeEach, expect, test } from '@jest/globals';
import cookie from '@fastify/cookie';
import { Injectable, Module, RequestContext } from '@tenon/http';
import { createTestApp } from '@tenon/testing';
import { Basket, CURRENT_USER, OrderController, ShopModule, SignedIn, Till } from '../shop.js';

beforeEach(() => {
  Basket.ended.length = 0;
});

test('does work as if a request were served: refs and request-scoped classes are there', async () => {
  const app = await createTestApp(ShopModule);
  const things = await app.request(async (context) => {
    app.get(Till).ring('pear');
    await Promise.resolve();
    app.get(Till).ring('plum');
    expect(context.scope.get(Basket)).toBe(app.get(Basket));
    return app.get(Basket).things;
  });
  expect(things).toEqual(['pear', 'plum']);
});

test('gives request-scoped classes the context of the request', async () => {
  @Injectable({ scope: 'request' })
  class Greeting {
    constructor(private readonly context: RequestContext) {}
    text(): string {
      return `Hello, ${this.context.get(CURRENT_USER)?.name}!`;
    }
  }
  @Module({ imports: [ShopModule], providers: [Greeting] })
  class AppModule {}

  const app = await createTestApp(AppModule);
  const text = await app.request({ set: [[CURRENT_USER, { name: 'Ada' }]] }, () => app.get(Greeting).text());
  expect(text).toBe('Hello, Ada!');
});

test('ends the request with the work', async () => {
  const app = await createTestApp(ShopModule);
  await app.request(() => app.get(Till).ring('pear'));
  expect(Basket.ended).toEqual(['pear']);
  expect(() => app.get(Till).ring('plum')).toThrow('TENON_CONTAINER_NO_REQUEST');
});

test('keeps requests at the same time apart', async () => {
  const app = await createTestApp(ShopModule);
  const count = (): Promise<number> =>
    app.request(async () => {
      app.get(Till).ring('one');
      await new Promise((resolve) => setTimeout(resolve, 1));
      return app.get(Till).ring('two');
    });
  expect(await Promise.all([count(), count()])).toEqual([2, 2]);
});

test('passes on what guards would have set', async () => {
  const app = await createTestApp(ShopModule);
  const name = await app.request(
    { set: [[CURRENT_USER, { name: 'Ada' }]] },
    (context) => context.get(CURRENT_USER)?.name,
  );
  expect(name).toBe('Ada');
});

test('lets a guard be tested alone', async () => {
  const app = await createTestApp(ShopModule);
  const guard = app.get(SignedIn);
  const user = await app.request({ headers: { 'x-user': 'Grace' } }, (context) => {
    expect(guard.canActivate(context)).toBe(true);
    return context.get(CURRENT_USER);
  });
  expect(user).toEqual({ name: 'Grace' });
  await expect(app.request((context) => guard.canActivate(context))).rejects.toThrow('Sign in first.');
});

test('serves the route whose URL it was given, up to its guards', async () => {
  const app = await createTestApp(ShopModule);
  await app.request({ method: 'POST', url: '/orders' }, ({ route }) => {
    expect(route?.controller).toBe(OrderController);
    expect(route?.handler).toBe('create');
  });
  await app.request({ url: '/nowhere' }, ({ route }) => expect(route).toBeUndefined());
});

test('has done what plugins do before guards, wherever they were registered', async () => {
  const app = await createTestApp(ShopModule);
  app.register(cookie);
  const { session } = await app.request({ cookies: { session: 'abc' } }, ({ request }) => request.cookies);
  expect(session).toBe('abc');
});

test('rejects with what the work throws', async () => {
  const app = await createTestApp(ShopModule);
  const failure = new Error('no more pears');
  await expect(
    app.request(() => {
      throw failure;
    }),
  ).rejects.toBe(failure);
  await expect(app.request(() => Promise.reject(failure))).rejects.toBe(failure);
});

test('rejects with what an instance of the request throws when it is ended', async () => {
  const app = await createTestApp(ShopModule);
  await expect(
    app.request(() => {
      app.get(Basket)[Symbol.dispose] = () => {
        throw new Error('the basket is stuck');
      };
    }),
  ).rejects.toThrow('the basket is stuck');
});

test('serves the requests that the work sends', async () => {
  const app = await createTestApp(ShopModule);
  const status = await app.request(async () => {
    const { statusCode } = await app.inject('/orders/7');
    await app.get('/orders/7').expect(200);
    return statusCode;
  });
  expect(status).toBe(200);
});

test('tells when a plugin has answered before the work had its turn', async () => {
  const app = await createTestApp(ShopModule);
  app.fastify.addHook('onRequest', async (_, reply) => reply.code(429).send('slow down'));
  await expect(app.request(() => 'never')).rejects.toMatchObject({ code: 'TENON_TESTING_ANSWERED_BEFORE' });
});
