/*
 * Puts one route of one or more servers under load, and prints what a request has cost each of them as JSON:
 * `node dist/load.js <route> <port>:<pid> …`.
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
/** How much CPU time a server spends before anything counts, in milliseconds. */
const WARM_UP_MS = 1000;
/** The servers take turns of this length, in CPU time of theirs, as many times. */
const TURN_MS = 100;
const TURNS = 10;
/** How long a turn may take at most, on a machine that has other things to do as well. */
const PATIENCE_MS = 20_000;
const POLL_MS = 10;
/** Latencies are counted in steps of this many microseconds. */
const STEP_US = 20;
const STEPS = 25_000;

const [, , routeName = '', ...targets] = process.argv;
const route = ROUTES.find((known) => known === routeName);
if (route === undefined) throw new RangeError(`There is no route ${routeName}`);
const exchanges = MEASURED[route];
const requests = exchanges.map((exchange) => Buffer.from(requestText(exchange)));
const statusText = String(exchanges[0]?.status);
let next = 0;

function requestText({ method, path, headers, body }: Exchange): string {
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${HOST}`];
  for (const [name, value] of Object.entries(headers ?? {})) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** Sends one request after the other, and calls back for each answer. */
class Connection {
  readonly #socket: Socket;
  readonly #answered: (connection: Connection, latencyUs: number) => void;
  #sentAt = 0;
  /** What of the answer has not come yet. */
  #missing = 0;
  #isChunked = false;

  constructor(port: number, answered: (connection: Connection, latencyUs: number) => void) {
    this.#answered = answered;
    this.#socket = connect({ host: HOST, port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
  }

  send(): void {
    this.#sentAt = performance.now();
    this.#socket.write(requests[next] as Buffer);
    next = (next + 1) % requests.length;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#isChunked) {
      this.#isChunked = !endsChunks(chunk);
      if (!this.#isChunked) this.#finish();
      return;
    }
    if (this.#missing > 0) {
      this.#missing -= chunk.length;
      if (this.#missing === 0) this.#finish();
      return;
    }
    const end = chunk.indexOf('\r\n\r\n');
    if (end < 0 || chunk.toString('latin1', 9, 12) !== statusText) throw new Error(`Answered: ${chunk.toString()}`);
    const head = chunk.toString('latin1', 12, end).toLowerCase();
    const at = head.indexOf('content-length: ');
    if (at >= 0) {
      this.#missing = Number.parseInt(head.slice(at + 16), 10) - (chunk.length - end - 4);
      if (this.#missing === 0) this.#finish();
    } else if (head.includes('transfer-encoding: chunked')) {
      this.#isChunked = !endsChunks(chunk);
      if (!this.#isChunked) this.#finish();
    } else throw new Error(`Answered without a length: ${head}`);
  }

  #finish(): void {
    this.#answered(this, (performance.now() - this.#sentAt) * 1000);
  }
}

function endsChunks(chunk: Buffer): boolean {
  return chunk.toString('latin1', chunk.length - 5) === '0\r\n\r\n';
}

/** One server, and what has been measured of it. */
class Target {
  readonly #port: number;
  readonly #pid: number;
  #answers = 0;
  #cpuUs = 0;
  #elapsedMs = 0;
  #loadMs = 0;
  #latencies = new Uint32Array(STEPS);

  constructor(text: string) {
    const [port = 0, pid = 0] = text.split(':').map(Number);
    this.#port = port;
    this.#pid = pid;
  }

  /**
   * Puts the server under load until it has spent so much CPU time. What connecting costs does not count: the first
   * answer on each connection comes before; and the last answers have come before the end is taken.
   */
  async run(cpuMs: number): Promise<void> {
    let isOpening = CONNECTIONS;
    let isEnding = false;
    let pending = CONNECTIONS;
    const { promise: open, resolve: opened } = Promise.withResolvers<void>();
    const { promise: end, resolve: ended } = Promise.withResolvers<void>();
    const connections = Array.from(
      { length: CONNECTIONS },
      () =>
        new Connection(this.#port, (connection, latencyUs) => {
          if (isOpening > 0) {
            isOpening -= 1;
            if (isOpening === 0) opened();
            return;
          }
          this.#count(latencyUs);
          if (!isEnding) return connection.send();
          pending -= 1;
          if (pending === 0) ended();
        }),
    );
    for (const connection of connections) connection.send();
    await open;

    const start = performance.now();
    const loadBefore = process.cpuUsage();
    const cpuBefore = this.#serverCpuUs();
    for (const connection of connections) connection.send();
    while (this.#serverCpuUs() < cpuBefore + cpuMs * 1000) {
      if (performance.now() > start + PATIENCE_MS) throw new Error('The server had too little of its core');
      await setTimeout(POLL_MS);
    }
    isEnding = true;
    await end;
    this.#cpuUs += this.#serverCpuUs() - cpuBefore;
    this.#elapsedMs += performance.now() - start;
    const { user, system } = process.cpuUsage(loadBefore);
    this.#loadMs += (user + system) / 1000;
    for (const connection of connections) connection.close();
  }

  forget(): void {
    this.#answers = 0;
    this.#cpuUs = 0;
    this.#elapsedMs = 0;
    this.#loadMs = 0;
    this.#latencies = new Uint32Array(STEPS);
  }

  figures() {
    return {
      cpuUs: this.#cpuUs / this.#answers,
      perSecond: (this.#answers * 1000) / this.#elapsedMs,
      p99Ms: this.#percentileMs(0.99),
      /** The share of its core that the server had; and the one that this process took of its own meanwhile. */
      busy: this.#cpuUs / 1000 / this.#elapsedMs,
      loadBusy: this.#loadMs / this.#elapsedMs,
    };
  }

  #count(latencyUs: number): void {
    this.#answers += 1;
    const step = Math.min(STEPS - 1, Math.floor(latencyUs / STEP_US));
    this.#latencies[step] = (this.#latencies[step] ?? 0) + 1;
  }

  #percentileMs(share: number): number {
    let left = this.#answers * share;
    const step = this.#latencies.findIndex((count) => (left -= count) <= 0);
    return ((step + 1) * STEP_US) / 1000;
  }

  /** What the server has spent so far, all its threads together. */
  #serverCpuUs(): number {
    const tasks = `/proc/${this.#pid}/task`;
    let ns = 0;
    for (const task of readdirSync(tasks)) {
      ns += Number.parseInt(readFileSync(`${tasks}/${task}/schedstat`, 'utf8'), 10);
    }
    return ns / 1000;
  }
}

const all = targets.map((text) => new Target(text));
for (const target of all) {
  await target.run(WARM_UP_MS);
  target.forget();
}
for (let turn = 0; turn < TURNS; turn += 1) {
  const first = turn % all.length;
  for (const target of [...all.slice(first), ...all.slice(0, first)]) await target.run(TURN_MS);
}
process.stdout.write(`${JSON.stringify(all.map((target) => target.figures()))}\n`);
