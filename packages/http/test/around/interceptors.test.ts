import 'reflect-metadata';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Expose } from '@tenon/dto';
import {
  Catch,
  type Class,
  ConflictException,
  Controller,
  type ExceptionFilter,
  type FastifyReply,
  Get,
  Injectable,
  type Interceptor,
  InvalidInputException,
  type Next,
  NotFoundException,
  Query,
  type RequestContext,
  Returns,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';

test('wraps the handler with interceptors of the application, the controller and the method, the first one outermost', async () => {
  const seen: string[] = [];
  const interceptor = (name: string): Class<Interceptor> => {
    @Injectable()
    class Named implements Interceptor {
      intercept(_: RequestContext, next: Next) {
        seen.push(`> ${name}`);
        const value = next();
        seen.push(`< ${name}`);
        return value;
      }
    }
    return Named;
  };
  @Controller()
  @UseInterceptors(interceptor('controller'))
  class Wrapped {
    @Get('/wrapped')
    @UseInterceptors(interceptor('method1'), interceptor('method2'))
    wrapped() {
      seen.push('handler');
      return seen;
    }
  }
  const app = await serve(Wrapped, { interceptors: [interceptor('app')] });
  expect((await app.inject('/wrapped')).json()).toEqual([
    '> app',
    '> controller',
    '> method1',
    '> method2',
    'handler',
    '< method2',
    '< method1',
    '< controller',
    '< app',
  ]);
});

test('makes no promise where the handler makes none', async () => {
  const values: unknown[] = [];
  const look = (_: RequestContext, next: Next) => {
    const value = next();
    values.push(value instanceof Promise ? 'a promise' : value);
    return value;
  };
  @Controller()
  class Both {
    @Get('/sync') @UseInterceptors(look, look) sync(@Query('n') n: number) {
      return n;
    }
    @Get('/async') @UseInterceptors(look) async(@Query('n') n: number) {
      return Promise.resolve(n);
    }
  }
  const app = await serve(Both);
  expect((await app.inject('/sync?n=1')).body).toBe('1');
  expect((await app.inject('/async?n=2')).body).toBe('2');
  expect(values).toEqual([1, 1, 'a promise']);
});

test('changes what is returned, catches errors, answers in place of the handler, and calls it again', async () => {
  let calls = 0;
  @Controller()
  class Intercepted {
    @Get('/changed') @UseInterceptors(async (_, next) => ({ data: await next() })) changed() {
      return 1;
    }
    @Get('/caught')
    @UseInterceptors(async (_, next) => {
      try {
        return await next();
      } catch (error) {
        return { caught: (error as Error).message };
      }
    })
    caught() {
      throw new NotFoundException('lost');
    }
    @Get('/thrown')
    @UseInterceptors(async (_, next) => {
      try {
        return await next();
      } catch (cause) {
        throw new ConflictException('another one', { cause });
      }
    })
    thrown() {
      throw new Error('inner');
    }
    @Get('/instead') @UseInterceptors(() => 'from a cache') instead() {
      calls++;
    }
    @Get('/again')
    @UseInterceptors(async (_, next) => {
      for (;;) {
        try {
          return await next();
        } catch {
          // Once more.
        }
      }
    })
    async again() {
      await Promise.resolve();
      if (++calls < 3) throw new Error('not yet');
      return { calls };
    }
    @Get('/nothing') @UseInterceptors(() => undefined) nothing() {
      return 'something';
    }
  }
  const app = await serve(Intercepted);
  expect((await app.inject('/changed')).json()).toEqual({ data: 1 });
  expect((await app.inject('/caught')).json()).toEqual({ caught: 'lost' });
  expect((await app.inject('/thrown')).json()).toMatchObject({ status: 409, detail: 'another one' });
  expect((await app.inject('/instead')).body).toBe('from a cache');
  expect(calls).toBe(0);
  expect((await app.inject('/again')).json()).toEqual({ calls: 3 });
  expect((await app.inject('/nothing')).statusCode).toBe(204);
});

test('sees what is wrong with the arguments', async () => {
  const seen: unknown[] = [];
  @Controller()
  class Invalid {
    @Get('/invalid')
    @UseInterceptors((_, next) => {
      try {
        return next();
      } catch (error) {
        seen.push(error instanceof InvalidInputException && error.errors.map(({ name }) => name));
        throw error;
      }
    })
    invalid(@Query('a') a: number, @Query('b') b: number) {
      return a + b;
    }
  }
  const app = await serve(Invalid);
  expect((await app.inject('/invalid?a=1')).statusCode).toBe(422);
  expect(seen).toEqual([['b']]);
});

test('wraps what is streamed', async () => {
  @Controller()
  class Streamed {
    @Get('/streamed')
    @UseInterceptors((_, next) => {
      const items = next() as AsyncIterable<string>;
      return (async function* () {
        for await (const item of items) yield item.toUpperCase();
        yield '!';
      })();
    })
    async *streamed() {
      yield 'a';
      yield 'b';
    }
  }
  const app = await serve(Streamed);
  expect((await app.inject('/streamed')).body).toBe('AB!');
});

test('wraps before a view shows the value', async () => {
  class View {
    @Expose() a!: number;
  }
  @Controller()
  class Viewed {
    @Get('/viewed')
    @UseInterceptors(async (_, next) => ({ ...((await next()) as object), a: 2 }))
    @Returns(View)
    viewed() {
      return { a: 1, b: 1 };
    }
  }
  const app = await serve(Viewed);
  expect((await app.inject('/viewed')).json()).toEqual({ a: 2 });
});

test('injects interceptors, also those that live as long as a request', async () => {
  @Injectable()
  class Clock {
    now = 7;
  }
  @Injectable({ scope: 'request' })
  class Timing implements Interceptor {
    static made = 0;
    readonly number = ++Timing.made;
    constructor(private readonly clock: Clock) {}
    async intercept({ reply }: RequestContext, next: Next) {
      const value = await next();
      reply.header('x-timing', `${this.clock.now}-${this.number}`);
      return value;
    }
  }
  @Controller()
  class Timed {
    @Get('/timed') @UseInterceptors(Timing) timed() {
      return 'x';
    }
  }
  const app = await serve(Timed);
  expect((await app.inject('/timed')).headers['x-timing']).toBe('7-1');
  expect((await app.inject('/timed')).headers['x-timing']).toBe('7-2');
});

@Catch()
class Streaming implements ExceptionFilter {
  catch(_: unknown, { reply }: RequestContext) {
    reply.type('text/plain').send(Readable.from(['sorry'], { objectMode: false }));
  }
}

test('lets an interceptor or a guard send a stream itself', async () => {
  const stream = (reply: FastifyReply) =>
    reply.type('text/plain').send(Readable.from(['a', 'b'], { objectMode: false }));
  let calls = 0;
  @Controller()
  class Streamed {
    @Get('/interceptor')
    @UseInterceptors(({ reply }) => void stream(reply))
    interceptor() {
      calls++;
    }
    @Get('/after')
    @UseInterceptors(async ({ reply }, next) => {
      await next();
      void stream(reply);
    })
    after() {
      return 'not this';
    }
    @Get('/refusing')
    @UseGuards(({ reply }: RequestContext): boolean => {
      void stream(reply);
      return false;
    })
    refusing() {
      calls++;
    }
    @Get('/admitting')
    @UseGuards(({ reply }: RequestContext): boolean => {
      void stream(reply);
      return true;
    })
    admitting() {
      calls++;
    }
    @Get('/filter') @UseFilters(Streaming) filter() {
      throw new Error('e');
    }
  }
  const { url } = await listen(Streamed);
  for (const path of ['/interceptor', '/after', '/refusing', '/admitting']) {
    const reply = await fetch(url + path);
    expect([path, reply.status, await reply.text()]).toEqual([path, 200, 'ab']);
  }
  const reply = await fetch(`${url}/filter`);
  expect([reply.status, await reply.text()]).toEqual([500, 'sorry']);
  expect(calls).toBe(0);
});
