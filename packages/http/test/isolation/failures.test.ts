import 'reflect-metadata';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Expose } from '@tenon/dto';
import {
  type App,
  Catch,
  Controller,
  createApp,
  createParamDecorator,
  type ExceptionFilter,
  type FastifyReply,
  Get,
  Injectable,
  type LoggingOptions,
  Module,
  Param,
  type PipeTransform,
  Res,
  Returns,
  UseFilters,
  UseGuards,
  UseHooks,
  UseInterceptors,
} from '@tenon/http';
import { pause, Wire } from '../support/socket.js';

/* What fails, wherever it does, gives one reply of 500, or cuts off the one that has begun. Then the next request comes. */

class Failure extends Error {}

function fail(): never {
  throw new Failure('inside');
}

async function failLater(): Promise<never> {
  await pause(2);
  return fail();
}

@Injectable()
@Catch()
class ThrowingFilter implements ExceptionFilter {
  catch(): never {
    return fail();
  }
}
@Injectable()
@Catch()
class RejectingFilter implements ExceptionFilter {
  catch() {
    return failLater();
  }
}
@Injectable()
@Catch()
class UnwritableFilter implements ExceptionFilter {
  catch() {
    return { size: 1n };
  }
}

class TreacherousView {
  @Expose() get name(): string {
    return fail();
  }
}
@Injectable()
class ThrowingPipe implements PipeTransform {
  transform(): never {
    return fail();
  }
}
const Treacherous = createParamDecorator(() => fail());

const circle: Record<string, unknown> = {};
circle['self'] = circle;
let deep: object = {};
for (let depth = 0; depth < 20_000; depth++) deep = { deep };
const revoked = Proxy.revocable({}, {});
revoked.revoke();

@Controller()
class Failures {
  @Get('/fine') fine() {
    return 'fine';
  }
  @Get('/handler') handler(): string {
    return fail();
  }
  @Get('/async-handler') asyncHandler() {
    return failLater();
  }
  @Get('/thrown-nothing') thrownNothing() {
    // oxlint-disable-next-line typescript/only-throw-error -- some do
    throw undefined;
  }
  @Get('/thrown-text') async thrownText() {
    // oxlint-disable-next-line typescript/only-throw-error -- some do
    throw 'inside';
  }
  @Get('/thenable') thenable() {
    return {
      // oxlint-disable-next-line unicorn/no-thenable -- some do
      then(_: unknown, reject: (error: unknown) => void) {
        reject(new Failure('inside'));
        reject(new Failure('again'));
      },
    };
  }
  @Get('/guard') @UseGuards(fail) guard() {}
  @Get('/async-guard') @UseGuards(failLater) asyncGuard() {}
  @Get('/interceptor') @UseInterceptors((_, next) => (void next(), fail())) interceptor() {}
  @Get('/late-interceptor') @UseInterceptors(async (_, next) => (await next(), failLater())) lateInterceptor() {}
  @Get('/pipe/:id') pipe(@Param('id', ThrowingPipe) _id: string) {}
  @Get('/argument') argument(@Treacherous() _value: unknown) {}

  @Get('/filter') @UseFilters(ThrowingFilter) filter(): string {
    return fail();
  }
  @Get('/async-filter') @UseFilters(RejectingFilter) asyncFilter(): string {
    return fail();
  }
  @Get('/unwritable-filter') @UseFilters(UnwritableFilter) unwritableFilter(): string {
    return fail();
  }
  @Get('/all-filters') @UseFilters(ThrowingFilter, RejectingFilter, UnwritableFilter) allFilters(): string {
    return fail();
  }

  @Get('/getter') getter() {
    return {
      get name() {
        return fail();
      },
    };
  }
  @Get('/to-json') toJson() {
    return { a: { toJSON: fail } };
  }
  @Get('/bigint') bigint() {
    return { size: 1n };
  }
  @Get('/circle') circle() {
    return circle;
  }
  @Get('/deep') deep() {
    return deep;
  }
  @Get('/proxy') proxy() {
    return { proxy: revoked.proxy };
  }
  @Get('/function') function() {
    return fail;
  }
  @Get('/view') @Returns(TreacherousView) view() {
    return new TreacherousView();
  }
  @Get('/views') @Returns([TreacherousView]) views() {
    return [new TreacherousView()];
  }
  @Get('/serializer') serializer(@Res() reply: FastifyReply) {
    return reply.serializer(fail).send({ a: 1 });
  }
  @Get('/header') header(@Res() reply: FastifyReply) {
    return reply.header('x-a', 'one\r\nx-b: two').send('text');
  }
  @Get('/status') status(@Res() reply: FastifyReply) {
    return reply.code(999).send('text');
  }

  @Get('/on-request') @UseHooks({ onRequest: fail }) onRequest() {}
  @Get('/async-on-request') @UseHooks({ onRequest: failLater }) asyncOnRequest() {}
  @Get('/pre-handler') @UseHooks({ preHandler: failLater }) preHandler() {}
  @Get('/pre-serialization') @UseHooks({ preSerialization: failLater }) preSerialization() {
    return { a: 1 };
  }
  @Get('/on-send') @UseHooks({ onSend: fail }) onSend() {
    return 'text';
  }
  @Get('/async-on-send') @UseHooks({ onSend: failLater }) asyncOnSend() {
    return 'text';
  }
  @Get('/on-error') @UseHooks({ onError: failLater }) onError(): string {
    return fail();
  }

  @Get('/early-stream') earlyStream() {
    return new Readable({ read: fail });
  }
  @Get('/destroyed-stream') destroyedStream() {
    const stream = new Readable({ read() {} });
    setTimeout(() => stream.destroy(new Failure('inside')), 2);
    return stream;
  }
  @Get('/early-iterable') async *earlyIterable(): AsyncGenerator<string> {
    await failLater();
    yield 'never';
  }
  @Get('/early-web-stream') earlyWebStream() {
    return new ReadableStream({ pull: fail });
  }

  // The reply has been sent, or has begun.
  @Get('/on-response') @UseHooks({ onResponse: fail }) onResponse() {
    return 'text';
  }
  @Get('/async-on-response') @UseHooks({ onResponse: failLater }) asyncOnResponse() {
    return 'text';
  }
  @Get('/late-stream') lateStream() {
    return Readable.from(
      (async function* () {
        yield 'begun';
        await failLater();
      })(),
      { objectMode: false },
    );
  }
  @Get('/late-iterable') async *lateIterable() {
    yield 'begun';
    await failLater();
  }
  @Get('/late-objects') async *lateObjects(): AsyncGenerator<object> {
    yield { begun: true };
    yield { size: 1n };
  }
  @Get('/late-web-stream') lateWebStream() {
    let isBegun = false;
    return new ReadableStream({
      pull(controller) {
        if (isBegun) return failLater();
        isBegun = true;
        controller.enqueue(new TextEncoder().encode('begun'));
        return undefined;
      },
    });
  }
  @Get('/late-throw') async lateThrow(@Res() reply: FastifyReply): Promise<string> {
    reply.raw.writeHead(200, { 'content-type': 'text/plain' });
    await new Promise((resolve) => reply.raw.write('begun', resolve));
    return failLater();
  }
  @Get('/sent-and-thrown') sentAndThrown(@Res() reply: FastifyReply): string {
    void reply.send('sent');
    return fail();
  }
  @Get('/sent-twice') sentTwice(@Res() reply: FastifyReply) {
    void reply.send('sent');
    void reply.send('twice');
    return reply;
  }
}

const rejections: unknown[] = [];
const noteRejection = (reason: unknown): void => void rejections.push(reason);
const failures: string[] = [];
const logger: LoggingOptions = {
  requests: false,
  destination: {
    write(text) {
      const { level, msg } = JSON.parse(text) as { level: number; msg: string };
      if (level >= 50) failures.push(msg);
    },
  },
};

@Module({ controllers: [Failures] })
class FailuresModule {}

let app: App;
let port: number;

beforeAll(async () => {
  process.on('unhandledRejection', noteRejection);
  app = await createApp(FailuresModule, { logger, showErrors: false });
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0, signals: false })).port);
});

beforeEach(() => {
  failures.length = 0;
});

afterAll(async () => {
  await app.close();
  process.off('unhandledRejection', noteRejection);
});

const EARLY = [
  '/handler',
  '/async-handler',
  '/thrown-nothing',
  '/thrown-text',
  '/thenable',
  '/guard',
  '/async-guard',
  '/interceptor',
  '/late-interceptor',
  '/pipe/7',
  '/argument',
  '/filter',
  '/async-filter',
  '/unwritable-filter',
  '/all-filters',
  '/getter',
  '/to-json',
  '/bigint',
  '/circle',
  '/deep',
  '/proxy',
  '/function',
  '/view',
  '/views',
  '/serializer',
  '/header',
  '/status',
  '/on-request',
  '/async-on-request',
  '/pre-handler',
  '/pre-serialization',
  '/on-send',
  '/async-on-send',
  '/on-error',
  '/early-stream',
  '/destroyed-stream',
  '/early-iterable',
  '/early-web-stream',
];

test.each(EARLY)('answers once with 500 what fails in %s, and the next request of the connection', async (path) => {
  const wire = new Wire(port);
  wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await wire.until(/\r\n\r\n.*\}$/s);
  wire.write('GET /fine HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const text = await wire.closed();
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 500', 'HTTP/1.1 200']);
  expect(text).toMatch(/content-type: application\/problem\+json/i);
  expect(text).toMatch(/x-content-type-options: nosniff/i);
  expect(text).toContain('"title":"Internal Server Error","status":500');
  expect(text).not.toMatch(/inside|failures\.test/);
  expect(text).toMatch(/fine$/);
  expect(failures.length).toBeGreaterThan(0);
});

test.each(['/late-stream', '/late-iterable', '/late-objects', '/late-web-stream', '/late-throw'])(
  'cuts off the reply that has begun when it fails in %s',
  async (path) => {
    const wire = new Wire(port);
    wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const text = await wire.closed();
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(text).toContain('begun');
    // Nobody may take it for the whole.
    expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
    expect(text).not.toContain('inside');
    expect(failures.length).toBeGreaterThan(0);
    expect(await (await fetch(`http://127.0.0.1:${port}/fine`)).text()).toBe('fine');
  },
);

test.each([
  ['/on-response', 'text'],
  ['/async-on-response', 'text'],
  ['/sent-and-thrown', 'sent'],
  ['/sent-twice', 'sent'],
])('leaves a reply that was sent as it is when something fails behind it in %s', async (path, body) => {
  const wire = new Wire(port);
  wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await wire.until(body);
  await pause(10);
  wire.write('GET /fine HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  const text = await wire.closed();
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  expect(text).toContain(`\r\n\r\n${body}HTTP/1.1 200`);
});

test('has left no rejection of all these to nobody', () => {
  expect(rejections).toEqual([]);
});
