/*
 * Restarts two servers, one after the other, behind haproxy and nginx and under load: `node dist/main.js --rounds 10`.
 * Fails if a request was lost, or was answered otherwise than it should have been.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../../harness/free-port.js';
import { readMachine } from '../../harness/machine.js';
import { plainEnvironment } from '../../harness/run-worker.js';
import { runLoad } from './load.js';
import { answers, startProxies } from './proxies.js';

/** How many clients each proxy has. */
const CLIENTS = 32;
/** How long a client waits between a reply and its next request, in milliseconds. */
const PAUSE_MS = 150;
/** How long a new server serves before the next one is ended, in milliseconds. */
const SETTLING_MS = 1000;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);

const ports: [number, number] = [await freePort(), await freePort()];
const servers = await Promise.all(ports.map(startServer));
const proxies = await startProxies(ports);
const errors: string[] = [];
for (const { name, process: proxy } of proxies)
  proxy.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(`${name}: ${text.trim()}`));

const stop = new AbortController();
const began = Date.now();
const load = Promise.all(proxies.map(({ port }) => runLoad(port, CLIENTS, PAUSE_MS, stop.signal)));
const faults: string[] = [];
const ends: number[] = [];
await setTimeout(1000);
for (let round = 0; round < rounds; round++) {
  for (const [index, port] of ports.entries()) {
    const start = Date.now();
    const code = await endServer(servers[index] as ChildProcess);
    ends.push(Date.now() - start);
    if (code !== 0) faults.push(`A server has ended with exit code ${code}.`);
    servers[index] = await startServer(port);
    await answers('a server', port, '/health/ready');
    // The next one is not ended before both proxies send requests to this one.
    for (const proxy of proxies) await answers(proxy.name, proxy.port, '/orders/1', servers[index]?.pid);
    await setTimeout(SETTLING_MS);
  }
}
stop.abort();
const tallies = await load;
const seconds = (Date.now() - began) / 1000;

const machine = await readMachine([join(import.meta.dirname, '..', '..', '..', 'packages', 'http')]);
const version = (command: string, flag: string): string =>
  execFileSync('sh', ['-c', `PATH=$PATH:/usr/sbin ${command} ${flag} 2>&1 | head -n 1`], { encoding: 'utf8' }).trim();
const lines = [
  `${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(1)}, Node ${machine.node}, ${machine.date}`,
  `${version('haproxy', '-v').replace(/ -.*/, '')}; ${version('nginx', '-v')}`,
  `${rounds} rounds, ${ends.length} restarts in ${seconds.toFixed(0)} s; from SIGTERM to the end ` +
    `${Math.min(...ends)} to ${Math.max(...ends)} ms`,
];
for (const [index, { name }] of proxies.entries()) {
  const { good, failed, lost, longestMs } = tallies[index] as (typeof tallies)[number];
  const rate = (good / seconds).toFixed(0);
  lines.push(
    `${name}: ${good} good replies (${rate}/s), ${failed.length} failed, ${lost.length} lost; ` +
      `the longest took ${longestMs.toFixed(0)} ms`,
  );
  for (const fault of [...failed, ...lost].slice(0, 20)) faults.push(`${name}: ${fault}`);
  if (good < rounds) faults.push(`${name}: there was no load.`);
}
console.log([...lines, ...faults.map((fault) => `FAULT: ${fault}`)].join('\n'));
// That a connection is refused is what nginx notices a restart by.
const told = errors.flatMap((text) => text.split('\n')).filter((line) => !line.includes('Connection refused'));
if (faults.length > 0) console.log(told.slice(-50).join('\n'));
for (const { process: proxy } of proxies) proxy.kill('SIGTERM');
await Promise.all(servers.map(endServer));
process.exit(faults.length === 0 ? 0 : 1);

async function startServer(port: number): Promise<ChildProcess> {
  const server = spawn(process.execPath, [join(import.meta.dirname, 'server.js')], {
    env: { ...plainEnvironment(), NODE_ENV: 'production', PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await Promise.race([
    once(server, 'message'),
    once(server, 'exit').then(() => Promise.reject(new Error('A server has ended before it listened.'))),
  ]);
  return server;
}

/** @returns the exit code */
async function endServer(server: ChildProcess): Promise<number | null> {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const [code] = await ended;
  return code as number | null;
}
