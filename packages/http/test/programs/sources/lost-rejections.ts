import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, createApp, Get, Module } from '@tenon/http';

/*
 * Goes on after a rejection that a request has left to nobody, and says at last by what it was ended.
 *
 * Usage: lost-rejections.js WHAT, one of: request, exit, own listener, outside, after close
 */

const what = process.argv[2];

@Controller()
class Careless {
  @Get('/careless/:id') careless(): string {
    void sleep(5).then(() => Promise.reject(new Error('nobody waits for this')));
    return 'fine';
  }
  @Get('/without-error') withoutError(): string {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- some do
    void sleep(5).then(() => Promise.reject(undefined));
    return 'fine';
  }
}

@Module({ controllers: [Careless] })
class CarelessModule {}

if (what !== undefined) {
  const count = (): number => process.listenerCount('unhandledRejection');
  const listeners = [count()];
  const app = await createApp(CarelessModule, {
    logger: { requests: false },
    ...(what === 'exit' && { onUnhandledRejection: 'exit' }),
  });
  const other = await createApp(CarelessModule, { logger: false });
  app.fastify.get('/raw', () => {
    void Promise.reject(new Error('of a raw route'));
    return 'fine';
  });
  await app.ready();
  listeners.push(count());
  const url = await app.listen({ port: 0, signals: false });
  await other.listen({ port: 0, signals: false });
  listeners.push(count());
  if (what === 'own listener') {
    process.on('unhandledRejection', (reason) => console.log(`own: ${String(reason)}`));
    void Promise.reject(new Error('outside'));
    await sleep(20);
  }
  if (what !== 'outside') {
    for (const path of ['/careless/7', '/without-error', '/raw']) await fetch(`${url}${path}`);
    await sleep(50);
    console.log(`alive: ${await (await fetch(`${url}/careless/8`)).text()}`);
    await sleep(50);
  }
  if (what === 'outside') {
    void Promise.reject(new Error('outside'));
    await sleep(1000);
  }
  await app.close();
  listeners.push(count());
  await other.close();
  listeners.push(count());
  console.log(`listeners: ${listeners.join(' ')}`);
}
