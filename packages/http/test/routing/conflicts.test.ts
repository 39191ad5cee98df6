import { expect, test } from '@jest/globals';
import { All, Controller, Get, Head, Options, Version } from '@tenon/http';
import type { FastifyInstance } from 'fastify';
import { codesOf, serve } from './serve.js';

function Paths(first: string, second: string) {
  @Controller()
  class BothController {
    @Get(first) one() {}
    @Get(second) two() {}
  }
  return BothController;
}

test.each([
  ['/orders', '/orders/'],
  ['/orders/:id', '/orders/:key'],
  ['/orders/:id(^\\d+$)', '/orders/:number(^\\d+$)'],
  ['/orders/:id(^\\d+$)', '/orders/:name(^[a-z]+$)'],
  ['/orders/:id?', '/orders'],
  ['/orders/:id?', '/orders/:key'],
  ['/:page?', '/'],
  ['/files/*', '/files/*'],
])('refuses two methods that answer the same, %s and %s', async (first, second) => {
  expect(await codesOf(serve([Paths(first, second)]))).toEqual(['DUPLICATE_ROUTE']);
});

test.each([
  ['/orders/:id', '/orders/new'],
  ['/orders/:id', '/orders/:id(^\\d+$)'],
  ['/orders/:id(^\\d+$)', '/orders/:id(^\\d+$)/lines'],
  ['/orders/:id', '/orders/:first-:last'],
  ['/orders/:id', '/orders/:id/x'],
  ['/files/*', '/files/:name'],
  ['/colon::a', '/colon::b'],
])('takes %s beside %s', async (first, second) => {
  expect(await codesOf(serve([Paths(first, second)]))).toEqual([]);
});

test('refuses a path that another one with a pattern for everything leaves nothing to', async () => {
  expect(await codesOf(serve([Paths('/orders/:id(.*)', '/orders/:key')]))).toEqual(['UNREACHABLE_ROUTE']);
  expect(await codesOf(serve([Paths('/orders/:key', '/orders/:id(^.+$)')]))).toEqual(['UNREACHABLE_ROUTE']);
  expect(await codesOf(serve([Paths('/orders/:id(^\\d+$)', '/orders/:key')]))).toEqual([]);
});

test('tells conflicts of different controllers, and takes what differs in version or host', async () => {
  @Controller('/x')
  class FirstController {
    @Get() @Version('1') first() {}
    @Get('/a') a() {}
  }
  @Controller('/x')
  class SecondController {
    @Get() @Version('2') second() {}
    @Get('/a') a() {}
  }
  @Controller({ path: '/x', host: 'x.example.com' })
  class HostController {
    @Get('/a') a() {}
  }
  const versioning = { type: 'header', header: 'X-Api-Version' } as const;

  expect(await codesOf(serve([FirstController, SecondController], { versioning }))).toEqual(['DUPLICATE_ROUTE']);
  expect(await codesOf(serve([FirstController, HostController], { versioning }))).toEqual([]);
});

test('refuses two methods for all verbs of one path once, and one that is left with none', async () => {
  @Controller('/x')
  class TwiceController {
    @All() one() {}
    @All() two() {}
  }
  @Controller('/x')
  class NothingLeftController {
    @All() all() {}
    @All('/:id?') rest() {}
  }
  @Controller('/x')
  class HeadsController {
    @Get() get() {}
    @Head() one() {}
    @Head() two() {}
    @Options() options() {}
  }

  expect(await codesOf(serve([TwiceController]))).toEqual(['DUPLICATE_ROUTE']);
  expect(await codesOf(serve([NothingLeftController]))).toEqual(['DUPLICATE_ROUTE']);
  expect(await codesOf(serve([HeadsController]))).toEqual(['DUPLICATE_ROUTE']);
});

test('refuses two routes of one name, and takes one under several paths', async () => {
  @Controller()
  class NamedController {
    @Get(['/a', '/b'], { name: 'a' }) one() {}
    @Get('/c', { name: 'c' }) two() {}
  }
  @Controller('/other')
  class OtherController {
    @Get('/c', { name: 'c' }) three() {}
  }

  expect(await codesOf(serve([NamedController]))).toEqual([]);
  expect(await codesOf(serve([NamedController, OtherController]))).toEqual(['DUPLICATE_NAME']);
});

test('refuses all routes that raw ones of Fastify answer already', async () => {
  @Controller('/x')
  class TakenController {
    @Get('/:id') show() {}
    @Get('/free') free() {}
    @All('/all') all() {}
  }
  const app = await serve([TakenController]);
  app.fastify.get('/x/:name', () => 'raw');
  app.register(async (instance: FastifyInstance) => {
    instance.put('/x/all', () => 'raw');
  });

  expect(await codesOf(Promise.resolve(app))).toEqual(['DUPLICATE_ROUTE', 'DUPLICATE_ROUTE']);
});

test.each([
  '/orders?x=1',
  '/orders/:id?/lines',
  '/orders/:id(^\\d+$)?',
  '/x-:id?',
  '/files/*/x',
  '/**',
  '/:',
  '/:-id',
  '/:id/:id',
  '/:lat,:long',
  '/:id::cancel',
  '/:name*',
  '/orders#top',
  ' /orders',
  '/a//b',
  '/a%20b',
  '/:id(^\\d+$',
  '/:id)',
  '/(^\\d+$)',
  '/:id([)',
  '/:id(^(\\d+)*$)',
])('refuses the path %s', async (path) => {
  @Controller()
  class PathController {
    @Get(path) get() {}
  }

  expect(await codesOf(serve([PathController]))).toEqual(['INVALID_PATH']);
});

test('tells once what is wrong with the path of a controller, and what is wrong with the prefix', async () => {
  @Controller('/a?')
  class PathController {
    @Get() one() {}
    @Get('/two') two() {}
  }
  @Controller('/:id')
  class TwiceController {
    @Get('/:id') one() {}
  }
  @Controller('/fine')
  class FineController {
    @Get() one() {}
  }

  expect(await codesOf(serve([PathController]))).toEqual(['INVALID_PATH']);
  expect(await codesOf(serve([TwiceController]))).toEqual(['INVALID_PATH']);
  expect(await codesOf(serve([FineController], { prefix: '/api?' }))).toEqual(['INVALID_PATH']);
});

test('takes a pattern that may be slow where the application says so', async () => {
  @Controller()
  class SlowController {
    @Get('/:id(^(\\d+)*$)') get() {}
  }

  expect(await codesOf(serve([SlowController], { fastify: { routerOptions: { allowUnsafeRegex: true } } }))).toEqual(
    [],
  );
});
