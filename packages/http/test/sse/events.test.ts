import 'reflect-metadata';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Expose } from '@tenon/dto';
import {
  Catch,
  Controller,
  type ExceptionFilter,
  type FastifyReply,
  Get,
  Header,
  LastEventId,
  NotFoundException,
  Param,
  Query,
  Res,
  Returns,
  ServerSentEvent,
  Sse,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@tenon/http';
import { serve } from '../support/serve.js';

class OrderView {
  @Expose() id!: number;
}

@Controller()
class Events {
  @Sse('/values') async *values() {
    yield 'text';
    yield { id: 1 };
    yield [1, 'two'];
    yield null;
    yield 3;
    yield '';
  }
  @Sse('/envelopes') async *envelopes() {
    yield new ServerSentEvent({ event: 'placed', id: 7, retry: 500, comment: 'hello', data: { id: 7 } });
    yield new ServerSentEvent({ id: '' });
    yield new ServerSentEvent({ data: 'last' });
  }
  @Sse('/lines') async *lines(@Query('text') text: string) {
    yield text;
    yield new ServerSentEvent({ comment: text, data: text });
    yield { text };
  }
  @Sse('/views') @Returns([OrderView]) async *views() {
    yield { id: 1, secret: 'x' };
    yield new ServerSentEvent({ event: 'placed', data: { id: 2, secret: 'x' } });
  }
  @Sse('/view') @Returns(OrderView) async *view() {
    yield { id: 1, secret: 'x' };
  }
  @Sse('/promised') async promised() {
    await Promise.resolve();
    return Readable.from([1, 2]);
  }
  @Sse('/headers') @Header('cache-control', 'private') async *headers() {
    yield 1;
  }
  @Sse('/nothing') nothing(): AsyncIterable<string> | undefined {
    return undefined;
  }
  @Sse('/list') list(@Res() reply: FastifyReply) {
    return (reply.sent ? [] : [1]) as unknown as AsyncIterable<number>;
  }
  @Sse('/:id') async *one(@Param('id') id: number) {
    if (id > 1) throw new NotFoundException(`There is no order ${id}.`);
    yield id;
  }
  @Sse('/last/id') async *last(@LastEventId() id: string | undefined) {
    yield { id: id ?? 'none' };
  }
}

const body = async (url: string): Promise<string> => (await (await serve(Events)).inject(url)).body;

test('answers with a stream of events that nobody stores, changes or holds back', async () => {
  const app = await serve(Events);
  const reply = await app.inject('/values');

  expect(reply.statusCode).toBe(200);
  expect(reply.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  });
});

test('sends texts as they are, and everything else as JSON', async () => {
  expect(await body('/values')).toBe(
    ':\n\ndata: text\n\ndata: {"id":1}\n\ndata: [1,"two"]\n\ndata: null\n\ndata: 3\n\ndata: \n\n',
  );
});

test('sends what a ServerSentEvent says beside its data', async () => {
  expect(await body('/envelopes')).toBe(
    ':\n\n: hello\nevent: placed\nid: 7\nretry: 500\ndata: {"id":7}\n\nid: \n\ndata: last\n\n',
  );
});

test.each(['\n', '\r', '\r\n'])('lets a text with %j in it begin no field and no event of its own', async (end) => {
  const text = `a${end}${end}event: forged${end}id: 1`;
  const lines = ['a', '', 'event: forged', 'id: 1'];
  const written = (name: string): string => lines.map((line) => `${name}: ${line}\n`).join('');

  expect(await body(`/lines?text=${encodeURIComponent(text)}`)).toBe(
    `:\n\n${written('data')}\n${written('')}${written('data')}\ndata: ${JSON.stringify({ text })}\n\n`,
  );
});

test.each([
  { id: 'a\nb' },
  { id: 'a\rdata: x' },
  { id: 'a\0b' },
  { event: 'a\nb' },
  { event: '\r' },
  { event: '\0' },
  { retry: 1.5 },
  { retry: -1 },
  { retry: Number.NaN },
])('refuses a ServerSentEvent with %j', (parts) => {
  expect(() => new ServerSentEvent(parts)).toThrow(TypeError);
});

test('shows the data of each event through the view', async () => {
  expect(await body('/views')).toBe(':\n\ndata: {"id":1}\n\nevent: placed\ndata: {"id":2}\n\n');
  expect(await body('/view')).toBe(':\n\ndata: {"id":1}\n\n');
});

test('takes a promise of a stream of objects', async () => {
  expect(await body('/promised')).toBe(':\n\ndata: 1\n\ndata: 2\n\n');
});

test('leaves a header that the route has said', async () => {
  const app = await serve(Events);
  expect((await app.inject('/headers')).headers['cache-control']).toBe('private');
});

test('answers an EventSource, which takes nothing but events, through a view too', async () => {
  const app = await serve(Events);
  for (const url of ['/values', '/views']) {
    const reply = await app.inject({ url, headers: { accept: 'text/event-stream' } });
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
  }
});

test('answers with 204 where there is nothing to tell any more, so that EventSource does not come back', async () => {
  const app = await serve(Events);
  const reply = await app.inject('/nothing');
  expect([reply.statusCode, reply.body]).toEqual([204, '']);
});

test('answers with a problem where what is returned cannot be gone through', async () => {
  const app = await serve(Events);
  const reply = await app.inject('/list');
  expect(reply.json()).toMatchObject({ status: 500, detail: expect.stringContaining('no async iterable') });
});

test('answers with a problem to input that is not valid, and to what fails before it has waited for anything', async () => {
  const app = await serve(Events);
  expect((await app.inject('/x')).statusCode).toBe(422);
  const reply = await app.inject('/2');
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(reply.headers['x-accel-buffering']).toBeUndefined();
  expect(reply.json()).toMatchObject({ status: 404, detail: 'There is no order 2.' });
});

test('gives the id of the last event that a client has seen', async () => {
  const app = await serve(Events);
  const last = async (id: string): Promise<string> =>
    (await app.inject({ url: '/last/id', headers: { 'last-event-id': Buffer.from(id).toString('latin1') } })).body;

  expect(await body('/last/id')).toBe(':\n\ndata: {"id":"none"}\n\n');
  expect(await last('7')).toBe(':\n\ndata: {"id":"7"}\n\n');
  expect(await last('größer')).toBe(':\n\ndata: {"id":"größer"}\n\n');
});

test('runs guards, interceptors and filters as on other routes', async () => {
  const seen: unknown[] = [];
  @Catch()
  class Teller implements ExceptionFilter {
    catch(error: Error) {
      seen.push(error.message);
      return { told: error.message };
    }
  }
  @Controller()
  @UseFilters(Teller)
  class Around {
    @Sse('/guarded') @UseGuards(() => false) async *guarded() {
      yield 1;
    }
    @Sse('/wrapped')
    @UseInterceptors((_context, next) => {
      const items = next() as AsyncIterable<number>;
      return (async function* double() {
        for await (const item of items) yield item * 2;
      })();
    })
    async *wrapped() {
      yield 1;
      yield 2;
    }
    @Sse('/failing') async *failing() {
      if (seen.length > 0) throw new Error('at once');
      yield 1;
    }
  }
  const app = await serve(Around);

  expect((await app.inject('/guarded')).json()).toEqual({ told: '' });
  expect((await app.inject('/wrapped')).body).toBe(':\n\ndata: 2\n\ndata: 4\n\n');
  expect((await app.inject('/failing')).json()).toEqual({ told: 'at once' });
  expect(seen).toHaveLength(2);
});

test('answers POST with 405 and HEAD with the headers', async () => {
  const app = await serve(Events);
  expect((await app.inject({ method: 'POST', url: '/values' })).headers['allow']).toBe('GET, HEAD, OPTIONS');
  const head = await app.inject({ method: 'HEAD', url: '/values' });
  expect([head.statusCode, head.headers['content-type'], head.body]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
    '',
  ]);
});

test('tells of events in explain and in the model of the route', async () => {
  @Controller()
  class Told {
    @Sse('/default') @Returns([OrderView]) async *byDefault(): AsyncGenerator<OrderView> {}
    @Sse('/own', { heartbeatMs: 500, name: 'own' }) async *own() {
      yield 1;
    }
    @Sse('/none', { heartbeatMs: 0 }) async *none() {
      yield 1;
    }
    @Get('/plain') plain() {}
  }
  const app = await serve(Told, { sse: { heartbeatMs: 2000 } });

  const model = (path: string) => app.routeModels.find((route) => route.path === path)?.reply.events;
  expect([model('/default'), model('/own'), model('/none'), model('/plain')]).toEqual([
    { heartbeatMs: 2000 },
    { heartbeatMs: 500 },
    { heartbeatMs: 0 },
    undefined,
  ]);
  expect(String(app.explain('GET', '/default'))).toContain(
    'reply: 200 with events, the data as OrderView, compiled, a heartbeat after 2000 ms of silence',
  );
  expect(String(app.explain('GET', '/none'))).toContain('reply: 200 with events ');
  expect(app.urlFor('own')).toBe('/own');
});

test('sends a heartbeat after 15 s of silence unless it is told otherwise', async () => {
  const app = await serve(Events);
  expect(app.routeModels[0]?.reply.events).toEqual({ heartbeatMs: 15_000 });
});
