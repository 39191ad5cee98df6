import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Figures } from './results.js';
import { plainEnvironment } from './run-worker.js';
import { LOAD_CORE } from './server-process.js';
import { HOST } from './subject.js';

const CONNECTIONS = 64;
/** How long a connection waits that was refused, in milliseconds. */
const PAUSE_MS = 100;
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
/** How long the load of all servers may take. */
const TIMEOUT_MS = 300_000;

/** One request, as it is sent. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server, and what it is asked again and again. */
export interface LoadTarget {
  readonly port: number;
  readonly pid: number;
  readonly requests: readonly LoadRequest[];
  /** Which all answers must have. */
  readonly status: number;
  /** How many connections ask at once. Default: 64. */
  readonly connections?: number;
}

/** Is told of each answer. */
type Answered = (connection: Connection, latencyUs: number, isRefused: boolean) => void;

/**
 * Runs the script that calls `loadServers` on the core that the servers leave free, and gives the figures that it prints.
 *
 * @param script - its file, then its arguments
 */
export async function runLoad(script: readonly string[]): Promise<Figures[]> {
  const { stdout } = await promisify(execFile)(
    'taskset',
    ['--cpu-list', String(LOAD_CORE), process.execPath, ...script],
    { env: plainEnvironment(), timeout: TIMEOUT_MS },
  );
  const figures: Figures[] = JSON.parse(stdout);
  return figures;
}

/**
 * Puts one or more servers under load, and gives what a request has cost each of them.
 *
 * Sixty-four connections send their next request as soon as they have the answer to the last one. A client of its own,
 * of plain sockets: on a core as fast as the server's, an HTTP client would often be the slower side, and the figures
 * would then tell of a server that waits.
 *
 * On a machine that has much else to do, a server may refuse a request (503), since it would have to wait for long: that is no
 * answer, and what it has cost counts.
 */
export async function loadServers(targets: readonly LoadTarget[]): Promise<Figures[]> {
  const all = targets.map((target) => new LoadedServer(target));
  for (const server of all) {
    await server.run(WARM_UP_MS);
    server.forget();
  }
  for (let turn = 0; turn < TURNS; turn += 1) {
    const first = turn % all.length;
    for (const server of [...all.slice(first), ...all.slice(0, first)]) await server.run(TURN_MS);
  }
  return all.map((server) => server.figures());
}

function requestText({ method, path, headers, body }: LoadRequest): string {
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${HOST}`];
  for (const [name, value] of Object.entries(headers ?? {})) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

const REFUSED = '503';

/** Sends one request after the other, and calls back for each answer. */
class Connection {
  readonly #socket: Socket;
  readonly #statusText: string;
  readonly #answered: Answered;
  #sentAt = 0;
  /** What of the answer has not come yet. */
  #missing = 0;
  #isChunked = false;
  #isRefused = false;

  constructor(port: number, status: number, answered: Answered) {
    this.#statusText = String(status);
    this.#answered = answered;
    this.#socket = connect({ host: HOST, port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
  }

  send(request: Buffer): void {
    this.#sentAt = performance.now();
    this.#socket.write(request);
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
    const status = chunk.toString('latin1', 9, 12);
    this.#isRefused = status === REFUSED && status !== this.#statusText;
    if (end < 0 || !(this.#isRefused || status === this.#statusText)) throw new Error(`Answered: ${chunk.toString()}`);
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
    this.#answered(this, (performance.now() - this.#sentAt) * 1000, this.#isRefused);
  }
}

function endsChunks(chunk: Buffer): boolean {
  return chunk.toString('latin1', chunk.length - 5) === '0\r\n\r\n';
}

/** One server, and what has been measured of it. */
class LoadedServer {
  readonly #port: number;
  readonly #pid: number;
  readonly #status: number;
  readonly #connections: number;
  readonly #requests: readonly Buffer[];
  #next = 0;
  #answers = 0;
  #cpuUs = 0;
  #elapsedMs = 0;
  #loadMs = 0;
  #latencies = new Uint32Array(STEPS);

  constructor({ port, pid, requests, status, connections = CONNECTIONS }: LoadTarget) {
    this.#port = port;
    this.#pid = pid;
    this.#status = status;
    this.#connections = connections;
    this.#requests = requests.map((request) => Buffer.from(requestText(request)));
  }

  /**
   * Puts the server under load until it has spent so much CPU time. What connecting costs does not count: the first
   * answer on each connection comes before; and the last answers have come before the end is taken.
   */
  async run(cpuMs: number): Promise<void> {
    let isOpening = this.#connections;
    let isEnding = false;
    let pending = this.#connections;
    const { promise: open, resolve: opened } = Promise.withResolvers<void>();
    const { promise: end, resolve: ended } = Promise.withResolvers<void>();
    const connections = Array.from(
      { length: this.#connections },
      () =>
        new Connection(this.#port, this.#status, (connection, latencyUs, isRefused) => {
          if (isOpening > 0) {
            isOpening -= 1;
            if (isOpening === 0) opened();
            return;
          }
          if (!isRefused) this.#count(latencyUs);
          if (!isEnding) {
            if (isRefused) void setTimeout(PAUSE_MS).then(() => this.#send(connection));
            else this.#send(connection);
            return;
          }
          pending -= 1;
          if (pending === 0) ended();
        }),
    );
    for (const connection of connections) this.#send(connection);
    await open;

    const start = performance.now();
    const loadBefore = process.cpuUsage();
    const cpuBefore = this.#serverCpuUs();
    for (const connection of connections) this.#send(connection);
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

  #send(connection: Connection): void {
    connection.send(this.#requests[this.#next] as Buffer);
    this.#next = (this.#next + 1) % this.#requests.length;
  }

  figures(): Figures {
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
