import 'reflect-metadata';
import { Readable } from 'node:stream';
import fastifyCompress from '@fastify/compress';
import { expect, test } from '@jest/globals';
import { Controller, Get, StreamableFile } from '@tenon/http';
import { listen } from '../support/serve.js';

/* What is to be compressed, and fails before any of it was sent, is told in a problem that is not compressed. */

async function* fails(): AsyncGenerator<object> {
  yield { id: 1 };
  throw new Error('inside');
}

@Controller()
class Failing {
  @Get('/items') items() {
    return fails();
  }
  @Get('/file') file() {
    return new StreamableFile(Readable.from(['too long']), { type: 'text/plain', length: 3 });
  }
  @Get('/response') response() {
    return new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('inside')) }));
  }
}

test.each(['/items', '/file', '/response'])('tells in plain words that %s has failed', async (path) => {
  const { url } = await listen(Failing, {}, (app) => app.register(fastifyCompress, { threshold: 0 }));
  const reply = await fetch(url + path, { headers: { 'accept-encoding': 'gzip' } });

  expect(reply.status).toBe(500);
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await reply.json()).toMatchObject({ status: 500 });
});
