import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, createApp, Get, Module, Post } from '@tenon/http';

/* Prints how many descriptors it has, before and after clients have gone away in the middle of all kinds of things. */

@Controller()
class Pages {
  @Get('/waiting') waiting() {
    return new Promise<never>(() => {});
  }
  @Get('/large') large() {
    return 'x'.repeat(1_000_000);
  }
  @Post('/orders') place(@Body({ unvalidated: true }) body: unknown) {
    return { body };
  }
}

@Module({ controllers: [Pages] })
class PagesModule {}

const BEGINNINGS = [
  'GET /lar',
  'GET /waiting HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /large HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a":',
  'POST /nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc',
  'POST /large HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc',
  'nonsense\r\n\r\n',
  '',
];

const countDescriptors = (): number => readdirSync('/proc/self/fd').length;

async function goAway(port: number, beginning: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(beginning);
  await sleep(5);
  socket.resetAndDestroy();
  await new Promise((resolve) => socket.once('close', resolve));
}

if (process.argv[2] === 'print') {
  const app = await createApp(PagesModule, { logger: false });
  const { port } = new URL(await app.listen({ port: 0, signals: false }));
  await goAway(Number(port), BEGINNINGS[1] as string);
  const before = countDescriptors();
  for (let round = 0; round < 25; round++)
    await Promise.all(BEGINNINGS.map((beginning) => goAway(Number(port), beginning)));
  for (let wait = 0; wait < 50 && countDescriptors() > before; wait++) await sleep(20);
  const { promise, resolve } = Promise.withResolvers<number>();
  app.fastify.server.getConnections((_, count) => resolve(count));
  process.stdout.write(JSON.stringify({ more: Math.max(0, countDescriptors() - before), connections: await promise }));
  await app.close();
}
