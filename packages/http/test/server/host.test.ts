import { afterEach, expect, test } from '@jest/globals';
import { useHost } from '@tenon/core';
import { type App, Controller, createApp, Get, Injectable, Module } from '@tenon/http';

afterEach(() => {
  useHost({});
  delete process.env['PORT'];
});

let made = 0;

@Injectable()
class Store {
  constructor() {
    made++;
  }
}

@Controller('/orders')
class OrderController {
  constructor(readonly store: Store) {}

  @Get('/:id')
  show() {
    return 'an order';
  }
}

@Module({ controllers: [OrderController] })
class AppModule {}

test('gives an application with its routes to a tool that looks, and makes nothing of it', async () => {
  process.env['PORT'] = 'no port at all';
  const looked = Promise.withResolvers<object>();
  useHost({ look: looked.resolve });
  createApp(AppModule).catch(looked.reject);
  const app = (await looked.promise) as App;
  expect(app.routes().map(({ path, methods }) => [path, methods])).toEqual([['/orders/:id', ['GET', 'HEAD']]]);
  expect(app.explain('GET', '/orders/1')?.handler).toBe('OrderController.show');
  expect(made).toBe(0);
});

test('reports the faults of the graph and of the routes together to a tool that looks', async () => {
  class Absent {}
  @Controller('/orders')
  class FaultyController {
    constructor(readonly absent: Absent) {}

    @Get('/:id')
    show() {}

    @Get('/:number')
    find() {}
  }
  @Module({ controllers: [FaultyController] })
  class FaultyModule {}
  useHost({ look: () => made++ });
  await expect(createApp(FaultyModule)).rejects.toMatchObject({
    diagnostics: [{ code: 'TENON_CONTAINER_UNKNOWN_DEPENDENCY' }, { code: 'TENON_HTTP_DUPLICATE_ROUTE' }],
  });
  expect(made).toBe(0);
});
