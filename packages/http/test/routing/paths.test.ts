import { expect, test } from '@jest/globals';
import { All, Controller, Delete, Get, Head, Options, Param, Patch, Post, Put } from '@tenon/http';
import { ask, serve } from './serve.js';

test('joins the path of a controller with those of its methods', async () => {
  @Controller('/orders')
  class OrderController {
    @Get() list() {
      return 'list';
    }
    @Get('/:id') show(@Param('id') id: string) {
      return `show ${id}`;
    }
  }
  @Controller('shops/')
  class ShopController {
    @Get('near/') near() {
      return 'near';
    }
  }
  @Controller()
  class HomeController {
    @Get() home() {
      return 'home';
    }
  }
  await using app = await serve([OrderController, ShopController, HomeController]);

  expect(await ask(app, '/orders')).toBe('list');
  expect(await ask(app, '/orders/7')).toBe('show 7');
  expect(await ask(app, '/shops/near')).toBe('near');
  expect(await ask(app, '/')).toBe('home');
  expect(await ask(app, '/orders/7/lines')).toBe(404);
});

test('answers each verb by its own method', async () => {
  @Controller('/x')
  class EachController {
    @Get() get() {
      return 'get';
    }
    @Post() post() {
      return 'post';
    }
    @Put() put() {
      return 'put';
    }
    @Patch() patch() {
      return 'patch';
    }
    @Delete() delete() {
      return 'delete';
    }
    @Options() options() {
      return 'options';
    }
  }
  await using app = await serve([EachController]);

  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)
    expect(await ask(app, '/x', method)).toBe(method.toLowerCase());
});

test('answers the same routes under several paths of a controller and of a method', async () => {
  @Controller(['/orders', '/bestellungen'])
  class OrderController {
    @Get(['', '/all']) list() {
      return 'list';
    }
  }
  await using app = await serve([OrderController]);

  for (const url of ['/orders', '/orders/all', '/bestellungen', '/bestellungen/all'])
    expect(await ask(app, url)).toBe('list');
});

test('lets one method answer several verbs', async () => {
  @Controller('/x')
  class BothController {
    @Put()
    @Patch('/part')
    change() {
      return 'changed';
    }
  }
  await using app = await serve([BothController]);

  expect(await ask(app, '/x', 'PUT')).toBe('changed');
  expect(await ask(app, '/x/part', 'PATCH')).toBe('changed');
  expect(await ask(app, '/x', 'PATCH')).toBe(405);
});

test('answers every method by @All, but those that another method of the path answers', async () => {
  @Controller('/x')
  class MixedController {
    @All() other() {
      return 'other';
    }
    @Get() get() {
      return 'get';
    }
    @Delete() delete() {
      return 'delete';
    }
  }
  await using app = await serve([MixedController]);

  expect(await ask(app, '/x')).toBe('get');
  expect(await ask(app, '/x', 'DELETE')).toBe('delete');
  for (const method of ['POST', 'PUT', 'PATCH', 'OPTIONS'] as const) expect(await ask(app, '/x', method)).toBe('other');
  const head = await app.inject({ method: 'HEAD', url: '/x' });
  expect(head.headers['content-length']).toBe('3');
});

test('answers HEAD by the method of GET, without the body', async () => {
  @Controller('/x')
  class GetController {
    @Get() get() {
      return 'five!';
    }
  }
  await using app = await serve([GetController]);

  const { statusCode, body, headers } = await app.inject({ method: 'HEAD', url: '/x' });

  expect(statusCode).toBe(200);
  expect(body).toBe('');
  expect(headers['content-length']).toBe('5');
});

test('answers HEAD by @Head, wherever it stands and whatever it calls its parameters', async () => {
  const heads: string[] = [];
  @Controller('/x')
  class TwoController {
    @Get('/:id') get() {
      return 'get';
    }
    @Head('/:key') head(@Param('key') key: string) {
      heads.push(key);
    }
  }
  await using app = await serve([TwoController]);

  const { statusCode } = await app.inject({ method: 'HEAD', url: '/x/7' });

  expect(statusCode).toBe(204);
  expect(heads).toEqual(['7']);
  expect(await ask(app, '/x/7')).toBe('get');
});

test.each([
  ['/users/:user/books/:book', '/users/ann/books/7', { user: 'ann', book: '7' }],
  ['/from/:start-:end', '/from/9-17', { start: '9', end: '17' }],
  ['/files/:name.:type', '/files/logo.svg', { name: 'logo', type: 'svg' }],
  ['/at/:lat(^\\d+)x:long(^\\d+)', '/at/46x7', { lat: '46', long: '7' }],
  ['/orders/:id(^\\d+$)', '/orders/42', { id: '42' }],
  ['/orders/:id(^\\d+$)/lines', '/orders/42/lines', { id: '42' }],
  ['/orders/:id([^:]+)::cancel', '/orders/42:cancel', { id: '42' }],
  ['/pages/:page?', '/pages/2', { page: '2' }],
  ['/pages/:page?', '/pages', {}],
  ['/files/*', '/files/a/b.txt', { '*': 'a/b.txt' }],
  ['/files/*', '/files/', { '*': '' }],
  ['/café/:name', '/caf%C3%A9/a%20b', { name: 'a b' }],
  ['/a b/:name', '/a%20b/%2F', { name: '/' }],
  ['/colon::name', '/colon:name', {}],
])('finds the parameters of %s in %s', async (path, url, expected) => {
  @Controller()
  class AnyController {
    @Get(path) show(@Param({ unvalidated: true }) parameters: unknown) {
      return parameters;
    }
  }
  await using app = await serve([AnyController]);

  expect((await app.inject(url)).json()).toEqual(expected);
});

test.each([
  ['/orders/:id(^\\d+$)', '/orders/new'],
  ['/files/:name.:type', '/files/logo'],
  ['/pages/:page?', '/pages/1/2'],
  ['/files/*', '/file'],
])('does not find %s at %s', async (path, url) => {
  @Controller()
  class AnyController {
    @Get(path) show() {
      return 'found';
    }
  }
  await using app = await serve([AnyController]);

  expect(await ask(app, url)).toBe(404);
});

test('asks the path that says more before the one that says less, in whatever order they stand', async () => {
  @Controller('/x')
  class OrderedController {
    @Get('/*') any() {
      return 'any';
    }
    @Get('/:id') one() {
      return 'one';
    }
    @Get('/:id(^\\d+$)') digits() {
      return 'digits';
    }
    @Get('/new') fresh() {
      return 'new';
    }
  }
  await using app = await serve([OrderedController]);

  expect(await ask(app, '/x/new')).toBe('new');
  expect(await ask(app, '/x/12')).toBe('digits');
  expect(await ask(app, '/x/old')).toBe('one');
  expect(await ask(app, '/x/old/er')).toBe('any');
});
