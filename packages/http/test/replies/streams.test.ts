import 'reflect-metadata';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Expose } from '@tenon/dto';
import {
  Controller,
  type FastifyReply,
  Get,
  Header,
  Req,
  Res,
  Returns,
  Signal,
  type FastifyRequest,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { until, Wire } from '../support/socket.js';

class ItemView {
  @Expose() a!: number;
}

@Controller()
class Streams {
  @Get('/node') node() {
    return Readable.from([Buffer.from('a'), Buffer.from('b')], { objectMode: false });
  }
  @Get('/web') web() {
    return new Blob(['web']).stream();
  }
  @Get('/response') response() {
    return new Response('teapot', { status: 418, headers: { 'content-type': 'text/x-tea', 'x-a': 'b' } });
  }
  @Get('/empty-response') emptyResponse() {
    return new Response(null, { status: 204 });
  }
  @Get('/texts') async *texts() {
    yield 'a';
    await sleep(1);
    yield 'b';
  }
  @Get('/csv') @Header('content-type', 'text/csv') async *csv() {
    yield 'a,b\n';
  }
  @Get('/bytes') async *bytes() {
    yield new Uint8Array([97]);
    yield Buffer.from('b');
  }
  @Get('/objects') async *objects() {
    yield { a: 1 };
    yield null;
    yield [2];
  }
  @Get('/no-objects') async *noObjects(): AsyncGenerator<object> {}
  @Get('/object-mode') objectMode() {
    return Readable.from([{ a: 1 }, { a: 2 }]);
  }
  @Get('/views') @Returns([ItemView]) async *views() {
    yield { a: 1, b: 2 };
    yield { a: 3 };
  }
}

test.each([
  ['/node', undefined, 'ab'],
  ['/web', undefined, 'web'],
  ['/texts', 'text/plain; charset=utf-8', 'ab'],
  ['/csv', 'text/csv', 'a,b\n'],
  ['/bytes', 'application/octet-stream', 'ab'],
  ['/objects', 'application/json; charset=utf-8', '[{"a":1},null,[2]]'],
  ['/no-objects', 'application/json; charset=utf-8', '[]'],
  ['/object-mode', 'application/json; charset=utf-8', '[{"a":1},{"a":2}]'],
  ['/views', 'application/json; charset=utf-8', '[{"a":1},{"a":3}]'],
])('streams what %s gives', async (url, type, body) => {
  const app = await serve(Streams);
  const reply = await app.inject(url);
  expect([reply.statusCode, reply.headers['content-type'], reply.body]).toEqual([200, type, body]);
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
});

test('sends a Web Response with its status and its headers', async () => {
  const app = await serve(Streams);
  const reply = await app.inject('/response');
  expect([reply.statusCode, reply.body]).toEqual([418, 'teapot']);
  expect(reply.headers).toMatchObject({ 'content-type': 'text/x-tea', 'x-a': 'b' });
  expect((await app.inject('/empty-response')).statusCode).toBe(204);
});

test('answers HEAD over a connection without a body, and goes on with it', async () => {
  const { port } = await listen(Streams);
  for (const path of ['/node', '/web', '/response', '/texts', '/objects', '/views', '/bytes']) {
    const wire = new Wire(port);
    wire.write(`HEAD ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await wire.until('\r\n\r\n');
    wire.write('GET /csv HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const [head, next] = (await wire.closed()).split(/(?=HTTP\/1\.1 200 OK\r\n(?:.+\r\n)*content-type: text\/csv)/);
    expect(head).toMatch(/^HTTP\/1\.1 (200|418) /);
    expect(head).toMatch(/\r\n\r\n$/);
    expect(next).toContain('a,b\n');
  }
});

test('ends what would have been streamed when HEAD is asked for', async () => {
  let isEnded = false;
  let read = 0;
  const stream = new Readable({
    read() {
      read++;
      this.push('x');
    },
    destroy(_, callback) {
      isEnded = true;
      callback(null);
    },
  });
  let isReturned = false;
  @Controller()
  class Endless {
    @Get('/stream') @Header('content-type', 'text/x') stream() {
      return stream;
    }
    @Get('/items') items() {
      return {
        [Symbol.asyncIterator]: () => ({
          next: () => Promise.resolve({ value: 'x' }),
          return: () => {
            isReturned = true;
            return Promise.resolve({ done: true as const, value: undefined });
          },
        }),
      };
    }
  }
  const { url } = await listen(Endless);
  const reply = await fetch(`${url}/stream`, { method: 'HEAD' });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/x']);
  expect((await fetch(`${url}/items`, { method: 'HEAD' })).status).toBe(200);
  expect([isEnded, isReturned, read]).toEqual([true, true, 0]);
});

@Controller()
class Failing {
  static isEnded = false;
  @Get('/first') async *first() {
    if (await sleep(1, true)) throw new Error('at once');
    yield 'never';
  }
  @Get('/first-thrown') async *firstThrown() {
    // oxlint-disable-next-line typescript/only-throw-error -- that is what is tested
    if (await sleep(1, true)) throw 'no error';
    yield 'never';
  }
  @Get('/first-view') @Returns([ItemView]) async *firstView(): AsyncGenerator<ItemView> {
    if (await sleep(1, true)) throw new Error('at once');
    yield { a: 1 };
  }
  @Get('/middle') async *middle() {
    yield { a: 1 };
    throw new Error('in the middle');
  }
  @Get('/mixed') async *mixed() {
    try {
      yield 'text';
      yield { a: 1 };
    } finally {
      Failing.isEnded = true;
    }
  }
  @Get('/unsayable') async *unsayable() {
    yield { a: 1 };
    yield () => 1;
  }
  @Get('/node') node() {
    return new Readable({ read: () => {} }).destroy(new Error('broken'));
  }
  @Get('/node-middle') nodeMiddle() {
    const stream = new Readable({ read: () => {} });
    stream.push('some');
    setTimeout(() => stream.destroy(new Error('broken')), 5);
    return stream;
  }
  @Get('/web') web() {
    return new ReadableStream({ start: (controller) => controller.enqueue({ not: 'bytes' }) });
  }
  @Get('/consumed') async consumed() {
    const response = new Response('x');
    await response.text();
    return response;
  }
}

test.each(['/first', '/first-thrown', '/first-view', '/node', '/consumed'])(
  'answers with 500 when the stream of %s fails before anything has come',
  async (path) => {
    const { url } = await listen(Failing, { showErrors: false });
    const reply = await fetch(url + path);
    expect(await reply.json()).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      requestId: expect.any(String),
    });
    expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  },
);

test.each(['/middle', '/mixed', '/unsayable', '/node-middle'])(
  'cuts off the reply when the stream of %s fails in the middle, so that nobody takes it for whole',
  async (path) => {
    const { url, port } = await listen(Failing);
    const wire = new Wire(port);
    wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    const text = await wire.closed();
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text).not.toContain('0\r\n\r\n');
    expect((await fetch(`${url}/first`)).status).toBe(500);
    if (path === '/mixed') expect(Failing.isEnded).toBe(true);
  },
);

test('ends an iterator when its client goes away, also one that is waited for', async () => {
  const ended: string[] = [];
  const waiting = (name: string, items: unknown[]) => ({
    [Symbol.asyncIterator]: () => ({
      next: () =>
        items.length > 0 ? Promise.resolve({ value: items.shift() }) : new Promise<IteratorResult<unknown>>(() => {}),
      return: () => {
        ended.push(name);
        return Promise.resolve({ done: true as const, value: undefined });
      },
    }),
  });
  @Controller()
  class Waiting {
    @Get('/first') first() {
      return waiting('first', []);
    }
    @Get('/second') second() {
      return waiting('second', ['one']);
    }
    @Get('/object') object() {
      return waiting('object', [{ a: 1 }]);
    }
    @Get('/view') @Returns([ItemView]) view() {
      return waiting('view', [{ a: 1 }]) as AsyncIterable<ItemView>;
    }
    @Get('/generator') async *generator(@Signal() signal: AbortSignal) {
      try {
        for (;;) {
          yield 'x';
          await sleep(5, undefined, { signal });
        }
      } finally {
        ended.push('generator');
      }
    }
  }
  const { port } = await listen(Waiting);
  for (const name of ['first', 'second', 'object', 'view', 'generator']) {
    const wire = new Wire(port);
    wire.write(`GET /${name} HTTP/1.1\r\nHost: x\r\n\r\n`);
    if (name === 'first') await sleep(30);
    else await wire.until('\r\n\r\n');
    wire.goAway();
    await until(() => ended.includes(name), `${name} was ended`);
  }
  expect(ended).toEqual(['first', 'second', 'object', 'view', 'generator']);
});

test('ends a stream that is returned when its client has gone already', async () => {
  const stream = new Readable({ read() {} });
  const seen: string[] = [];
  @Controller()
  class Late {
    @Get('/late') async late(@Req() request: FastifyRequest, @Signal() signal: AbortSignal) {
      seen.push('called');
      await new Promise((resolve) => request.raw.once('close', resolve));
      seen.push(`aborted ${signal.aborted}`);
      return stream;
    }
  }
  const { port } = await listen(Late);
  const wire = new Wire(port);
  wire.write('GET /late HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => seen.length > 0, 'the handler was called');
  wire.goAway();
  await until(() => stream.destroyed, 'the stream was ended');
  expect(seen).toEqual(['called', 'aborted true']);
});

test('ends an iterator that is returned when its client has gone already', async () => {
  const seen: string[] = [];
  const late = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<IteratorResult<unknown>>(() => {}),
      return: () => {
        seen.push('ended');
        return Promise.resolve({ done: true as const, value: undefined });
      },
    }),
  };
  @Controller()
  class Late {
    @Get('/late') async late(@Req() request: FastifyRequest) {
      seen.push('called');
      await new Promise((resolve) => request.raw.once('close', resolve));
      return late;
    }
  }
  const { port } = await listen(Late);
  const wire = new Wire(port);
  wire.write('GET /late HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => seen.length > 0, 'the handler was called');
  wire.goAway();
  await until(() => seen.length > 1, 'the iterator was ended');
  expect(seen).toEqual(['called', 'ended']);
});

test('survives iterators that break the rules', async () => {
  const iterable = (iterator: object) => ({ [Symbol.asyncIterator]: () => iterator });
  const seen: string[] = [];
  @Controller()
  class Odd {
    @Get('/nothing') nothing() {
      return iterable({ next: () => Promise.resolve(undefined) });
    }
    @Get('/throws') throws() {
      return iterable({
        next: () => {
          throw new Error('at once');
        },
      });
    }
    @Get('/header') header(@Res() reply: FastifyReply) {
      void reply.header('x-odd', 'a\nb');
      return iterable({
        next: () => Promise.resolve({ value: 'a' }),
        return: () => {
          seen.push('ended');
          return Promise.resolve({ done: true });
        },
      });
    }
    @Get('/return') return() {
      seen.push('waits');
      return iterable({
        next: () => new Promise(() => {}),
        return: () => {
          seen.push('throws');
          throw new Error('at once');
        },
      });
    }
    @Get('/fine') fine() {
      return 'fine';
    }
  }
  const { url, port } = await listen(Odd);
  for (const path of ['/nothing', '/throws', '/header']) expect((await fetch(url + path)).status).toBe(500);
  await until(() => seen.includes('ended'), 'the iterator was ended whose header cannot be written');
  const wire = new Wire(port);
  wire.write('GET /return HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => seen.includes('waits'), 'the handler was called');
  wire.goAway();
  await until(() => seen.includes('throws'), 'the iterator was ended');
  expect(await (await fetch(`${url}/fine`)).text()).toBe('fine');
});

test('survives a handler that streams a reply itself and then fails', async () => {
  @Controller()
  class Both {
    @Get('/both') async both(@Res() reply: FastifyReply) {
      void reply.send(Readable.from(['a', 'b'], { objectMode: false }));
      await Promise.resolve();
      throw new Error('too late');
    }
    @Get('/sync') sync(@Res() reply: FastifyReply) {
      void reply.send(Readable.from(['a', 'b'], { objectMode: false }));
      throw new Error('too late');
    }
    @Get('/text') text(@Res() reply: FastifyReply) {
      void reply.send('text');
      throw new Error('too late');
    }
    @Get('/undefined') undefined(@Res() reply: FastifyReply) {
      void reply.send(Readable.from(['a', 'b'], { objectMode: false }));
    }
    @Get('/fine') fine() {
      return 'fine';
    }
  }
  const { url } = await listen(Both);
  for (const path of ['/both', '/sync', '/text']) {
    await fetch(url + path)
      .then((reply) => reply.text())
      .catch(() => undefined);
    expect(await (await fetch(`${url}/fine`)).text()).toBe('fine');
  }
  expect(await (await fetch(`${url}/undefined`)).text()).toBe('ab');
});
