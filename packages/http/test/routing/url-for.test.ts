import { expect, test } from '@jest/globals';
import { type App, Controller, createApp, Get, Injectable, Module, TenonError, Urls, type UrlValue } from '@tenon/http';
import { serve } from './serve.js';

@Controller('/orders')
class OrderController {
  @Get('', { name: 'orders.list' }) list() {}
  @Get('/:id', { name: 'orders.show' }) show() {}
  @Get('/:id(^\\d+$)/lines/:line') line() {}
  @Get('/between/:first-:last') between() {}
  @Get('/:id([^:]+)::cancel') cancel() {}
}

@Controller(['/pages', '/seiten'])
class PageController {
  @Get('/:page?') page() {}
  @Get('/files/*', { name: 'files' }) files() {}
  @Get('/über uns/100%') about() {}
}

const ALL = [OrderController, PageController];

test('makes the URL of a route by its name', async () => {
  await using app = await serve(ALL);

  expect(app.urlFor('orders.show', { id: 7 })).toBe('/orders/7');
  expect(app.urlFor('orders.list')).toBe('/orders');
});

test('makes the URL of a route by its controller and method', async () => {
  await using app = await serve(ALL);

  expect(app.urlFor(OrderController, 'show', { id: 7n })).toBe('/orders/7');
  expect(app.urlFor(OrderController, 'line', { id: 7, line: 2 })).toBe('/orders/7/lines/2');
  expect(app.urlFor(OrderController, 'between', { first: 'a', last: 'b' })).toBe('/orders/between/a-b');
  expect(app.urlFor(OrderController, 'cancel', { id: 7 })).toBe('/orders/7:cancel');
});

test('encodes parameters and what stands between them', async () => {
  await using app = await serve(ALL);

  expect(app.urlFor('orders.show', { id: 'a/b ?#ü' })).toBe('/orders/a%2Fb%20%3F%23%C3%BC');
  expect(app.urlFor(PageController, 'about')).toBe('/pages/%C3%BCber%20uns/100%25');
  expect((await app.inject(app.urlFor(PageController, 'about'))).statusCode).toBe(204);
});

test('appends a query and a fragment', async () => {
  await using app = await serve(ALL);

  const query = { page: 2, tag: ['a b', '&'], none: null, gone: undefined, empty: '' };
  expect(app.urlFor('orders.list', {}, { query })).toBe('/orders?page=2&tag=a+b&tag=%26&empty=');
  expect(app.urlFor('orders.show', { id: 7 }, { fragment: 'line 2' })).toBe('/orders/7#line%202');
  expect(app.urlFor('orders.list', {}, { query: {} })).toBe('/orders');
});

test('leaves out an optional parameter, and takes the first of several paths', async () => {
  await using app = await serve(ALL);

  expect(app.urlFor(PageController, 'page')).toBe('/pages');
  expect(app.urlFor(PageController, 'page', { page: 2 })).toBe('/pages/2');
});

test('fills in a wildcard with its slashes', async () => {
  await using app = await serve(ALL);

  expect(app.urlFor('files', { '*': 'a/b c.txt' })).toBe('/pages/files/a/b%20c.txt');
  expect(app.urlFor('files', { '*': '' })).toBe('/pages/files/');
});

test('makes no URL of another host', async () => {
  @Controller()
  class Everything {
    @Get('/*', { name: 'everything' }) everything() {}
  }
  await using app = await serve([Everything, ...ALL]);

  expect(app.urlFor('everything', { '*': 'a//b' })).toBe('/a//b');
  expect(() => app.urlFor('everything', { '*': '/evil.example' })).toThrow('TENON_HTTP_MISSING_PARAMETER');
  expect(app.urlFor('files', { '*': '/a' })).toBe('/pages/files//a');
});

test('refuses what no URL can have', async () => {
  await using app = await serve(ALL);

  expect(() => app.urlFor('orders.show', { id: '\ud800' })).toThrow('TENON_HTTP_MISSING_PARAMETER');
  expect(app.urlFor('orders.list', {}, { fragment: '\ud800' })).toBe('/orders#%EF%BF%BD');
});

test('has prefix and version in the URL', async () => {
  await using app = await serve(ALL, { prefix: '/api', versioning: { type: 'uri', default: ['2', '1'] } });

  expect(app.urlFor('orders.show', { id: 7 })).toBe('/api/v2/orders/7');
});

test.each<[string, (app: App) => string]>([
  ['is missing', (app) => app.urlFor('orders.show', {})],
  ['is missing', (app) => app.urlFor('orders.show')],
  ['is missing', (app) => app.urlFor('files', {})],
  ['is missing', (app) => app.urlFor('orders.show', { id: null as unknown as UrlValue })],
  ['is empty', (app) => app.urlFor('orders.show', { id: '' })],
  ['is ".."', (app) => app.urlFor('orders.show', { id: '..' })],
  ['is "a/../b"', (app) => app.urlFor('files', { '*': 'a/../b' })],
  ['is "x", which its pattern', (app) => app.urlFor(OrderController, 'line', { id: 'x', line: 1 })],
])('refuses to make a URL of which a parameter %s', async (problem, make) => {
  await using app = await serve(ALL);

  expect(() => make(app)).toThrow(TenonError);
  expect(() => make(app)).toThrow(problem);
});

test('names the route that may have been meant', async () => {
  await using app = await serve(ALL);

  expect(() => app.urlFor('order.show')).toThrow('No route is called "order.show". Did you mean "orders.show"?');
  expect(() => app.urlFor(PageController, 'pages' as 'page')).toThrow('PageController.pages. Did you mean "page"?');
});

test('is injected as a class', async () => {
  @Injectable()
  class Mailer {
    constructor(private readonly urls: Urls) {}
    link() {
      return this.urls.for('orders.show', { id: 7 });
    }
  }
  @Module({ controllers: ALL, providers: [Mailer] })
  class AppModule {}
  await using app = await createApp(AppModule, { logger: false });

  expect(app.get(Mailer).link()).toBe('/orders/7');
});
