/*
 * The server that is soaked, unconfigured but for its port and its log. Tells its parent where it listens, and then, once a second, what it
 * uses and for how long its event loop was held up.
 */
import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '@tenon/http';
import { AppModule } from './app/notes.js';

/** What a server tells once a second. */
export interface Report {
  readonly heapMb: number;
  /** The longest turn of the event loop in this second, in milliseconds. */
  readonly longestMs: number;
}

const app = await createApp(AppModule, { logger: { level: 'fatal', pretty: false } });
const url = await app.listen({ port: 0 });
process.send?.({ port: Number(new URL(url).port) });

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
setInterval(() => {
  const report: Report = { heapMb: process.memoryUsage().heapUsed / 2 ** 20, longestMs: delay.max / 1e6 };
  delay.reset();
  process.send?.(report);
}, 1000).unref();
process.once('disconnect', () => process.exit());
