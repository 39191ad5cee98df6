import 'reflect-metadata';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import {
  type AppOptions,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpException,
  type Interceptor,
  Post,
  RequestContext,
  ServiceUnavailableException,
  Signal,
  Sse,
  Timeout,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { pause, until, Wire } from '../support/socket.js';

const never = (): Promise<never> => new Promise(() => {});

let seen: unknown[] = [];

@Catch(HttpException)
class Shape implements ExceptionFilter {
  catch(error: HttpException) {
    return { shaped: error.code };
  }
}

class Outer implements Interceptor {
  async intercept(_: RequestContext, next: () => unknown) {
    const value = await next();
    seen.push(`intercepted ${String(value)}`);
    return value;
  }
}

@Catch(RangeError)
class SlowFilter implements ExceptionFilter {
  catch() {
    return never();
  }
}

@Controller('/limited')
@Timeout(100)
class Limited {
  @Get('/never') never() {
    return never();
  }
  @Get('/late') @UseInterceptors(new Outer()) async late(@Signal() signal: AbortSignal) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    seen.push(signal.reason);
    await pause(100);
    return 'too late';
  }
  @Get('/failing') async failing(@Signal() signal: AbortSignal) {
    await new Promise((_, refuse) => signal.addEventListener('abort', () => refuse(signal.reason as Error)));
  }
  @Get('/guarded') @UseGuards(never) guarded() {}
  @Get('/shaped') @UseFilters(Shape) shaped() {
    return never();
  }
  @Get('/filtered') @UseFilters(SlowFilter) filtered() {
    throw new RangeError('for a filter');
  }
  @Get('/long') @Timeout(30_000) async long() {
    await pause(400);
    return 'long';
  }
  @Get('/unlimited') @Timeout(0) async unlimited() {
    await pause(400);
    return 'unlimited';
  }
  @Get('/quick') quick() {
    return 'quick';
  }
  @Get('/stream') stream() {
    return Readable.from(
      (async function* () {
        yield 'begun ';
        await pause(500);
        yield 'and ended';
      })(),
    );
  }
  @Get('/silent-stream') silentStream() {
    return new Readable({
      read() {},
      destroy(error, done) {
        seen.push('destroyed');
        done(error);
      },
    });
  }
  @Sse('/events') async *events() {
    await pause(400);
    yield { data: 'at last' };
  }
  @Post('/body') @Timeout(250) async body(@Body({ unvalidated: true }) body: unknown) {
    await pause(10);
    return { body };
  }
}

@Controller()
class Others {
  @Get('/other') other() {
    return never();
  }
}

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly status?: number;
  readonly route?: string;
  readonly handler?: string;
  readonly err?: { readonly message: string; readonly stack: string };
}

/** Serves, and gives the lines of its log. */
async function serveLogged(options: AppOptions = {}) {
  seen = [];
  const lines: Line[] = [];
  const destination = { write: (text: string) => void lines.push(JSON.parse(text) as Line) };
  const app = await serve([Limited, Others], { ...options, logger: { destination, level: 'debug' } });
  return { app, lines };
}

test('answers 503 for a handler that takes too long', async () => {
  const { app } = await serveLogged();
  const start = performance.now();
  const reply = await app.inject('/limited/never');
  expect(performance.now() - start).toBeGreaterThan(99);
  expect(reply.statusCode).toBe(503);
  expect(reply.headers['content-type']).toMatch('application/problem+json');
  expect(reply.json()).toEqual({
    type: 'about:blank',
    title: 'Service Unavailable',
    status: 503,
    detail: 'The server took too long to answer.',
    code: 'handler-timeout',
    requestId: expect.any(String),
  });
});

test('tells in the log which handler it was, once', async () => {
  const { app, lines } = await serveLogged();
  await app.inject('/limited/never');
  await until(() => lines.some(({ status }) => status === 503), 'the line of the request was written');
  const errors = lines.filter(({ level }) => level === 50);
  expect(errors.map(({ msg }) => msg)).toEqual(['The request failed.', 'GET /limited/never 503']);
  expect(errors[0]?.err?.message).toContain('Limited.never did not answer GET /limited/never within 100 ms.');
  expect(errors[1]).toMatchObject({ route: '/limited/never', handler: 'Limited.never' });
});

test('aborts the signal of the handler, and ignores what it gives later', async () => {
  const { app, lines } = await serveLogged();
  const reply = await app.inject('/limited/late');
  expect(reply.statusCode).toBe(503);
  await until(() => seen.length === 2, 'the handler came to its end');
  expect(seen).toEqual([expect.objectContaining({ name: 'TimeoutError' }), 'intercepted too late']);
  await pause(20);
  expect(lines.filter(({ level }) => level === 40)).toEqual([]);
});

test('says no second time that a handler fails because its time was over', async () => {
  const { app, lines } = await serveLogged();
  expect((await app.inject('/limited/failing')).statusCode).toBe(503);
  await until(() => lines.some(({ msg }) => msg === 'A request that was given up has failed.'), 'it failed');
  expect(lines.filter(({ level, msg }) => level >= 40 && !msg.includes('503'))).toHaveLength(1);
});

test('counts the time of guards', async () => {
  const { app } = await serveLogged();
  expect((await app.inject('/limited/guarded')).json()).toMatchObject({ code: 'handler-timeout' });
});

test('lets filters answer', async () => {
  const { app } = await serveLogged();
  const reply = await app.inject('/limited/shaped');
  expect([reply.statusCode, reply.json()]).toEqual([503, { shaped: 'handler-timeout' }]);
});

test('answers 503 for a filter that takes too long', async () => {
  const { app } = await serveLogged();
  const reply = await app.inject('/limited/filtered');
  expect([reply.statusCode, reply.json()]).toMatchObject([503, { code: 'handler-timeout' }]);
});

test('lets mapError see it', async () => {
  const errors: unknown[] = [];
  const { app } = await serveLogged({ mapError: (error) => void errors.push(error) });
  await app.inject('/limited/never');
  expect(errors).toEqual([expect.any(ServiceUnavailableException)]);
});

test('takes the limit of a method before that of its class', async () => {
  const { app } = await serveLogged();
  const [long, unlimited] = await Promise.all([app.inject('/limited/long'), app.inject('/limited/unlimited')]);
  expect([long.body, unlimited.body]).toEqual(['long', 'unlimited']);
});

test('leaves alone what is in time', async () => {
  const { app } = await serveLogged();
  expect((await app.inject('/limited/quick')).body).toBe('quick');
});

test('does not cut off a reply that has begun', async () => {
  const { url } = await listen(Limited);
  const reply = await fetch(`${url}/limited/stream`);
  expect(await reply.text()).toBe('begun and ended');
});

test('answers for a stream that never begins, and destroys it', async () => {
  const { port } = await listen(Limited);
  seen = [];
  const wire = new Wire(port);
  wire.write('GET /limited/silent-stream HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await wire.until('"handler-timeout"')).toMatch(/^HTTP\/1\.1 503 /);
  await until(() => seen.includes('destroyed'), 'the stream was destroyed');
  wire.goAway();
});

test('waits for the first of server-sent events', async () => {
  const { url } = await listen(Limited);
  const reply = await fetch(`${url}/limited/events`);
  expect(await reply.text()).toContain('at last');
});

test('limits all handlers, also those of raw routes', async () => {
  const { app } = await serveLogged({ timeouts: { handlerMs: 100 } });
  app.fastify.get('/raw/:id', never);
  const replies = await Promise.all(['/other', '/raw/1'].map((url) => app.inject(url)));
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([503, 503]);
});

test('limits handlers of raw routes without a word about what comes later', async () => {
  const { app, lines } = await serveLogged({ timeouts: { handlerMs: 60 } });
  const { promise, resolve } = Promise.withResolvers<void>();
  app.fastify.get('/raw/:id', async () => {
    await promise;
    seen.push('late');
    return 'late';
  });
  const reply = await app.inject('/raw/1');
  expect(reply.json()).toMatchObject({ code: 'handler-timeout' });
  resolve();
  await until(() => seen.includes('late'), 'the handler came to its end');
  await pause(20);
  expect(lines.filter(({ level }) => level === 40)).toEqual([]);
  expect(lines.find(({ level }) => level === 50)?.err?.message).toContain(
    'The handler did not answer GET /raw/:id within 60 ms.',
  );
});

test('does not count the time in which the body comes', async () => {
  const { port } = await listen(Limited);
  const wire = new Wire(port);
  wire.write('POST /limited/body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n');
  for (const letter of '"0123456789"') {
    await pause(30);
    wire.write(letter);
  }
  expect(await wire.until('{"body":"0123456789"}')).toMatch(/^HTTP\/1\.1 201 /);
  wire.goAway();
});

test('keeps the connection for the next request', async () => {
  const { port } = await listen(Limited);
  const wire = new Wire(port);
  wire.write('GET /limited/never HTTP/1.1\r\nHost: x\r\n\r\n');
  await wire.until('"handler-timeout"');
  wire.write('GET /limited/quick HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect((await wire.closed()).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 503', 'HTTP/1.1 200']);
});

test('gives the limit in the model of a route', async () => {
  const { app } = await serveLogged();
  const limits = Object.fromEntries(app.routeModels.map(({ handler, timeoutMs }) => [handler, timeoutMs]));
  expect(limits).toMatchObject({ never: 100, long: 30_000, unlimited: 0, other: undefined });
});

test('ignores what a handler gives while a filter still makes the answer', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  @Catch()
  class WaitingFilter implements ExceptionFilter {
    async catch() {
      resolve();
      await pause(50);
      return { slow: true };
    }
  }
  @Controller()
  class Racing {
    @Get('/racing') @Timeout(60) @UseFilters(WaitingFilter) async racing() {
      await promise;
      return 'the handler';
    }
  }
  const app = await serve(Racing);
  const reply = await app.inject('/racing');
  expect([reply.statusCode, reply.json()]).toEqual([503, { slow: true }]);
});
