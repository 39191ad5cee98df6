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
import { type Sample, slopeOf } from './memory.js';
import type { Report } from './server.js';
import { runGoodClients } from './traffic/good-clients.js';
import { runHostileClients } from './traffic/hostile-clients.js';
import { Tally } from './traffic/tally.js';

/** How much of a run V8 takes to compile what is hot and to settle its heap. */
const WARM_UP = 1 / 3;
/** What comes to the memory in a minute, at least, before it counts as a leak: in MB. */
const LEAST_SLOPE_MB = 1;
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

const reports: Report[] = [];
server.on('message', (report: Report) => reports.push(report));
const before = descriptorsOf(server);
const samples: Sample[] = [];
const began = Date.now();
const until = began + seconds * 1000;
const sampling = setInterval(() => {
  if (!hasEnded)
    samples.push({ second: (Date.now() - began) / 1000, rssMb: rssMbOf(server), descriptors: descriptorsOf(server) });
}, 500);
const tally = new Tally();
await Promise.all([runGoodClients(port, until, tally), runHostileClients(port, until, seed, tally)]);
clearInterval(sampling);
await setTimeout(SETTLING_MS);

const faults: string[] = [];
if (hasEnded) faults.push('The server has ended.');
const after = hasEnded ? 0 : descriptorsOf(server);
const settled = samples.slice(Math.floor(samples.length * WARM_UP));
const slope = slopeOf(settled);
if (tally.failed.length > 0) faults.push(`${tally.failed.length} good requests failed, such as ${tally.failed[0]}`);
if (tally.serverErrors.length > 0) {
  const names = [...new Set(tally.serverErrors)].join('\n  ');
  faults.push(`${tally.serverErrors.length} hostile requests were answered with 5xx:\n  ${names}`);
}
if (after > before) faults.push(`${after - before} descriptors are left.`);
if (slope.perMinute - slope.margin > LEAST_SLOPE_MB) faults.push('The memory grows.');

const machine = await readMachine([join(import.meta.dirname, '..', '..', '..', 'packages', 'http')]);
console.log(
  [
    `${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}, ${machine.date}`,
    `${seconds} s, seed ${seed}: ${tally.good} good requests, ${tally.hostile} hostile ones`,
    `resident memory ${settled[0]?.rssMb.toFixed(0)} MB → ${settled.at(-1)?.rssMb.toFixed(0)} MB, ` +
      `${slope.perMinute.toFixed(2)} ± ${slope.margin.toFixed(2)} MB a minute`,
    `heap at the end ${reports.at(-1)?.heapMb.toFixed(0)} MB, descriptors ${before} → ${after}`,
    `longest turn of the event loop ${Math.max(...reports.map(({ longestMs }) => longestMs)).toFixed(0)} ms`,
    ...faults.map((fault) => `FAULT: ${fault}`),
  ].join('\n'),
);
server.kill('SIGKILL');
process.exit(faults.length === 0 ? 0 : 1);

function rssMbOf({ pid }: ChildProcess): number {
  const [, pages = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
  return (Number(pages) * 4096) / 2 ** 20;
}

function descriptorsOf({ pid }: ChildProcess): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}
