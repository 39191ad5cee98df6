import { expect, test } from '@jest/globals';
import { Controller, createApp, Get, HttpCode, Injectable, Module, Param, Post, provide, UseGuards } from '@tenon/http';
import { ask, serve } from './serve.js';

abstract class ReadController {
  abstract readonly things: string;
  @Get() list() {
    return `all ${this.things}`;
  }
  @Get('/:id') show(@Param('id') id: string) {
    return `${this.things} ${id}`;
  }
}

@Controller('/orders')
class OrderController extends ReadController {
  readonly things = 'orders';
  @Post() create() {
    return 'created';
  }
}

@Controller('/shops')
class ShopController extends ReadController {
  readonly things = 'shops';
  override show(id: string) {
    return `my ${super.show(id)}`;
  }
}

test('inherits routes of classes without a path of their own', async () => {
  await using app = await serve([OrderController, ShopController]);

  expect(await ask(app, '/orders')).toBe('all orders');
  expect(await ask(app, '/shops/7')).toBe('my shops 7');
  expect(await ask(app, '/orders', 'POST')).toBe('created');
  expect(await ask(app, '/shops', 'POST')).toBe(405);
});

test('takes what is said of an overridden method from the class that says it last', async () => {
  @Controller('/x')
  class BaseController {
    @Get() @HttpCode(202) get() {
      return 'base';
    }
  }
  @Controller('/y')
  class OwnController extends BaseController {
    @Get('/own') override get() {
      return 'own';
    }
  }
  await using app = await serve([BaseController, OwnController]);

  expect((await app.inject('/x')).statusCode).toBe(202);
  expect(await ask(app, '/y/own')).toBe('own');
  expect((await app.inject('/y/own')).statusCode).toBe(200);
  expect(await ask(app, '/y')).toBe(404);
});

test('inherits what a class uses', async () => {
  @UseGuards(() => false)
  abstract class GuardedController {
    @Get() get() {
      return 'open';
    }
  }
  @Controller('/closed')
  class ClosedController extends GuardedController {}
  @Controller('/open')
  @UseGuards(() => true)
  class OpenController extends GuardedController {}
  await using app = await serve([ClosedController, OpenController]);

  expect(await ask(app, '/closed')).toBe(403);
  expect(await ask(app, '/open')).toBe('open');
});

test('keeps the routes of a controller that a test replaces', async () => {
  @Injectable()
  class FakeOrders extends OrderController {
    override list() {
      return 'fake';
    }
  }
  @Module({ controllers: [OrderController] })
  class AppModule {}
  await using replaced = await createApp(AppModule, {
    logger: false,
    override: [provide(OrderController, { useClass: FakeOrders })],
  });
  await using valued = await createApp(AppModule, {
    logger: false,
    override: [provide(OrderController, { useValue: { list: () => 'value' } as unknown as OrderController })],
  });

  expect(await ask(replaced, '/orders')).toBe('fake');
  expect(await ask(replaced, '/orders/7')).toBe('orders 7');
  expect(await ask(valued, '/orders')).toBe('value');
});
