import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, createApp, Get, Module } from '@tenon/http';

/* Ends itself by a rejection that nobody handles. */

@Controller()
class Careless {
  @Get('/careless/:id') careless(): string {
    void sleep(5).then(() => Promise.reject(new Error('nobody waits for this')));
    return 'fine';
  }
}

@Module({ controllers: [Careless] })
class CarelessModule {}

if (process.argv[2] === 'print') {
  const app = await createApp(CarelessModule, { logger: { requests: false } });
  await app.inject('/careless/7');
  await sleep(1000);
}
