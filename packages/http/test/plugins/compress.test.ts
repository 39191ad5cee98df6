import 'reflect-metadata';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import compress from '@fastify/compress';
import { expect, test } from '@jest/globals';
import { Expose, IsString } from '@tenon/dto';
import {
  BadRequestException,
  Body,
  Controller,
  FastifyOptions,
  type FastifyReply,
  Get,
  Post,
  Res,
  Returns,
} from '@tenon/http';
import { serve } from '../support/serve.js';
import { expectProblem } from './problem.js';

const LONG = 'tenon '.repeat(1000);

class Page {
  @Expose() @IsString() text!: string;
}

@Controller('/pages')
class Pages {
  @Get() @Returns(Page) view() {
    return { text: LONG, secret: 'hidden' };
  }
  @Get('/list') @Returns([Page]) list() {
    return [{ text: LONG }];
  }
  @Get('/object') object() {
    return { text: LONG };
  }
  @Get('/short') short() {
    return { text: 'short' };
  }
  @Get('/stream') async *stream() {
    yield { text: LONG };
    yield { text: 'end' };
  }
  @Get('/response') response() {
    return new Response(LONG, { headers: { 'content-type': 'text/plain' } });
  }
  @Get('/bytes') bytes(@Res() reply: FastifyReply) {
    reply.type('image/png');
    return Buffer.alloc(4000);
  }
  @Get('/plain') @FastifyOptions({ compress: false }) plain() {
    return LONG;
  }
  @Get('/own') own(@Res() reply: FastifyReply) {
    return reply.type('text/plain').compress(LONG);
  }
  @Get('/failing') failing() {
    throw new BadRequestException(LONG);
  }
  @Post() echo(@Body() page: Page) {
    return { length: page.text.length };
  }
}

async function start() {
  const app = await serve(Pages, { showErrors: false });
  app.register(compress);
  const get = (url: string, encoding = 'gzip') => app.inject({ url, headers: { 'accept-encoding': encoding } });
  return { app, get };
}

test('compresses the JSON of a view, as the client takes it', async () => {
  const { get } = await start();

  const reply = await get('/pages');
  expect(reply.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'application/json; charset=utf-8',
    vary: 'accept-encoding',
  });
  expect(reply.rawPayload.length).toBeLessThan(500);
  expect(JSON.parse(gunzipSync(reply.rawPayload).toString())).toEqual({ text: LONG });
  const other = await get('/pages', 'br');
  expect(JSON.parse(brotliDecompressSync(other.rawPayload).toString())).toEqual({ text: LONG });
  expect((await get('/pages', 'identity')).json()).toEqual({ text: LONG });
});

test.each([
  ['/pages/list', JSON.stringify([{ text: LONG }])],
  ['/pages/object', JSON.stringify({ text: LONG })],
  ['/pages/stream', JSON.stringify([{ text: LONG }, { text: 'end' }])],
  ['/pages/response', LONG],
  ['/pages/own', LONG],
])('compresses %s', async (url, text) => {
  const { get } = await start();
  const reply = await get(url);
  expect(reply.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(reply.rawPayload).toString()).toBe(text);
});

test('leaves alone what is short, what is compressed, and the routes that say so', async () => {
  const { get } = await start();
  for (const url of ['/pages/short', '/pages/bytes', '/pages/plain']) {
    expect((await get(url)).headers).not.toHaveProperty('content-encoding');
  }
});

test('compresses a problem', async () => {
  const { get } = await start();
  const reply = await get('/pages/failing');
  expect(reply.statusCode).toBe(400);
  expect(reply.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(reply.rawPayload).toString())).toMatchObject({ status: 400, detail: LONG });
});

test('reads a compressed body, and refuses one that is not', async () => {
  const { app } = await start();
  const post = (payload: Buffer, encoding: string) =>
    app.inject({
      method: 'POST',
      url: '/pages',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      payload,
    });

  expect((await post(gzipSync(JSON.stringify({ text: LONG })), 'gzip')).json()).toEqual({ length: LONG.length });
  expectProblem(await post(Buffer.from('{"text":"plain"}'), 'gzip'), {
    title: 'Bad Request',
    status: 400,
    detail: 'Could not decompress the request payload using the provided encoding',
    code: 'cp-invalid-content',
  });
  expectProblem(await post(Buffer.from('{}'), 'lzma'), {
    title: 'Unsupported Media Type',
    status: 415,
    detail: 'Unsupported Content-Encoding: lzma',
    code: 'cp-invalid-content-encoding',
  });
});

test('refuses a body that is too large once it is unpacked', async () => {
  const app = await serve(Pages, { bodyLimit: 2000, showErrors: false });
  app.register(compress);
  const payload = gzipSync(JSON.stringify({ text: LONG }));
  expect(payload.length).toBeLessThan(200);
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

  const reply = await app.inject({ method: 'POST', url: '/pages', headers, payload });
  expect(reply.statusCode).toBe(413);
});
