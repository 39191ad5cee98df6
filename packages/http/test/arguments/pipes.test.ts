import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  Controller,
  createParamDecorator,
  Get,
  Injectable,
  Module,
  NotFoundException,
  Param,
  type ParameterInfo,
  type PipeTransform,
  Query,
  Req,
  type FastifyRequest,
  UsePipes,
  type Class,
} from '@tenon/http';
import { serve } from '../support/serve.js';

const append = (word: string) => (value: unknown) => `${String(value)} ${word}`;

test('runs pipes of the application, the controller, the method and the parameter in this order', async () => {
  @Controller()
  @UsePipes(append('controller1'), append('controller2'))
  class Ordered {
    @Get('/ordered')
    @UsePipes(append('method1'), append('method2'))
    ordered(@Query('q', append('parameter1'), append('parameter2')) q: string) {
      return q;
    }
  }
  const app = await serve(Ordered, { pipes: [append('app1'), append('app2')] });
  expect((await app.inject('/ordered?q=x')).body).toBe(
    'x app1 app2 controller1 controller2 method1 method2 parameter1 parameter2',
  );
});

test('sends every argument of the request through the pipes of a method, and no other', async () => {
  const seen: ParameterInfo[] = [];
  const look = (value: unknown, parameter: ParameterInfo) => {
    seen.push(parameter);
    return value;
  };
  const Word = createParamDecorator((word: string) => word);
  @Controller()
  class Looked {
    @Get('/looked/:a')
    @UsePipes(look)
    looked(@Param('a') a: number, @Query('b') b: string, @Word('c') c: string, @Req() request: FastifyRequest) {
      return [a, b, c, request.method];
    }
  }
  const app = await serve(Looked);
  expect((await app.inject('/looked/1?b=2')).json()).toEqual([1, '2', 'c', 'GET']);
  expect(seen).toEqual([
    { in: 'path', name: 'a', type: Number, data: undefined },
    { in: 'query', name: 'b', type: String, data: undefined },
    { in: 'custom', name: undefined, type: String, data: 'c' },
  ]);
});

class Order {
  constructor(readonly id: string) {}
}

@Injectable()
class Store {
  find(id: string) {
    return Promise.resolve(id === '7' ? new Order(id) : undefined);
  }
}

@Injectable()
class OrderById implements PipeTransform<string, Promise<Order>> {
  constructor(private readonly store: Store) {}
  async transform(id: string) {
    return (await this.store.find(id)) ?? Promise.reject(new NotFoundException(`There is no order ${id}.`));
  }
}

test('makes a record of an id by a pipe with injection, and waits for it', async () => {
  @Controller('/orders')
  class Orders {
    @Get('/:id') show(@Param('id', OrderById) order: Order) {
      return { isOrder: order instanceof Order, id: order.id };
    }
  }
  const app = await serve(Orders);
  expect((await app.inject('/orders/7')).json()).toEqual({ isOrder: true, id: '7' });
  expect((await app.inject('/orders/8')).json()).toMatchObject({ status: 404, detail: 'There is no order 8.' });
});

test('makes a pipe that lives as long as a request once for each of them', async () => {
  let made = 0;
  @Injectable({ scope: 'request' })
  class Counting implements PipeTransform {
    readonly number = ++made;
    transform(value: unknown) {
      return `${String(value)}${this.number}`;
    }
  }
  @Controller()
  class Counted {
    @Get('/counted') counted(@Query('a', Counting) a: string, @Query('b', Counting) b: string) {
      return `${a} ${b}`;
    }
  }
  const app = await serve(Counted);
  expect((await app.inject('/counted?a=a&b=b')).body).toBe('a1 b1');
  expect((await app.inject('/counted?a=a&b=b')).body).toBe('a2 b2');
});

test('takes objects as pipes', async () => {
  @Controller()
  class Given {
    @Get('/given') given(@Query('a', { transform: (value: string) => value.toUpperCase() }) a: string) {
      return a;
    }
  }
  const app = await serve(Given);
  expect((await app.inject('/given?a=b')).body).toBe('B');
});

test('runs pipes only once every argument is valid', async () => {
  const seen: unknown[] = [];
  @Controller()
  class Late {
    @Get('/late') late(
      @Query('a', (value: string) => {
        seen.push(value);
        return value;
      })
      a: string,
      @Query('b') b: number,
    ) {
      return [a, b];
    }
  }
  const app = await serve(Late);
  expect((await app.inject('/late?a=1&b=x')).statusCode).toBe(422);
  expect(seen).toEqual([]);
});

test('keeps a pipe of a module that exports it', async () => {
  @Module({ providers: [OrderById, Store], exports: [OrderById] })
  class StoreModule {}
  @Controller('/orders')
  class Orders {
    @Get('/:id') show(@Param('id', OrderById as Class<OrderById>) order: Order) {
      return order.id;
    }
  }
  const app = await serve({ imports: [StoreModule], controllers: [Orders] });
  expect((await app.inject('/orders/7')).body).toBe('7');
});
