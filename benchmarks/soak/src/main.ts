/*
 * Soaks a server in good and hostile traffic at once, and tells whether it has lost a good request, answered a hostile one
 * with 5xx, kept a descriptor, or needs more and more memory: `node dist/main.js --seconds 60`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readMachine } from '../../harness/machine.js';
import { plainEnvironment } from '../../harness/run-worker.js';
import { grows, type Sample, slopeOf, writeSlope } from './memory.js';
import type { Report } from './server.js';
import { runGoodClients } from './traffic/good-clients.js';
import { runHostileClients } from './traffic/hostile-clients.js';
import { Tally } from './traffic/tally.js';

/** How much of a run is not looked at: what is hot is compiled, and caches fill. */
const WARM_UP = 1 / 3;
/** How long it takes V8 to find how much memory it wants to keep under this traffic, in seconds. */
const SETTLED_AFTER_S = 120;
/** What comes to the memory in a minute, at least, before it counts as a leak: in MB. */
const LEAST_SLOPE_MB = 1;
/** The same in a run that is over before caches are full. Of 1 KB lost with each request it would be several times as much. */
const LEAST_SLOPE_AT_FIRST_MB = 5;
/** How long after the last client has left its descriptors may still be there, in milliseconds. */
const SETTLING_MS = 3000;

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));

const server = spawn(process.execPath, [join(import.meta.dirname, 'server.js')], {
  env: { ...plainEnvironment(), NODE_ENV: 'production' },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
const [{ port }] = (await once(server, 'message')) as [{ readonly port: number }];
const ended = once(server, 'exit');
let hasEnded = false;
void ended.then(() => (hasEnded = true));

const began = Date.now();
const heap: Sample[] = [];
let longestMs = 0;
server.on('message', (report: Report) => {
  heap.push({ second: secondsSince(began), mb: report.heapMb });
  longestMs = Math.max(longestMs, report.longestMs);
});
const before = descriptorsOf(server);
const resident: Sample[] = [];
const until = began + seconds * 1000;
const sampling = setInterval(() => {
  if (!hasEnded) resident.push({ second: secondsSince(began), mb: rssMbOf(server) });
}, 500);
const tally = new Tally();
await Promise.all([runGoodClients(port, until, tally), runHostileClients(port, until, seed, tally)]);
clearInterval(sampling);
await setTimeout(SETTLING_MS);

const faults: string[] = [];
if (hasEnded) faults.push('The server has ended.');
const after = hasEnded ? 0 : descriptorsOf(server);
const heapSlope = slopeOf(heap.filter(({ second }) => second > seconds * WARM_UP));
const settled = resident.filter(({ second }) => second > Math.max(seconds * WARM_UP, SETTLED_AFTER_S));
const slope = slopeOf(settled.length > 60 ? settled : resident);
if (tally.failed.length > 0) faults.push(`${tally.failed.length} good requests failed, such as ${tally.failed[0]}`);
if (tally.serverErrors.length > 0) {
  const names = [...new Set(tally.serverErrors)].join('\n  ');
  faults.push(`${tally.serverErrors.length} hostile requests were answered with 5xx:\n  ${names}`);
}
if (after > before) faults.push(`${after - before} descriptors are left.`);
const leastMb = seconds > SETTLED_AFTER_S ? LEAST_SLOPE_MB : LEAST_SLOPE_AT_FIRST_MB;
if (grows(heapSlope, leastMb)) faults.push('The heap grows.');
if (settled.length > 60 && grows(slope, LEAST_SLOPE_MB)) faults.push('The resident memory grows.');

const machine = await readMachine([join(import.meta.dirname, '..', '..', '..', 'packages', 'http')]);
console.log(
  [
    `${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}, ${machine.date}`,
    `${seconds} s, seed ${seed}: ${tally.good} good requests, ${tally.hostile} hostile ones`,
    `heap after a collection ${heap.at(-1)?.mb.toFixed(0)} MB, ${writeSlope(heapSlope)}`,
    `resident memory ${resident.at(-1)?.mb.toFixed(0)} MB, ${writeSlope(slope)}${settled.length > 60 ? '' : ', before V8 has settled'}`,
    `resident memory by the minute: ${byMinute(resident).join(', ')} MB`,
    `descriptors ${before} → ${after}`,
    `longest turn of the event loop ${longestMs.toFixed(0)} ms`,
    ...faults.map((fault) => `FAULT: ${fault}`),
  ].join('\n'),
);
server.kill('SIGKILL');
process.exit(faults.length === 0 ? 0 : 1);

/** Gives the mean of each minute that is whole, or nearly. */
function byMinute(samples: readonly Sample[]): readonly string[] {
  const minutes = Map.groupBy(samples, ({ second }) => Math.floor(second / 60));
  return [...minutes.values()]
    .filter((part) => part.length > 60)
    .map((part) => (part.reduce((sum, { mb }) => sum + mb, 0) / part.length).toFixed(0));
}

function secondsSince(start: number): number {
  return (Date.now() - start) / 1000;
}

function rssMbOf({ pid }: ChildProcess): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return (Number(pages) * 4096) / 2 ** 20;
}

function descriptorsOf({ pid }: ChildProcess): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
