import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import view from '@fastify/view';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Controller, type FastifyReply, Get, HttpCode, Param, Res } from '@tenon/http';
import { Eta } from 'eta';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenon-view-'));
  await writeFile(join(root, 'order.eta'), '<h1>Order <%= it.id %></h1>');
  await writeFile(join(root, 'broken.eta'), '<%= it.customer.name %>');
});
afterAll(() => rm(root, { recursive: true }));

@Controller('/orders')
class Orders {
  @Get('/broken') broken(@Res() reply: FastifyReply) {
    return reply.view('broken.eta', {});
  }
  @Get('/broken/text') brokenText(@Res() reply: FastifyReply) {
    return reply.viewAsync('broken.eta', {});
  }
  @Get('/:id') @HttpCode(203) show(@Param('id') id: string, @Res() reply: FastifyReply) {
    return reply.view('order.eta', { id });
  }
  @Get('/:id/later') async showLater(@Param('id') id: string, @Res() reply: FastifyReply) {
    await Promise.resolve();
    return reply.view('order.eta', { id });
  }
  @Get('/:id/text') async text(@Param('id') id: string, @Res() reply: FastifyReply) {
    return reply.viewAsync('order.eta', { id });
  }
}

async function start() {
  const app = await serve(Orders, { showErrors: false });
  app.register(view, { engine: { eta: new Eta({ views: root }) }, root });
  return app;
}

test.each([
  ['/orders/7', 203],
  ['/orders/7/later', 200],
  ['/orders/7/text', 200],
])('lets a handler show a page: %s', async (url, status) => {
  const app = await start();
  const reply = await app.inject(url);
  expect(reply.statusCode).toBe(status);
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(reply.body).toBe('<h1>Order 7</h1>');
});

test('escapes what it shows, and protects the page', async () => {
  const app = await start();
  const reply = await app.inject(`/orders/${encodeURIComponent('<b>')}/text`);
  expect(reply.body).toBe('<h1>Order &lt;b&gt;</h1>');
  expect(reply.headers['content-security-policy']).toContain("default-src 'self'");
});

test.each(['/orders/broken', '/orders/broken/text'])('tells nothing of a page that fails: %s', async (url) => {
  const app = await start();
  expectProblem(await app.inject(url), { title: 'Internal Server Error', status: 500 });
});
