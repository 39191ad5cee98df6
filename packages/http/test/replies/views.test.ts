import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Exclude, Expose, Transform, Type } from '@tenon/dto';
import { Controller, type FastifyReply, Get, Header, HttpCode, Post, Res, Returns } from '@tenon/http';
import { serve } from '../support/serve.js';

class LineView {
  @Expose() sku!: string;
}

class OrderView {
  @Expose() id!: number;
  @Expose() @Type(() => LineView) lines!: LineView[];
  @Expose({ groups: ['admin'] }) margin?: number;
  @Exclude() secret?: string;
}

class Entity {
  id = 7;
  lines = [{ sku: 's', cost: 1 }];
  margin = 3;
  secret = 'x';
  more = 'y';
}

const entity = { id: 7, lines: [{ sku: 's', cost: 1 }], margin: 3, secret: 'x', more: 'y' };
const shown = { id: 7, lines: [{ sku: 's' }] };

@Controller()
class Orders {
  @Get('/plain') @Returns(OrderView) plain() {
    return entity;
  }
  @Get('/instance') @Returns(OrderView) async instance() {
    await Promise.resolve();
    return new Entity();
  }
  @Get('/null') @Returns(OrderView) null(): OrderView | null {
    return null;
  }
  @Get('/undefined') @Header('cache-control', 'max-age=3600') @Returns(OrderView) undefined(): Promise<
    OrderView | undefined
  > {
    return Promise.resolve(undefined);
  }
  @Get('/admin') @Returns(OrderView, { groups: ['admin'] }) admin() {
    return entity;
  }
  @Get('/list') @Returns([OrderView]) list() {
    return [entity, new Entity()];
  }
  @Get('/none') @Returns([OrderView]) none(): OrderView[] | undefined {
    return undefined;
  }
  @Get('/set') @Returns([OrderView]) set() {
    return new Set([entity]);
  }
  @Get('/generator') @Returns([OrderView]) *generator() {
    yield entity;
    yield new Entity();
  }
  @Get('/async') @Returns([OrderView]) async *async() {
    yield entity;
    await Promise.resolve();
    yield new Entity();
  }
  @Get('/empty') @Returns([OrderView]) async *empty(): AsyncGenerator<OrderView> {}
  @Get('/sent') @Returns(OrderView) sent(@Res() reply: FastifyReply): OrderView | undefined {
    reply.code(202).send('sent');
    return undefined;
  }
  @Post('/post') @Returns(OrderView) post() {
    return entity;
  }
  @Get('/coded') @HttpCode(203) @Returns(OrderView) coded() {
    return entity;
  }
}

test.each([
  ['/plain', shown],
  ['/instance', shown],
  ['/admin', { ...shown, margin: 3 }],
  ['/list', [shown, shown]],
  ['/set', [shown]],
  ['/generator', [shown, shown]],
  ['/async', [shown, shown]],
  ['/empty', []],
])('shows of %s what the class exposes, whatever object it is', async (url, expected) => {
  const app = await serve(Orders);
  const reply = await app.inject(url);
  expect(reply.statusCode).toBe(200);
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(reply.json()).toEqual(expected);
});

test.each(['/null', '/undefined', '/none'])('answers with 404 where nothing is returned at %s', async (url) => {
  const app = await serve(Orders);
  const reply = await app.inject(url);
  expect(reply.json()).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    requestId: expect.any(String),
  });
  // What is said of the reply is not said of the error.
  expect(reply.headers).not.toHaveProperty('cache-control');
});

test('leaves what the handler sends itself', async () => {
  const app = await serve(Orders);
  const reply = await app.inject('/sent');
  expect([reply.statusCode, reply.body]).toEqual([202, 'sent']);
});

test('says the status', async () => {
  const app = await serve(Orders);
  expect((await app.inject({ method: 'POST', url: '/post' })).statusCode).toBe(201);
  expect((await app.inject('/coded')).statusCode).toBe(203);
});

test('does nothing for a client that takes no JSON', async () => {
  let calls = 0;
  @Controller()
  class Counted {
    @Post('/counted') @Returns(OrderView) post() {
      calls++;
      return entity;
    }
  }
  const app = await serve(Counted);
  const ask = (accept: string) => app.inject({ method: 'POST', url: '/counted', headers: { accept } });
  expect((await ask('text/html')).statusCode).toBe(406);
  expect(calls).toBe(0);
  expect((await ask('text/html, */*;q=0.1')).statusCode).toBe(201);
  expect(calls).toBe(1);
});

test('shows values that are made of others', async () => {
  class TotalView {
    @Expose() id!: number;
    @Expose() @Transform(({ obj }: { obj: { prices: number[] } }) => obj.prices.reduce((a, b) => a + b)) total?: number;
  }
  @Controller()
  class Totals {
    @Get('/total') @Returns(TotalView) total() {
      return { id: 1, prices: [1, 2] };
    }
  }
  const app = await serve(Totals);
  expect((await app.inject('/total')).json()).toEqual({ id: 1, total: 3 });
});

test('answers with 500 for what is no object and no list', async () => {
  @Controller()
  class Wrong {
    @Get('/string') @Returns(OrderView) string() {
      return 'x' as unknown as OrderView;
    }
    @Get('/number') @Returns([OrderView]) number() {
      return 7 as unknown as OrderView[];
    }
  }
  const app = await serve(Wrong);
  expect((await app.inject('/string')).statusCode).toBe(500);
  expect((await app.inject('/number')).statusCode).toBe(500);
});
