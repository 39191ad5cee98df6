import { expect, test } from '@jest/globals';
import {
  App,
  Controller,
  createApp,
  FASTIFY,
  Get,
  Head,
  Inject,
  Injectable,
  Module,
  type OnInit,
  RouteConfig,
} from '@tenon/http';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { ask, serve } from './serve.js';

@Controller('/orders')
class OrderController {
  @Get('/:id') show() {
    return 'ours';
  }
}

test('serves raw routes and plugins beside decorated ones', async () => {
  await using app = await serve([OrderController]);
  app.fastify.get('/raw', () => 'raw');
  app.register(
    async (instance: FastifyInstance) => {
      instance.get('/new', () => 'plugin');
    },
    { prefix: '/orders' },
  );

  expect(app).toBeInstanceOf(App);
  expect(await ask(app, '/raw')).toBe('raw');
  expect(await ask(app, '/orders/new')).toBe('plugin');
  expect(await ask(app, '/orders/7')).toBe('ours');
});

test('shows every decorated route to a plugin that watches routes, however late it was registered', async () => {
  @Controller('/watched')
  class WatchedController {
    @RouteConfig({ rateLimit: { max: 3 } }) @Get() get() {}
    @Head('/x') head() {}
  }
  await using app = await serve([OrderController, WatchedController], { health: false, openApi: false });
  const seen: unknown[] = [];
  app.fastify.get('/raw', () => 'raw');
  app.fastify.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    seen.push([method, url, (config as { rateLimit?: unknown }).rateLimit]);
  });
  await app.ready();

  expect(seen).toEqual([
    ['GET', '/orders/:id', undefined],
    ['GET', '/watched', { max: 3 }],
    ['HEAD', '/watched/x', undefined],
  ]);
});

test('lets a plugin that watches routes add hooks to decorated ones', async () => {
  await using app = await serve([OrderController]);
  app.fastify.addHook('onRoute', (options) => {
    options.onSend = (_request, _reply, payload, done) => done(null, `${String(payload)}, watched`);
  });

  expect(await ask(app, '/orders/7')).toBe('ours, watched');
});

test('leaves HEAD to a raw route that answers it', async () => {
  await using app = await serve([OrderController]);
  app.fastify.head('/orders/:key', (_request, reply) => reply.header('x-from', 'raw').send());

  const { headers } = await app.inject({ method: 'HEAD', url: '/orders/7' });

  expect(headers['x-from']).toBe('raw');
  expect(await ask(app, '/orders/7')).toBe('ours');
});

test('lets providers add raw routes', async () => {
  @Injectable()
  class Metrics implements OnInit {
    constructor(@Inject(FASTIFY) private readonly fastify: FastifyInstance) {}
    onInit() {
      this.fastify.get('/metrics', () => 'up 1');
    }
  }
  @Module({ controllers: [OrderController], providers: [Metrics] })
  class AppModule {}
  await using app = await createApp(AppModule, { logger: false });

  expect(await ask(app, '/metrics')).toBe('up 1');
  expect(app.explain('GET', '/metrics')).toBeUndefined();
});

test('passes on what a plugin throws that watches routes', async () => {
  await using app = await serve([OrderController]);
  app.fastify.addHook('onRoute', () => {
    throw new Error('not this one');
  });

  await expect(app.ready()).rejects.toThrow('not this one');
});

test('lets a plugin that watches routes wait for its turn', async () => {
  await using app = await serve([OrderController], { health: false, openApi: false });
  const turns: string[] = [];
  app.fastify.addHook('onRoute', function watch({ url }) {
    const take = (error: unknown, done: () => void): void => {
      turns.push(`${url} ${String(error)}`);
      setTimeout(done, 5);
    };
    this.after(take as () => void);
    const takeLater = async (): Promise<void> => {
      await Promise.resolve();
      turns.push(`${url} later`);
    };
    this.after(takeLater as () => void);
  });
  await app.ready();

  expect(turns.toSorted()).toEqual(['/orders/:id later', '/orders/:id null']);
  expect(await ask(app, '/orders/7')).toBe('ours');
});

test('fails with what a plugin fails with', async () => {
  await using app = await serve([OrderController]);
  app.register(async () => {
    throw new Error('no such directory');
  });

  await expect(app.ready()).rejects.toThrow('no such directory');
});

test('mounts a thousand routes in one turn', async () => {
  @Controller('/many')
  class ManyController {
    @Get(Array.from({ length: 1000 }, (_, index) => `/${index}`)) get() {
      return 'one of many';
    }
  }
  await using app = await serve([ManyController]);
  app.fastify.addHook('preHandler', (_request, reply, done) => {
    reply.header('x-hooked', 'yes');
    done();
  });

  const { body, headers } = await app.inject('/many/999');

  expect([body, headers['x-hooked']]).toEqual(['one of many', 'yes']);
});
