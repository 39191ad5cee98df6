import 'reflect-metadata';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { Controller, Get, Req, Returns, StreamableFile, type FastifyRequest } from '@tenon/http';
import { Expose } from '@tenon/dto';
import { listen } from '../support/serve.js';
import { until, Wire } from '../support/socket.js';

class ItemView {
  @Expose() id!: number;
}

/** Sources of which nothing has come yet, and which note their end. */
@Controller()
class Sources {
  static ended = 0;
  static begun = 0;
  /** How many wait for their client to go away. */
  static waiting = 0;
  static stream(objectMode: boolean): Readable {
    Sources.begun++;
    return new Readable({
      objectMode,
      read: () => {},
      destroy: (error, done) => {
        Sources.ended++;
        done(error);
      },
    });
  }
  static web(): ReadableStream {
    Sources.begun++;
    return new ReadableStream({ cancel: () => void Sources.ended++ });
  }
  @Get('/bytes') bytes() {
    return Sources.stream(false);
  }
  @Get('/objects') objects() {
    return Sources.stream(true);
  }
  @Get('/views') @Returns([ItemView]) views(): AsyncIterable<ItemView> {
    return Sources.stream(true);
  }
  @Get('/web') web() {
    return Sources.web();
  }
  @Get('/response') response() {
    return new Response(Sources.web());
  }
  @Get('/late/:kind') async late(@Req() { raw, params }: FastifyRequest) {
    Sources.waiting++;
    await new Promise((resolve) => raw.once('close', resolve));
    const { kind } = params as { kind: string };
    return kind === 'web' ? Sources.web() : Sources.stream(kind === 'objects');
  }
}

test.each(['bytes', 'objects', 'web', 'file'])('ends a source of %s that comes when the time is over', async (kind) => {
  Sources.ended = 0;
  let go: (() => void) | undefined;
  @Controller()
  class Slow {
    @Get() async slow() {
      await new Promise<void>((resolve) => (go = resolve));
      if (kind === 'file') return new StreamableFile(Sources.stream(false));
      return kind === 'web' ? Sources.web() : Sources.stream(kind === 'objects');
    }
  }
  const { url } = await listen(Slow, { timeouts: { handlerMs: 30 } });
  expect((await fetch(url)).status).toBe(503);
  go?.();
  await until(() => Sources.ended === 1, 'the source was ended');
  expect(Sources.ended).toBe(1);
});

const PATHS = ['/bytes', '/objects', '/views', '/web', '/response'];

test.each(PATHS)('ends the source of %s when HEAD is asked for', async (path) => {
  Sources.ended = 0;
  const { url } = await listen(Sources);
  expect((await fetch(url + path, { method: 'HEAD' })).status).toBe(200);
  await until(() => Sources.ended === 1, 'the source was ended');
  expect(Sources.ended).toBe(1);
});

test.each([...PATHS, '/late/bytes', '/late/objects', '/late/web'])(
  'ends the source of %s when the client goes away before anything has come',
  async (path) => {
    Sources.ended = Sources.begun = Sources.waiting = 0;
    const { port } = await listen(Sources);
    const wire = new Wire(port);
    wire.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await until(() => Sources.begun + Sources.waiting === 1, 'the handler was called');
    wire.goAway();
    await until(() => Sources.ended === 1, 'the source was ended');
    expect(Sources.begun).toBe(1);
  },
);
