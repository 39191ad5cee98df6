/*
 * The server that is soaked, unconfigured but for its port and its log. Tells its parent where it listens, and then, every
 * few seconds, what it uses and for how long its event loop was held up.
 */
import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createApp } from '@tenon/http';
import { AppModule } from './app/notes.js';

const REPORT_MS = 3000;

/** What a server tells now and then. */
export interface Report {
  /** What is left of the heap after a collection. */
  readonly heapMb: number;
  /** The longest turn of the event loop since the last report, without the collection for it, in milliseconds. */
  readonly longestMs: number;
}

const app = await createApp(AppModule, { logger: { level: 'fatal', pretty: false } });
const url = await app.listen({ port: 0 });
process.send?.({ port: Number(new URL(url).port) });

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
setInterval(() => {
  const longestMs = delay.max / 1e6;
  collect();
  const report: Report = { heapMb: process.memoryUsage().heapUsed / 2 ** 20, longestMs };
  process.send?.(report);
  // Behind the turn that the collection has held up.
  setImmediate(() => setImmediate(() => delay.reset()));
}, REPORT_MS).unref();
process.once('disconnect', () => process.exit());
