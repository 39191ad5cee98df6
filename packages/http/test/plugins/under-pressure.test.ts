import 'reflect-metadata';
import underPressure from '@fastify/under-pressure';
import { expect, test } from '@jest/globals';
import { type App, Controller, Get, RouteConfig } from '@tenon/http';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

@Controller('/orders')
class Orders {
  seen: string[] = [];
  @Get() list() {
    this.seen.push('handler');
    return [];
  }
  @Get('/patient') @RouteConfig({ pressureHandler: () => undefined }) patient() {
    return 'served all the same';
  }
}

async function start(isHealthy: () => boolean): Promise<App> {
  const guard = () => {
    app.get(Orders).seen.push('guard');
    return true;
  };
  const app = await serve(Orders, { showErrors: false, guards: [guard] });
  app.register(underPressure, {
    healthCheck: async () => isHealthy(),
    healthCheckInterval: 60_000,
    exposeStatusRoute: '/status',
    message: 'The warehouse is on fire',
    retryAfter: 50,
  });
  return app;
}

test('answers 503 under pressure, before a guard runs', async () => {
  const app = await start(() => false);

  const reply = await app.inject('/orders');
  expectProblem(reply, { title: 'Service Unavailable', status: 503 });
  expect(reply.headers['retry-after']).toBe('50');
  expect(app.get(Orders).seen).toEqual([]);
  expect((await app.inject('/orders/patient')).body).toBe('served all the same');
});

test('lets requests through otherwise, and tells how it is', async () => {
  const app = await start(() => true);

  expect((await app.inject('/orders')).json()).toEqual([]);
  expect(app.get(Orders).seen).toEqual(['guard', 'handler']);
  expect((await app.inject('/status')).json()).toEqual({ status: 'ok' });
});

test('tells by a problem that all is not well', async () => {
  let isHealthy = true;
  const app = await start(() => isHealthy);
  await app.ready();
  isHealthy = false;

  expectProblem(await app.inject('/status'), { title: 'Service Unavailable', status: 503 });
});
