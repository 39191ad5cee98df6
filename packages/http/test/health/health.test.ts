import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import {
  type App,
  type AppOptions,
  type Class,
  Controller,
  Get,
  HEALTH_CHECK,
  type HealthCheck,
  Injectable,
  type LoggingOptions,
  type OnClosing,
  Post,
} from '@tenon/http';
import { listen, serve } from '../support/serve.js';
import { until } from '../support/socket.js';

@Controller()
class Orders {
  @Get('/orders') list() {
    return [];
  }
}

const { NODE_ENV } = process.env;

afterEach(() => {
  process.env['NODE_ENV'] = NODE_ENV;
});

/** Starts an application with these checks. */
function withChecks(checks: readonly HealthCheck[], options: AppOptions = {}, controllers: Class<object>[] = [Orders]) {
  const providers = checks.map((useValue) => ({ provide: HEALTH_CHECK, useValue }));
  return serve({ controllers, providers }, options);
}

async function ask(app: App, url = '/health/ready') {
  const reply = await app.inject(url);
  return [reply.statusCode, reply.json()];
}

const failing: HealthCheck = {
  name: 'database',
  check() {
    throw new Error('no route to 10.0.0.7');
  },
};

test('tells that it is live and ready, where nothing was said of health', async () => {
  const { url } = await listen(Orders);
  for (const [path, body] of [
    ['live', { status: 'live' }],
    ['ready', { status: 'ready' }],
  ]) {
    const reply = await fetch(`${url}/health/${path as string}`);
    expect([reply.status, await reply.json()]).toEqual([200, body]);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  }
  const head = await fetch(`${url}/health/ready`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect((await fetch(`${url}/health/ready`, { method: 'POST' })).status).toBe(405);
});

test('is ready while all checks pass, and tells how they have gone', async () => {
  const app = await withChecks([
    { name: 'database', check: async () => ({ connections: 3 }) },
    { name: 'queue', check: () => true },
  ]);
  expect(await ask(app)).toEqual([
    200,
    {
      status: 'ready',
      checks: [
        { name: 'database', status: 'passes', ms: expect.any(Number), details: { connections: 3 } },
        { name: 'queue', status: 'passes', ms: expect.any(Number) },
      ],
    },
  ]);
});

test('takes checks of any module, which may have dependencies', async () => {
  @Injectable()
  class Database {
    readonly version = 17;
  }
  @Injectable()
  class DatabaseCheck implements HealthCheck {
    readonly name = 'database';
    constructor(private readonly database: Database) {}
    check() {
      return { version: this.database.version };
    }
  }
  const app = await serve({ controllers: [Orders], providers: [{ provide: HEALTH_CHECK, useClass: DatabaseCheck }] });
  expect(await ask(app)).toMatchObject([200, { checks: [{ name: 'database', details: { version: 17 } }] }]);
});

test('is not ready while a check fails, and live all the same', async () => {
  const app = await withChecks([failing, { name: 'queue', check() {} }]);
  const reply = await app.inject('/health/ready');
  expect(reply.headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  });
  expect([reply.statusCode, reply.json()]).toEqual([
    503,
    {
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      detail: 'A health check fails.',
      code: 'check-failed',
      requestId: expect.any(String),
      checks: [
        { name: 'database', status: 'fails', ms: expect.any(Number), error: 'no route to 10.0.0.7' },
        { name: 'queue', status: 'passes', ms: expect.any(Number) },
      ],
    },
  ]);
  expect((await app.inject('/health/live')).statusCode).toBe(200);
});

test('tells nobody of its checks in production, unless it is told whom', async () => {
  process.env['NODE_ENV'] = 'production';
  const silent = await withChecks([failing]);
  expect((await silent.inject('/health/ready')).body).not.toMatch(/checks|database|10\.0/);
  const app = await withChecks([failing], {
    health: { details: async ({ request }) => request.headers['x-operator'] === 'yes' },
  });
  expect((await app.inject('/health/ready')).body).not.toContain('checks');
  const told = await app.inject({ url: '/health/ready', headers: { 'x-operator': 'yes' } });
  expect(told.json()).toMatchObject({ checks: [{ name: 'database' }] });
});

test('gives up on a check when its time is up, and does not call it again before it has ended', async () => {
  let called = 0;
  let reason: unknown;
  let end = (): void => {};
  const hanging: HealthCheck = {
    name: 'hanging',
    timeoutMs: 20,
    check(signal) {
      called++;
      signal.addEventListener('abort', () => (reason = signal.reason));
      return new Promise<void>((resolve) => (end = resolve));
    },
  };
  const app = await withChecks([hanging]);
  const [status, { checks }] = (await ask(app)) as [number, { checks: { error: string }[] }];
  expect([status, checks[0]?.error]).toEqual([503, 'It took longer than 20 ms.']);
  expect(reason).toMatchObject({ message: 'It took longer than 20 ms.' });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await ask(app)).toMatchObject([503, { checks: [{ error: 'The last call of it has not ended yet.' }] }]);
  expect(called).toBe(1);
  end();
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const last = ask(app);
  await until(() => called === 2, 'it was called again');
  end();
  expect(await last).toMatchObject([200, {}]);
});

test('runs checks once for all who ask within a second, and side by side', async () => {
  let called = 0;
  let together = 0;
  let running = 0;
  const check = async (): Promise<void> => {
    called++;
    running++;
    await new Promise((resolve) => setTimeout(resolve, 10));
    together = Math.max(together, running);
    running--;
  };
  const app = await withChecks([
    { name: 'a', check },
    { name: 'b', check },
  ]);
  await Promise.all(Array.from({ length: 20 }, () => ask(app)));
  await ask(app);
  expect([called, together]).toEqual([2, 2]);
});

test('stands behind no guard, interceptor or prefix, and is no decorated route', async () => {
  const seen: string[] = [];
  const app = await serve(Orders, {
    prefix: '/api',
    guards: [() => seen.push('guard') < 0],
    interceptors: [(_, next) => (seen.push('interceptor'), next())],
  });
  expect(await ask(app, '/health/live')).toEqual([200, { status: 'live' }]);
  expect((await app.inject('/api/orders')).statusCode).toBe(403);
  expect(seen).toEqual(['guard']);
  expect(app.routes()).toHaveLength(1);
});

test('leaves a path to the application that answers there itself', async () => {
  @Controller('/health')
  class Own {
    @Get('/live') live() {
      return 'mine';
    }
    @Post('/ready') ready() {
      return 'posted';
    }
    @Get('/:what') other() {
      return 'other';
    }
  }
  const app = await serve(Own);
  app.fastify.get('/raw', () => 'raw');
  const bodyOf = async (url: string) => (await app.inject(url)).body;
  expect([await bodyOf('/health/live'), await bodyOf('/health/ready'), await bodyOf('/health/x')]).toEqual([
    'mine',
    '{"status":"ready"}',
    'other',
  ]);
  expect((await app.inject({ method: 'POST', url: '/health/ready' })).body).toBe('posted');
  const raw = await serve(Orders);
  raw.fastify.get('/health/live', () => 'raw');
  expect((await raw.inject('/health/live')).body).toBe('raw');
});

test('tells elsewhere, or nothing, where that is what was asked for', async () => {
  const elsewhere = await serve(Orders, { health: { path: '/-/' } });
  expect((await elsewhere.inject('/-/live')).statusCode).toBe(200);
  expect((await elsewhere.inject('/health/live')).statusCode).toBe(404);
  const silent = await serve(Orders, { health: false });
  expect((await silent.inject('/health/live')).statusCode).toBe(404);
});

test('is not ready while it closes, and live until it has', async () => {
  const seen: unknown[] = [];
  @Injectable()
  class Worker implements OnClosing {
    async onClosing() {
      for (const path of ['live', 'ready']) {
        const reply = await fetch(`${url}/health/${path}`);
        const { status, code } = (await reply.json()) as { status: unknown; code?: unknown };
        seen.push([reply.status, status, code]);
      }
    }
  }
  const { app, url } = await listen({ controllers: [Orders], providers: [Worker] });
  await app.close();
  expect(seen).toEqual([
    [200, 'live', undefined],
    [503, 503, 'closing'],
  ]);
});

test('is not ready before it has started', async () => {
  const app = await serve(Orders);
  const early = createServer((request, response) => app.fastify.routing(request, response));
  let seen: unknown;
  app.fastify.addHook('onReady', async () => {
    await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve));
    const reply = await fetch(`http://127.0.0.1:${(early.address() as AddressInfo).port}/health/ready`);
    seen = [reply.status, ((await reply.json()) as { code: unknown }).code];
  });
  await app.ready();
  early.close();
  expect(seen).toEqual([503, 'starting']);
});

test('does not fill the log with polls, and tells when a check begins to fail and when it passes again', async () => {
  const written: { level: number; msg: string }[] = [];
  const logger: LoggingOptions = { destination: { write: (text) => void written.push(JSON.parse(text)) } };
  let isFailing = true;
  const check: HealthCheck = {
    name: 'database',
    check() {
      if (isFailing) throw new Error('gone');
    },
  };
  const app = await withChecks([check], { logger });
  await ask(app);
  await ask(app);
  isFailing = false;
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await ask(app)).toMatchObject([200, {}]);
  expect(written.map(({ level, msg }) => [level, msg])).toEqual([
    [40, 'The health check "database" fails.'],
    [30, 'The health check "database" passes again.'],
  ]);
});
