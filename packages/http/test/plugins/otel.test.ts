import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { FastifyOtelInstrumentation } from '@fastify/otel';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { context, type Context, type ContextManager, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Controller, Get, NotFoundException, Param, RouteConfig, UseGuards } from '@tenon/http';
import { serve } from '../support/serve.js';
import { until } from '../support/socket.js';

/** Keeps the active span through promises, as the SDK for Node does. */
class Contexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active() {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...given: A) => ReturnType<F>>(
    active: Context,
    call: F,
    self?: ThisParameterType<F>,
    ...given: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => call.apply(self, given));
  }
  bind<T>(_: Context, target: T): T {
    return target;
  }
  enable() {
    return this;
  }
  disable() {
    return this;
  }
}

beforeAll(() => void context.setGlobalContextManager(new Contexts()));
afterEach(() => trace.disable());
afterAll(() => context.disable());

@Controller('/orders')
class Orders {
  @Get('/:id')
  @UseGuards(() => {
    trace.getActiveSpan()?.setAttribute('guarded', true);
    return true;
  })
  show(@Param('id') id: number) {
    trace.getActiveSpan()?.setAttribute('order', id);
    return { id };
  }
  @Get('/:id/slow') async slow(@Param('id') id: number) {
    await trace.getTracer('test').startActiveSpan('work', async (span) => {
      await setImmediate();
      span.end();
    });
    return { id };
  }
  @Get('/:id/lost') lost() {
    throw new NotFoundException('It is lost.');
  }
  @Get('/:id/failing') failing() {
    throw new TypeError('internal');
  }
  @Get('/quiet') @RouteConfig({ otel: false }) quiet() {
    return 'quiet';
  }
}

async function start() {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  const instrumentation = new FastifyOtelInstrumentation();
  instrumentation.setTracerProvider(provider);
  const app = await serve(Orders);
  app.register(instrumentation.plugin());
  const spans = () => exporter.getFinishedSpans();
  const find = (name: string) => spans().find((span) => span.name.startsWith(name));
  return { app, spans, find };
}

test('makes a span of a decorated route, by its pattern', async () => {
  const { app, find } = await start();
  expect((await app.inject('/orders/7')).json()).toEqual({ id: 7 });
  await until(() => find('handler') !== undefined, 'the span has ended');

  const request = find('request');
  const handler = find('handler');
  expect(request?.attributes).toMatchObject({
    'http.request.method': 'GET',
    'http.route': '/orders/:id',
    'url.path': '/orders/7',
    guarded: true,
    'http.response.status_code': 200,
  });
  expect(handler?.attributes).toMatchObject({
    'http.route': '/orders/:id',
    'fastify.type': 'request-handler',
    order: 7,
  });
  expect(handler?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
});

test('ends the span of a handler when the handler has ended', async () => {
  const { app, spans, find } = await start();
  await app.inject('/orders/7/slow');
  await until(() => find('handler') !== undefined, 'the span has ended');

  const handler = find('handler');
  const work = find('work');
  expect(work?.parentSpanContext?.spanId).toBe(handler?.spanContext().spanId);
  const ended = spans().map(({ name }) => name);
  expect(ended.indexOf('work')).toBeLessThan(ended.findIndex((name) => name.startsWith('handler')));
});

test('notes errors, with the status that the client gets', async () => {
  const { app, find } = await start();
  await app.inject('/orders/7/failing');

  const request = find('request');
  expect(request?.attributes['http.response.status_code']).toBe(500);
  expect(request?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'internal' });
  expect(request?.events.map(({ name }) => name)).toEqual(['exception']);
});

test('notes what was not found', async () => {
  const { app, find } = await start();
  const reply = await app.inject('/orders/7/lost');
  expect(reply.json()).toMatchObject({ status: 404, detail: 'It is lost.' });
  expect(find('request')?.attributes).toMatchObject({
    'http.route': '/orders/:id/lost',
    'http.response.status_code': 404,
  });
});

test('makes a span of what nobody answers', async () => {
  const { app, find } = await start();
  await app.inject('/nowhere');
  await until(() => find('request') !== undefined, 'the span has ended');
  expect(find('request')?.attributes).toMatchObject({ 'url.path': '/nowhere', 'http.response.status_code': 404 });
  expect(find('notFoundHandler')?.parentSpanContext?.spanId).toBe(find('request')?.spanContext().spanId);
});

test('leaves out the routes that say so', async () => {
  const { app, spans } = await start();
  await app.inject('/orders/quiet');
  expect(spans()).toEqual([]);
});
