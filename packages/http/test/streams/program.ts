/* A server whose every route has 64 MB for each client, and that tells what it costs. Compiled and started by stream-process.ts. */
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Controller, createApp, Get, Module, Sse, StreamableFile } from '@tenon/http';

const CHUNK = 64 * 1024;
const CHUNKS = 1024;
const text = 'x'.repeat(CHUNK);
const bytes = Buffer.from(text);
const folder = mkdtempSync(join(tmpdir(), 'tenon-streams-'));
writeFileSync(join(folder, 'large.bin'), '');
truncateSync(join(folder, 'large.bin'), CHUNK * CHUNKS);

/** How many chunks sources have given, and how many sources there are that were not ended. */
const count = { given: 0, open: 0 };
const sockets = new Set<Socket>();

async function* items<T>(item: T) {
  count.open++;
  try {
    for (let index = 0; index < CHUNKS; index++) {
      count.given++;
      yield item;
    }
  } finally {
    count.open--;
  }
}

function stream(): Readable {
  let left = CHUNKS;
  count.open++;
  return new Readable({
    read() {
      count.given++;
      this.push(left-- > 0 ? bytes : null);
    },
    destroy(error, done) {
      count.open--;
      done(error);
    },
  });
}

@Controller()
class Large {
  @Get('/node') node() {
    return stream();
  }
  @Get('/web') web() {
    return Readable.toWeb(stream());
  }
  @Get('/texts') texts() {
    return items(text);
  }
  @Get('/objects') objects() {
    return items({ text });
  }
  @Sse('/events', { heartbeatMs: 10 }) events() {
    return items(text);
  }
  @Get('/stream-file') streamFile() {
    return new StreamableFile(stream(), { length: CHUNK * CHUNKS });
  }
  @Get('/disk-file') diskFile() {
    return StreamableFile.fromDisk(folder, 'large.bin');
  }
  @Get('/count') count() {
    const written = [...sockets].reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
    return { ...count, written, clients: sockets.size, descriptors: readdirSync('/proc/self/fd').length };
  }
  @Get('/rss') rss() {
    (globalThis as { gc?: () => void }).gc?.();
    return process.memoryUsage.rss();
  }
}

@Module({ controllers: [Large] })
class AppModule {}

const app = await createApp(AppModule, {
  logger: { level: 'silent' },
  staticFiles: [{ folder, path: '/static' }],
});
app.fastify.server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
process.on('exit', () => rmSync(folder, { recursive: true }));
process.on('SIGTERM', () => process.exit(0));
console.log(await app.listen({ host: '127.0.0.1', port: 0, signals: false }));
