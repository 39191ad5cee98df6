/*
 * Puts one route of one or more servers under load, and prints what a request has cost each of them as JSON:
 * `node dist/load.js EXCHANGE PORT:PID …`, the exchange as JSON.
 *
 * Eight connections send their next request when they have the answer to the last one. The servers take turns, so that what
 * else the machine does meets all of them. On a machine that has much else to do, Tenon may refuse a request, since it would
 * have to wait for long: that is no answer, and what it has cost counts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Exchange } from './jobs.js';

const CONNECTIONS = 8;
/** How long a client waits that was refused, in milliseconds. */
const PAUSE_MS = 100;
/** How much CPU time a server spends before anything counts, in milliseconds. */
const WARM_UP_MS = 2000;
/** The servers take turns of this length, in CPU time of theirs, as many times. */
const TURN_MS = 200;
const TURNS = 10;

const [, , text = '{}', ...targets] = process.argv;
const { method, path, token } = JSON.parse(text) as Exchange;
const headers = { ...(token !== undefined && { authorization: `Token ${token}` }) };

/** One server, and what has been measured of it. */
class Target {
  readonly #port: number;
  readonly #pid: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  #answers = 0;
  #cpuUs = 0;
  #elapsedMs = 0;

  constructor(where: string) {
    const [port = 0, pid = 0] = where.split(':').map(Number);
    this.#port = port;
    this.#pid = pid;
  }

  async run(cpuMs: number): Promise<void> {
    const start = performance.now();
    const before = this.#spentUs();
    const end = before + cpuMs * 1000;
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (this.#spentUs() < end) {
          if (await this.#ask()) this.#answers++;
          else await setTimeout(PAUSE_MS);
        }
      }),
    );
    this.#cpuUs += this.#spentUs() - before;
    this.#elapsedMs += performance.now() - start;
  }

  forget(): void {
    this.#answers = this.#cpuUs = this.#elapsedMs = 0;
  }

  figures() {
    return { cpuUs: this.#cpuUs / this.#answers, perSecond: (this.#answers * 1000) / this.#elapsedMs };
  }

  /** @returns whether it was answered, and not refused for want of time */
  #ask(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const asked = request({ port: this.#port, agent: this.#agent, method, path, headers }, (reply) => {
        const { statusCode } = reply;
        if (statusCode !== 200 && statusCode !== 503) reject(new Error(`Answered with ${statusCode}`));
        reply.resume().on('end', () => resolve(statusCode === 200));
      });
      asked.on('error', reject).end();
    });
  }

  /** What the server has spent so far, all its threads together. */
  #spentUs(): number {
    const tasks = `/proc/${this.#pid}/task`;
    let ns = 0;
    for (const task of readdirSync(tasks)) {
      ns += Number.parseInt(readFileSync(`${tasks}/${task}/schedstat`, 'utf8'), 10);
    }
    return ns / 1000;
  }
}

const all = targets.map((where) => new Target(where));
for (const target of all) {
  await target.run(WARM_UP_MS);
  target.forget();
}
for (let turn = 0; turn < TURNS; turn++) {
  const order = turn % 2 === 0 ? all : all.toReversed();
  for (const target of order) await target.run(TURN_MS);
}
process.stdout.write(JSON.stringify(all.map((target) => target.figures())));
process.exit();
