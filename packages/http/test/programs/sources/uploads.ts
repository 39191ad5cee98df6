import 'reflect-metadata';
import { mkdirSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, createApp, Module, Post, type Upload, UploadedFile } from '@tenon/http';

/*
 * Says whether the parser of forms is there, before the first form and behind it. Takes 64 MB into a sink that is slower than
 * its client, and tells how much memory that took. Ends with a file on disk, and tells the folder in which nothing may be left.
 */

const SIZE = 64 * 1024 * 1024;
const PIECE = Buffer.alloc(256 * 1024, 'x');
const directory = join(import.meta.dirname, `uploads-${process.pid}`);
/** The most that was in memory, of what somebody still holds. */
let peak = 0;
let hasFile = (): void => {};

function measure(): number {
  globalThis.gc?.();
  const { rss } = process.memoryUsage();
  peak = Math.max(peak, rss);
  return rss;
}

/** Begins with a pause that is long enough for a client to send all of it, were it not held back. */
function slowSink(): Writable {
  let hasPaused = false;
  return new Writable({
    write: (_, __, done) => {
      if (hasPaused) {
        done();
        return;
      }
      hasPaused = true;
      void sleep(1000).then(() => {
        measure();
        done();
      });
    },
  });
}

@Controller()
class Files {
  @Post('/slow') slow(@UploadedFile('file', { to: slowSink, maxSize: SIZE }) { size }: Upload) {
    return { size };
  }
  @Post('/never') async never(@UploadedFile('file', { to: 'disk' }) _: Upload) {
    hasFile();
    await new Promise(() => {});
  }
}

@Module({ controllers: [Files] })
class FilesModule {}

const HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
const END = '\r\n--b--\r\n';

/** Sends a file as fast as somebody takes it. */
async function send(url: string, size: number): Promise<string> {
  const headers = {
    'content-type': 'multipart/form-data; boundary=b',
    'content-length': HEAD.length + size + END.length,
  };
  const sent = request(url, { method: 'POST', headers });
  const reply = new Promise<string>((resolve, reject) => {
    sent.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve(text));
    });
  });
  sent.write(HEAD);
  for (let at = 0; at < size; at += PIECE.length) {
    if (!sent.write(PIECE.subarray(0, size - at))) await new Promise((resolve) => sent.once('drain', resolve));
  }
  sent.end(END);
  return reply;
}

function hasParser(): boolean {
  return Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('busboy'));
}

if (process.argv[2] === 'print') {
  mkdirSync(directory);
  const app = await createApp(FilesModule, { logger: false, uploads: { directory } });
  const url = await app.listen({ host: '127.0.0.1', port: 0, signals: false });
  const parser = [hasParser()];
  await send(`${url}/slow`, 1024 * 1024);
  parser.push(hasParser());
  const before = measure();
  peak = 0;
  const reply = JSON.parse(await send(`${url}/slow`, SIZE)) as { readonly size: number };
  const waits = new Promise<void>((resolve) => (hasFile = resolve));
  void send(`${url}/never`, 1000).catch(() => {});
  await waits;
  const files = readdirSync(directory).flatMap((folder) => readdirSync(join(directory, folder))).length;
  console.log(JSON.stringify({ size: reply.size, grown: peak - before, files, directory, parser }));
  process.exit(0);
}
