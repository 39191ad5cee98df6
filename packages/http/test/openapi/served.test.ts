import 'reflect-metadata';
import { afterEach, expect, test } from '@jest/globals';
import { Controller, Get, openApi, type OpenApiDocument } from '@tenon/http';
import { serve } from '../support/serve.js';

@Controller('/things')
class Things {
  @Get() list(): string {
    return 'none';
  }
}

const environment = process.env['NODE_ENV'];
afterEach(() => {
  process.env['NODE_ENV'] = environment;
});

test('shows the document in development', async () => {
  const app = await serve(Things);
  const reply = await app.inject('/openapi.json');
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  expect(reply.json<OpenApiDocument>()).toEqual(openApi(app));
});

test('shows the document in production to nobody, unless it is asked to', async () => {
  process.env['NODE_ENV'] = 'production';
  expect((await (await serve(Things)).inject('/openapi.json')).statusCode).toBe(404);
  expect((await (await serve(Things, { openApi: { served: true } })).inject('/openapi.json')).statusCode).toBe(200);
});

test('shows nothing where the application wants it so', async () => {
  const app = await serve(Things, { openApi: false });
  expect((await app.inject('/openapi.json')).statusCode).toBe(404);
  expect((await app.inject('/docs')).statusCode).toBe(404);
});

test('shows the document and the page where the application says', async () => {
  const app = await serve(Things, { openApi: { path: '/api/v1.json', page: '/api', info: { title: 'Things' } } });
  expect((await app.inject('/api/v1.json')).json<OpenApiDocument>().info.title).toBe('Things');
  expect((await app.inject('/api/')).body).toContain('"url": "/api/v1.json"');
  expect((await app.inject('/docs')).statusCode).toBe(404);
});

test('shows a page that loads nothing from elsewhere', async () => {
  const app = await serve(Things);
  const moved = await app.inject('/docs');
  expect([moved.statusCode, moved.headers.location]).toEqual([301, '/docs/']);
  const page = await app.inject('/docs/');
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['content-security-policy']).toContain("default-src 'self'; script-src 'self' 'nonce-");
  expect(page.body).not.toMatch(/(?:src|href)="https?:/);
  expect(page.body).toContain('<link rel="icon" href="data:," />');
  const [, script = ''] = /<script src="([^"]+)"/.exec(page.body) ?? [];
  const code = await app.inject(new URL(script, 'http://localhost/docs/').pathname);
  expect([code.statusCode, code.body.length > 100_000]).toEqual([200, true]);
});

test('lets an application answer at these paths itself', async () => {
  @Controller()
  class Own {
    @Get('/openapi.json') document(): string {
      return 'mine';
    }
    @Get('/docs') docs(): string {
      return 'mine as well';
    }
  }
  const app = await serve(Own);
  expect((await app.inject('/openapi.json')).body).toBe('mine');
  expect((await app.inject('/docs')).body).toBe('mine as well');
});

test('shows it to whoever comes, whatever guards and prefix the routes have', async () => {
  const app = await serve(Things, { prefix: '/api', guards: [() => false] });
  expect((await app.inject('/openapi.json')).json<OpenApiDocument>().paths).toHaveProperty('/api/things');
});
