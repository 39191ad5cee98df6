import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Controller, type FastifyReply, Get, Param, Res, UseGuards } from '@tenon/http';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tenon-static-'));
  await writeFile(join(root, 'index.html'), '<p>home</p>');
  await writeFile(join(root, 'report.txt'), 'all is well');
});
afterAll(() => rm(root, { recursive: true }));

@Controller('/files')
class Files {
  @Get('/about') about() {
    return { about: 'files' };
  }
  @Get('/sent/:name') send(@Param('name') name: string, @Res() reply: FastifyReply) {
    return reply.sendFile(name);
  }
  @Get('/later/:name') async sendLater(@Param('name') name: string, @Res() reply: FastifyReply) {
    await Promise.resolve();
    return reply.sendFile(name);
  }
  @Get('/download')
  @UseGuards(({ request }) => request.headers['x-allowed'] !== undefined)
  download(@Res() reply: FastifyReply) {
    return reply.download('report.txt', 'Bericht.txt');
  }
}

async function start(options: object = { prefix: '/files/' }) {
  const app = await serve(Files, { showErrors: false });
  app.register(fastifyStatic, { root, ...options });
  return app;
}

const NOT_FOUND = { title: 'Not Found', status: 404, detail: 'Nothing answers at this path.' };

test('serves files beside decorated routes', async () => {
  const app = await start();

  expect((await app.inject('/files/report.txt')).body).toBe('all is well');
  expect((await app.inject('/files/')).headers['content-type']).toContain('text/html');
  expect((await app.inject('/files/about')).json()).toEqual({ about: 'files' });
  expectProblem(await app.inject('/files/lost.txt'), NOT_FOUND);
  expect((await app.inject({ method: 'POST', url: '/files/report.txt' })).headers['allow']).toBe('GET, HEAD, OPTIONS');
});

test('serves files at the root as well, and one route for each if it is told so', async () => {
  for (const options of [{}, { wildcard: false }]) {
    const app = await start(options);
    expect((await app.inject('/report.txt')).body).toBe('all is well');
    expect((await app.inject('/files/about')).json()).toEqual({ about: 'files' });
    expectProblem(await app.inject('/lost.txt'), NOT_FOUND);
  }
});

test.each(['sent', 'later'])('lets a handler send a file: %s', async (way) => {
  const app = await start();

  const reply = await app.inject(`/files/${way}/report.txt`);
  expect(reply.statusCode).toBe(200);
  expect(reply.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', etag: expect.any(String) });
  expect(reply.body).toBe('all is well');
  const again = await app.inject({
    url: `/files/${way}/report.txt`,
    headers: { 'if-none-match': String(reply.headers.etag) },
  });
  expect(again.statusCode).toBe(304);
  const part = await app.inject({ url: `/files/${way}/report.txt`, headers: { range: 'bytes=0-2' } });
  expect([part.statusCode, part.body]).toEqual([206, 'all']);
  expectProblem(await app.inject(`/files/${way}/lost.txt`), NOT_FOUND);
});

test('keeps clients within its folder', async () => {
  const app = await start();
  for (const url of ['/files/sent/..%2F..%2Fetc%2Fpasswd', '/files/..%2f..%2fetc/passwd', '/files/%2e%2e/passwd']) {
    const reply = await app.inject(url);
    expect([403, 404]).toContain(reply.statusCode);
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(reply.body).not.toContain(root);
  }
});

test('lets a handler behind a guard offer a file for download', async () => {
  const app = await start();

  expectProblem(await app.inject('/files/download'), { title: 'Forbidden', status: 403 });
  const reply = await app.inject({ url: '/files/download', headers: { 'x-allowed': '1' } });
  expect(reply.headers['content-disposition']).toBe('attachment; filename=Bericht.txt');
  expect(reply.body).toBe('all is well');
});

test("leaves what nobody answers to the application's own handler, such as for pages of a browser's router", async () => {
  const app = await serve(Files);
  app.register(fastifyStatic, { root, wildcard: false });
  app.fastify.setNotFoundHandler((_request, reply) => reply.sendFile('index.html'));

  expect((await app.inject('/orders/7')).body).toBe('<p>home</p>');
  expect((await app.inject('/files/about')).json()).toEqual({ about: 'files' });
});
