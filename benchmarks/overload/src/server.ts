/*
 * The server that is given too much. Says its port to its parent.
 *
 * Usage: server.js OPTIONS, the options of createApp as JSON
 */
import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { type AppOptions, Body, Controller, createApp, Get, Module, Post } from '@tenon/http';

/** How long a request keeps the process busy, in milliseconds. */
const BUSY_MS = 5;
/** How long something behind the process takes, and how many it takes at once. */
const WAIT_MS = 20;
const POOL = 4;

function work(): void {
  const end = performance.now() + BUSY_MS;
  while (performance.now() < end) Math.sqrt(end);
}

/** Like the connections to a database: who finds none free stands in line. */
class Pool {
  #free = POOL;
  readonly #line: (() => void)[] = [];

  async run(): Promise<void> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#line.push(resolve));
    else this.#free--;
    await setTimeout(WAIT_MS);
    const next = this.#line.shift();
    if (next) next();
    else this.#free++;
  }
}

const pool = new Pool();

@Controller()
class WorkController {
  @Get('/busy') busy() {
    work();
    return { done: true };
  }
  @Post('/busy') busyWithBody(@Body({ unvalidated: true }) body: unknown) {
    work();
    return body;
  }
  /** Is busy only when something else has been waited for. */
  @Get('/later') async later() {
    await setTimeout(1);
    work();
    return { done: true };
  }
  @Get('/pool') async pooled() {
    await pool.run();
    return { done: true };
  }
  @Get('/quick') quick() {
    return { done: true };
  }
}

@Module({ controllers: [WorkController] })
class WorkModule {}

const options = JSON.parse(process.argv[2] ?? '{}') as AppOptions;
const app = await createApp(WorkModule, { logger: { level: 'fatal', pretty: false }, ...options });
const url = await app.listen({ port: 0 });
process.send?.({ port: Number(new URL(url).port) });
process.once('disconnect', () => process.exit());
