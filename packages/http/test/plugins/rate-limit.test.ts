import 'reflect-metadata';
import rateLimit from '@fastify/rate-limit';
import { expect, test } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  Injectable,
  NotFoundException,
  Post,
  ReadsBody,
  RouteConfig,
  UseGuards,
} from '@tenon/http';
import type { FastifyInstance } from 'fastify';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

function parts() {
  const seen: string[] = [];
  const guard = () => {
    seen.push('guard');
    return true;
  };
  @Injectable()
  @ReadsBody()
  class Later {
    canActivate() {
      seen.push('guard of the body');
      return true;
    }
  }
  @Controller()
  @UseGuards(guard)
  class Orders {
    @Get('/orders') list() {
      seen.push('handler');
      return [];
    }
    @RouteConfig({ rateLimit: { max: 1, timeWindow: '1 minute' } })
    @Post('/orders')
    @UseGuards(Later)
    place(@Body({ unvalidated: true }) body: object) {
      seen.push('handler');
      return body;
    }
    @RouteConfig({ rateLimit: false }) @Get('/free') free() {
      return 'free';
    }
  }
  return { Orders, seen };
}

const TOO_MANY = {
  title: 'Too Many Requests',
  status: 429,
  detail: 'Rate limit exceeded, retry in 1 minute',
};

test('answers what is too much with a problem, before a guard runs', async () => {
  const { Orders, seen } = parts();
  const app = await serve(Orders, { showErrors: false });
  app.register(rateLimit, { max: 2, timeWindow: '1 minute' });

  const first = await app.inject('/orders');
  expect(first.statusCode).toBe(200);
  expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1' });
  expect((await app.inject('/orders')).statusCode).toBe(200);
  expect(seen.splice(0)).toEqual(['guard', 'handler', 'guard', 'handler']);
  const third = await app.inject('/orders');
  expectProblem(third, TOO_MANY);
  expect(third.headers).toMatchObject({ 'retry-after': '60', 'x-ratelimit-remaining': '0' });
  expect(seen).toEqual([]);
});

test('takes the limit of a route from @RouteConfig', async () => {
  const { Orders, seen } = parts();
  const app = await serve(Orders, { showErrors: false });
  app.register(rateLimit, { max: 100 });
  const post = () => app.inject({ method: 'POST', url: '/orders', payload: { a: 1 } });

  expect((await post()).json()).toEqual({ a: 1 });
  expect(seen.splice(0)).toEqual(['guard', 'guard of the body', 'handler']);
  expectProblem(await post(), TOO_MANY);
  expect(seen).toEqual([]);
  expect((await app.inject('/orders')).statusCode).toBe(200);
  expect((await app.inject('/free')).headers).not.toHaveProperty('x-ratelimit-limit');
});

test('limits only the routes that ask for it, if it is told so', async () => {
  const { Orders } = parts();
  const app = await serve(Orders);
  app.register(rateLimit, { global: false });

  const post = () => app.inject({ method: 'POST', url: '/orders', payload: {} });
  expect([(await post()).statusCode, (await post()).statusCode]).toEqual([201, 429]);
  expect((await app.inject('/orders')).headers).not.toHaveProperty('x-ratelimit-limit');
});

test.each(['preValidation', 'preHandler'] as const)('counts in %s, before the guards of that stage', async (hook) => {
  const { Orders, seen } = parts();
  const app = await serve(Orders);
  app.register(rateLimit, { global: false, hook });

  const post = () => app.inject({ method: 'POST', url: '/orders', payload: {} });
  expect([(await post()).statusCode, (await post()).statusCode]).toEqual([201, 429]);
  expect(seen.slice(3)).toEqual(hook === 'preValidation' ? ['guard'] : ['guard', 'guard of the body']);
});

test('answers with the error that the application builds', async () => {
  const { Orders } = parts();
  const app = await serve(Orders, { showErrors: false });
  // As its documentation shows: what is thrown is no Error.
  app.register(rateLimit, {
    max: 0,
    errorResponseBuilder: (_request, { max, after }) => ({
      statusCode: 429,
      error: 'Too Many Requests',
      message: `I only allow ${max} requests per ${after}.`,
      secret: 'internal',
    }),
  });

  expectProblem(await app.inject('/orders'), {
    title: 'Too Many Requests',
    status: 429,
    detail: 'I only allow 0 requests per 1 minute.',
  });
});

test('tells nothing of a store that fails', async () => {
  const { Orders } = parts();
  const app = await serve(Orders, { showErrors: false });
  class BrokenStore {
    incr(_key: string, done: (error: Error | null) => void) {
      done(new Error('redis://secret is down'));
    }
    child() {
      return this;
    }
  }
  app.register(rateLimit, { store: BrokenStore });

  expectProblem(await app.inject('/orders'), { title: 'Internal Server Error', status: 500 });
});

test('limits how often a client may look for what is not there', async () => {
  const { Orders } = parts();
  const app = await serve(Orders);
  app.register(rateLimit, { global: false, max: 1 });
  app.register(
    Object.assign(
      async (fastify: FastifyInstance) => {
        fastify.setNotFoundHandler({ preHandler: fastify.rateLimit() }, () => {
          throw new NotFoundException('It is not here.');
        });
      },
      { [Symbol.for('skip-override')]: true },
    ),
  );

  expectProblem(await app.inject('/nowhere'), { title: 'Not Found', status: 404, detail: 'It is not here.' });
  expectProblem(await app.inject('/elsewhere'), TOO_MANY);
});
