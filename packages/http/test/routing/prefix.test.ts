import { expect, test } from '@jest/globals';
import { Controller, Get, Param } from '@tenon/http';
import { ask, serve } from './serve.js';

@Controller('/orders')
class OrderController {
  @Get('/:id') show(@Param('id') id: string) {
    return id;
  }
}

@Controller('/health')
class HealthController {
  @Get() health() {
    return 'healthy';
  }
  @Get('/live') live() {
    return 'alive';
  }
}

@Controller()
class HomeController {
  @Get() home() {
    return 'home';
  }
}

const ALL = [OrderController, HealthController, HomeController];

test.each(['api', '/api', '/api/'])('puts the prefix %s before every path', async (prefix) => {
  await using app = await serve(ALL, { prefix });

  expect(await ask(app, '/api/orders/7')).toBe('7');
  expect(await ask(app, '/api/health')).toBe('healthy');
  expect(await ask(app, '/api')).toBe('home');
  expect(await ask(app, '/orders/7')).toBe(404);
});

test('leaves out of the prefix what is excluded by its whole path', async () => {
  await using app = await serve(ALL, { prefix: { path: '/api', exclude: ['/health', '/'] } });

  expect(await ask(app, '/health')).toBe('healthy');
  expect(await ask(app, '/')).toBe('home');
  expect(await ask(app, '/api/health')).toBe(404);
  expect(await ask(app, '/api/health/live')).toBe('alive');
});

test('leaves out of the prefix all that begin with an excluded path', async () => {
  await using app = await serve(ALL, { prefix: { path: '/api', exclude: ['/health*'] } });

  expect(await ask(app, '/health')).toBe('healthy');
  expect(await ask(app, '/health/live')).toBe('alive');
  expect(await ask(app, '/api/orders/7')).toBe('7');
});

test('lets the prefix have parameters', async () => {
  @Controller('/orders')
  class TenantController {
    @Get('/:id') show(@Param('tenant') tenant: string, @Param('id') id: string) {
      return `${tenant} ${id}`;
    }
  }
  await using app = await serve([TenantController], { prefix: '/:tenant' });

  expect(await ask(app, '/acme/orders/7')).toBe('acme 7');
});

test('puts the version behind the prefix', async () => {
  await using app = await serve(ALL, {
    prefix: { path: '/api', exclude: ['/health'] },
    versioning: { type: 'uri', default: '1' },
  });

  expect(await ask(app, '/api/v1/orders/7')).toBe('7');
  expect(await ask(app, '/v1/health')).toBe('healthy');
});
