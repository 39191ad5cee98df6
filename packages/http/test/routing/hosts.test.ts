import { expect, test } from '@jest/globals';
import { Controller, Get, Host, Version } from '@tenon/http';
import { ask, serve } from './serve.js';

@Controller({ host: 'admin.example.com' })
class AdminController {
  @Get() home() {
    return 'admin';
  }
}

@Controller({ host: /^[^.]+\.shops\.example\.com$/ })
class ShopController {
  @Get() home(@Host() host: string) {
    return `shop at ${host}`;
  }
}

@Controller()
class HomeController {
  @Get() home() {
    return 'home';
  }
  @Get('/about') about() {
    return 'about';
  }
}

test('tells routes of one path apart by the host', async () => {
  await using app = await serve([HomeController, AdminController, ShopController]);
  const at = (host: string, url = '/') => ask(app, url, 'GET', { host });

  expect(await at('admin.example.com')).toBe('admin');
  expect(await at('ann.shops.example.com')).toBe('shop at ann.shops.example.com');
  expect(await at('www.example.com')).toBe('home');
  expect(await at('a.b.shops.example.com')).toBe('home');
  expect(await at('admin.example.com', '/about')).toBe('about');
});

test('compares hosts without the port and in any case', async () => {
  await using app = await serve([AdminController, ShopController]);
  const at = (host: string) => ask(app, '/', 'GET', { host });

  expect(await at('admin.example.com:3000')).toBe('admin');
  expect(await at('Admin.Example.Com')).toBe('admin');
  expect(await at('ann.shops.example.com:8080')).toBe('shop at ann.shops.example.com');
  expect(await at('www.example.com')).toBe(404);
});

test('compares the port where a route says one', async () => {
  @Controller({ host: 'localhost:4000' })
  class PortController {
    @Get() home() {
      return 'at 4000';
    }
  }
  await using app = await serve([PortController, HomeController]);

  expect(await ask(app, '/', 'GET', { host: 'localhost:4000' })).toBe('at 4000');
  expect(await ask(app, '/', 'GET', { host: 'localhost:3000' })).toBe('home');
});

test('finds each version of each host', async () => {
  @Controller({ host: /^\w+\.example\.com$/g })
  class VersionedController {
    @Version('1') @Get() first() {
      return 'first';
    }
    @Version('2') @Get() second() {
      return 'second';
    }
  }
  await using app = await serve([VersionedController, HomeController], {
    versioning: { type: 'header', header: 'X-Api-Version' },
  });
  const at = (host: string, version: string) => ask(app, '/', 'GET', { host, 'x-api-version': version });

  expect(await at('a.example.com', '1')).toBe('first');
  expect(await at('a.example.com', '2')).toBe('second');
  expect(await at('b.example.com', '2')).toBe('second');
  expect(await at('example.com', '2')).toBe('home');
});

test('keeps what hosts mean to raw routes', async () => {
  await using app = await serve([HomeController]);
  app.fastify.get('/raw', { constraints: { host: 'raw.example.com:80' } }, () => 'raw');

  expect(await ask(app, '/raw', 'GET', { host: 'raw.example.com:80' })).toBe('raw');
  expect(await ask(app, '/raw', 'GET', { host: 'raw.example.com' })).toBe(404);
});

test('leaves hosts to a strategy that the application has for them', async () => {
  const host = {
    name: 'host',
    storage: () => new Map<string, never>() as never,
    deriveConstraint: () => 'admin.example.com',
  };
  await using app = await serve([AdminController], { fastify: { routerOptions: { constraints: { host } } } });

  expect(await ask(app, '/', 'GET', { host: 'anything' })).toBe('admin');
});
