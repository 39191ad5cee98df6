/*
 * Puts one route of one server under load, and prints what a request has cost as JSON:
 * `node dist/load.js <port> <pid> <route>`.
 *
 * Sixty-four connections send their next request as soon as they have the answer to the last one. A client of its own,
 * of plain sockets: on a core as fast as the server's, an HTTP client would often be the slower side, and the figures
 * would then tell of a server that waits.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Exchange, MEASURED, ROUTES } from './app/exchanges.js';
import { HOST } from './subjects/subject.js';

const CONNECTIONS = 64;
/** How much CPU time the server spends on requests that do not count, and on those that do, in milliseconds. */
const WARM_UP_MS = 1000;
const MEASURE_MS = 1000;
/** How long either may take at most, on a machine that has other things to do as well. */
const PATIENCE_MS = 20_000;
const POLL_MS = 20;
/** Latencies are counted in steps of this many microseconds. */
const STEP_US = 20;
const STEPS = 25_000;

const [, , portText = '', pidText = '', routeName = ''] = process.argv;
const route = ROUTES.find((known) => known === routeName);
if (route === undefined) throw new RangeError(`There is no route ${routeName}`);
const port = Number(portText);
const pid = Number(pidText);
const exchanges = MEASURED[route];
const requests = exchanges.map((exchange) => Buffer.from(requestText(exchange)));
const statusText = String(exchanges[0]?.status);

let next = 0;
let answered = 0;
let latencies = new Uint32Array(STEPS);

function requestText({ method, path, headers, body }: Exchange): string {
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${HOST}:${port}`];
  for (const [name, value] of Object.entries(headers ?? {})) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** Sends request after request on one connection. */
function open(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: HOST, port, noDelay: true });
    let sentAt = 0;
    let missing = 0;
    let isChunked = false;
    const send = () => {
      sentAt = performance.now();
      socket.write(requests[next] as Buffer);
      next = (next + 1) % requests.length;
    };
    const finish = () => {
      answered += 1;
      const step = Math.min(STEPS - 1, Math.floor(((performance.now() - sentAt) * 1000) / STEP_US));
      latencies[step] = (latencies[step] ?? 0) + 1;
      send();
    };
    socket.on('data', (chunk: Buffer) => {
      if (isChunked) {
        if (endsChunks(chunk)) {
          isChunked = false;
          finish();
        }
        return;
      }
      if (missing > 0) {
        missing -= chunk.length;
        if (missing === 0) finish();
        return;
      }
      const end = chunk.indexOf('\r\n\r\n');
      if (end < 0 || chunk.toString('latin1', 9, 12) !== statusText) throw new Error(`Answered: ${chunk.toString()}`);
      const head = chunk.toString('latin1', 12, end).toLowerCase();
      const at = head.indexOf('content-length: ');
      if (at >= 0) {
        missing = Number.parseInt(head.slice(at + 16), 10) - (chunk.length - end - 4);
        if (missing === 0) finish();
      } else if (head.includes('transfer-encoding: chunked')) {
        if (endsChunks(chunk)) finish();
        else isChunked = true;
      } else throw new Error(`Answered without a length: ${head}`);
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      send();
      resolve(socket);
    });
  });
}

function endsChunks(chunk: Buffer): boolean {
  return chunk.toString('latin1', chunk.length - 5) === '0\r\n\r\n';
}

/** What the server has spent so far, all its threads together, in microseconds of CPU time. */
function serverCpuUs(): number {
  const tasks = `/proc/${pid}/task`;
  let ns = 0;
  for (const task of readdirSync(tasks)) {
    ns += Number.parseInt(readFileSync(`${tasks}/${task}/schedstat`, 'utf8'), 10);
  }
  return ns / 1000;
}

async function untilSpent(cpuMs: number): Promise<void> {
  const end = serverCpuUs() + cpuMs * 1000;
  const patience = performance.now() + PATIENCE_MS;
  while (serverCpuUs() < end) {
    if (performance.now() > patience) throw new Error('The server had too little of its core');
    await setTimeout(POLL_MS);
  }
}

function percentileMs(share: number): number {
  let left = answered * share;
  const step = latencies.findIndex((count) => (left -= count) <= 0);
  return ((step + 1) * STEP_US) / 1000;
}

const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, open));
await untilSpent(WARM_UP_MS);

answered = 0;
latencies = new Uint32Array(STEPS);
const ownCpu = process.cpuUsage();
const cpuBefore = serverCpuUs();
const start = performance.now();
await untilSpent(MEASURE_MS);
const cpuUs = serverCpuUs() - cpuBefore;
const elapsedMs = performance.now() - start;
const { user, system } = process.cpuUsage(ownCpu);

process.stdout.write(
  `${JSON.stringify({
    cpuUs: cpuUs / answered,
    perSecond: (answered * 1000) / elapsedMs,
    p99Ms: percentileMs(0.99),
    /** The share of its core that the server had to itself; and the one that this process took of its own. */
    busy: cpuUs / 1000 / elapsedMs,
    loadBusy: (user + system) / 1000 / elapsedMs,
  })}\n`,
);
for (const socket of sockets) socket.destroy();
