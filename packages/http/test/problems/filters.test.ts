import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  Catch,
  ConflictException,
  Controller,
  type ExceptionFilter,
  type FastifyReply,
  Get,
  HttpException,
  Injectable,
  NotFoundException,
  Query,
  type RequestContext,
  Res,
  UnauthorizedException,
  UseFilters,
  UseGuards,
  type Class,
  UseHooks,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';

class OutOfStock extends Error {
  constructor(readonly product: string) {
    super(`no ${product}`);
  }
}
class SoldOut extends OutOfStock {}

test('gives errors of a class, and of those that extend it, to the filter that catches them', async () => {
  @Catch(OutOfStock, TypeError)
  class StockFilter implements ExceptionFilter<OutOfStock | TypeError> {
    catch(error: OutOfStock | TypeError): never {
      throw new ConflictException(error instanceof OutOfStock ? `${error.product} is out of stock.` : 'a type');
    }
  }
  const errors: Record<string, unknown> = {
    stock: new OutOfStock('tea'),
    sold: new SoldOut('milk'),
    type: new TypeError('x'),
    other: new RangeError('y'),
  };
  @Controller()
  @UseFilters(StockFilter)
  class Shop {
    @Get('/') buy(@Query('error') error: string) {
      throw errors[error];
    }
  }
  const app = await serve(Shop, { showErrors: false });
  const ask = async (error: string) => (await app.inject(`/?error=${error}`)).json<object>();
  expect(await ask('stock')).toMatchObject({ status: 409, detail: 'tea is out of stock.' });
  expect(await ask('sold')).toMatchObject({ status: 409, detail: 'milk is out of stock.' });
  expect(await ask('type')).toMatchObject({ status: 409, detail: 'a type' });
  expect(await ask('other')).toMatchObject({ status: 500 });
});

test("asks the method's filters first, then the controller's, then the application's", async () => {
  const seen: string[] = [];
  const filter = (name: string): Class<ExceptionFilter> => {
    @Catch()
    class Named implements ExceptionFilter {
      catch(error: unknown): never {
        seen.push(`${name} ${(error as Error).message}`);
        throw new Error(name);
      }
    }
    return Named;
  };
  @Controller()
  @UseFilters(filter('controller1'), filter('controller2'))
  class Any {
    @Get('/')
    @UseFilters(filter('method1'), filter('method2'))
    any() {
      throw new Error('handler');
    }
  }
  const app = await serve(Any, { filters: [filter('app1'), filter('app2')] });
  expect((await app.inject('/')).json()).toMatchObject({ status: 500, detail: 'Error: app2' });
  expect(seen).toEqual([
    'method1 handler',
    'method2 method1',
    'controller1 method2',
    'controller2 controller1',
    'app1 controller2',
    'app2 app1',
  ]);
});

test("answers with what a filter returns, with the error's status unless the filter says another", async () => {
  @Injectable()
  class Words {
    word = 'sorry';
  }
  @Injectable()
  @Catch(HttpException)
  class Returning implements ExceptionFilter<HttpException> {
    constructor(private readonly words: Words) {}
    catch(error: HttpException, { reply }: RequestContext) {
      if (error.message === 'other') reply.code(418);
      return { [this.words.word]: error.message };
    }
  }
  @Catch()
  class Later implements ExceptionFilter {
    async catch(error: unknown) {
      await Promise.resolve();
      return `later: ${(error as Error).message}`;
    }
  }
  @Controller()
  @UseFilters(Returning, Later)
  class Any {
    @Get('/404') notFound() {
      throw new NotFoundException('here');
    }
    @Get('/other') other() {
      throw new NotFoundException('other');
    }
    @Get('/500') error() {
      throw new Error('e');
    }
  }
  const app = await serve(Any);
  const ask = async (url: string) => {
    const { statusCode, body } = await app.inject(url);
    return [statusCode, body];
  };
  expect(await ask('/404')).toEqual([404, '{"sorry":"here"}']);
  expect(await ask('/other')).toEqual([418, '{"sorry":"other"}']);
  expect(await ask('/500')).toEqual([500, 'later: e']);
  // Whatever the client takes: an error is told to everybody.
  const html = await app.inject({ url: '/404', headers: { accept: 'text/html' } });
  expect([html.statusCode, html.body]).toEqual([404, '{"sorry":"here"}']);
});

test('hands on what a filter throws later', async () => {
  @Catch()
  class Slow implements ExceptionFilter {
    async catch(): Promise<never> {
      await Promise.resolve();
      throw new UnauthorizedException('in the end');
    }
  }
  @Controller()
  class Any {
    @Get('/') @UseFilters(Slow) any() {
      throw new Error('e');
    }
  }
  const app = await serve(Any);
  expect((await app.inject('/')).json()).toMatchObject({ status: 401, detail: 'in the end' });
});

test('answers with 500 when what a filter says cannot be sent, also later', async () => {
  @Catch()
  class NoStatus implements ExceptionFilter {
    catch(): never {
      throw new HttpException('bad', Number.NaN);
    }
  }
  @Catch()
  class NoStatusLater implements ExceptionFilter {
    async catch(): Promise<never> {
      await Promise.resolve();
      throw new HttpException('bad', 0);
    }
  }
  @Catch()
  class BadHeaderLater implements ExceptionFilter {
    async catch(): Promise<never> {
      await Promise.resolve();
      throw new ConflictException('bad', { headers: { 'x-odd': 'a\r\nb' } });
    }
  }
  @Catch()
  class BadReplyLater implements ExceptionFilter {
    async catch(_: unknown, { reply }: RequestContext) {
      await Promise.resolve();
      reply.header('x-odd', 'a\nb');
      return 'sorry';
    }
  }
  @Controller()
  class Any {
    @Get('/0') @UseFilters(NoStatus) noStatus() {
      throw new Error('e');
    }
    @Get('/1') @UseFilters(NoStatusLater) noStatusLater() {
      throw new Error('e');
    }
    @Get('/2') @UseFilters(BadHeaderLater) badHeader() {
      throw new Error('e');
    }
    @Get('/3') @UseFilters(BadReplyLater) badReply() {
      throw new Error('e');
    }
  }
  const { url } = await listen(Any);
  for (const path of ['/0', '/1', '/2', '/3']) {
    const reply = await fetch(url + path);
    expect([path, reply.status, reply.statusText]).toEqual([path, 500, 'Internal Server Error']);
    expect(await reply.json()).toMatchObject({ status: 500, title: 'Internal Server Error' });
  }
});

test('gives filters of the application what goes wrong outside of handlers', async () => {
  const seen: string[] = [];
  @Catch()
  class All implements ExceptionFilter {
    catch(error: unknown, context: RequestContext): never {
      const route = context.route ? `${context.route.controller.name}.${context.route.handler}` : 'no route';
      seen.push(`${(error as Error).constructor.name} ${route}`);
      throw error;
    }
  }
  @Controller()
  class Any {
    @Get('/guarded') @UseGuards(() => false) guarded() {}
    @Get('/hooked') @UseHooks({ preHandler: () => Promise.reject(new TypeError('hook')) }) hooked() {}
    @Get('/invalid') invalid(@Query('n') n: number) {
      return n;
    }
  }
  const app = await serve(Any, { filters: [All] });
  app.fastify.get('/raw', () => {
    throw new RangeError('raw');
  });
  const statuses: number[] = [];
  for (const url of ['/guarded', '/hooked', '/invalid', '/nowhere', '/raw', '/%zz'])
    statuses.push((await app.inject(url)).statusCode);
  statuses.push((await app.inject({ method: 'POST', url: '/guarded' })).statusCode);
  expect(statuses).toEqual([403, 500, 422, 404, 500, 400, 405]);
  expect(seen).toEqual([
    'ForbiddenException Any.guarded',
    'TypeError Any.hooked',
    'InvalidInputException Any.invalid',
    'NotFoundException no route',
    'RangeError no route',
    'BadRequestException no route',
    'MethodNotAllowedException no route',
  ]);
});

test('lets a filter send the reply itself', async () => {
  @Catch()
  class Sending implements ExceptionFilter {
    catch(_: unknown, { reply }: RequestContext) {
      reply.code(418).type('text/plain').send('sent');
    }
  }
  @Controller()
  @UseFilters(Sending)
  class Any {
    @Get('/') any() {
      throw new Error('e');
    }
  }
  const app = await serve(Any);
  const { statusCode, body } = await app.inject('/');
  expect([statusCode, body]).toEqual([418, 'sent']);
});

test('makes a filter that lives as long as a request for each of them', async () => {
  let made = 0;
  @Injectable({ scope: 'request' })
  @Catch()
  class PerRequest implements ExceptionFilter {
    readonly number = ++made;
    catch() {
      return `filter ${this.number}`;
    }
  }
  @Controller()
  class Any {
    @Get('/') @UseFilters(PerRequest) any() {
      throw new Error('e');
    }
  }
  const app = await serve(Any);
  expect((await app.inject('/')).body).toBe('filter 1');
  expect((await app.inject('/')).body).toBe('filter 2');
});

test('does not say of an error what was said of the reply', async () => {
  @Controller()
  class Any {
    @Get('/') any(@Res() reply: FastifyReply) {
      reply.type('text/csv').header('content-length', '3').code(202);
      throw new NotFoundException();
    }
  }
  const app = await serve(Any);
  const reply = await app.inject('/');
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
  expect(reply.headers['content-length']).toBe(String(reply.body.length));
});
