import { expect, test } from '@jest/globals';
import {
  Catch,
  Controller,
  createApp,
  Get,
  HttpCode,
  Injectable,
  Module,
  Param,
  Post,
  provide,
  UseFilters,
  UseGuards,
} from '@tenon/http';
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

function note(calls: string[], name: string, answer = true) {
  return () => {
    calls.push(name);
    return answer;
  };
}

test('adds what a class uses to what it inherits', async () => {
  const calls: string[] = [];
  @UseGuards(note(calls, 'base'))
  abstract class GuardedController {
    @Get() get() {
      return 'got';
    }
  }
  @Controller('/plain')
  class PlainController extends GuardedController {}
  @Controller('/more')
  @UseGuards(note(calls, 'own'))
  class MoreController extends GuardedController {}
  await using app = await serve([PlainController, MoreController]);

  expect(await ask(app, '/plain')).toBe('got');
  expect(await ask(app, '/more')).toBe('got');
  expect(calls).toEqual(['base', 'base', 'own']);
});

test('loses no guard of a base class to one of a subclass', async () => {
  @UseGuards(() => false)
  abstract class ClosedController {
    @Get() get() {
      return 'open';
    }
  }
  @Controller('/x')
  @UseGuards(() => true)
  class StillClosedController extends ClosedController {}
  await using app = await serve([StillClosedController]);

  expect(await ask(app, '/x')).toBe(403);
});

test('adds what is said of an overridden method without a verb to what was said of it', async () => {
  const calls: string[] = [];
  class BaseController {
    @Get('/:id')
    @HttpCode(202)
    @UseGuards(note(calls, 'base'))
    show(@Param('id') id: number) {
      return `base ${id}`;
    }
  }
  @Controller('/x')
  class OwnController extends BaseController {
    @UseGuards(note(calls, 'own'))
    override show(id: number) {
      return `own ${super.show(id)}`;
    }
  }
  await using app = await serve([OwnController]);

  const { statusCode, body } = await app.inject('/x/7');

  expect([statusCode, body]).toEqual([202, 'own base 7']);
  expect(calls).toEqual(['base', 'own']);
});

test('asks filters of a subclass before those of its base class', async () => {
  @Catch(RangeError)
  class OwnFilter {
    catch() {
      return 'own';
    }
  }
  @Catch()
  class BaseFilter {
    catch() {
      return 'base';
    }
  }
  @UseFilters(BaseFilter)
  abstract class FailingController {
    @Get('/range') range() {
      throw new RangeError();
    }
    @Get('/type') type() {
      throw new TypeError();
    }
  }
  @Controller('/x')
  @UseFilters(OwnFilter)
  class OwnController extends FailingController {}
  await using app = await serve([OwnController]);

  expect((await app.inject('/x/range')).body).toBe('own');
  expect((await app.inject('/x/type')).body).toBe('base');
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
