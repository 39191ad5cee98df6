import { readdirSync } from 'node:fs';
import { expect } from '@jest/globals';
import { until } from '../support/socket.js';
import { get } from './cases/requests.js';
import { Exchange } from './exchange.js';

/**
 * A guest book that is to survive: the one of `examples/hello`, or one controller of its kind.
 *
 * `GET /guest-book` gives a list of all entries, `POST` takes `{ name, text }`, and a guard of `DELETE /guest-book/:number`
 * lets pass who has the key.
 */
export interface Target {
  readonly port: number;
  /** The process that serves. */
  readonly pid: number;
  /** Tells, and forgets, for how long nothing else could run: CPU time of the thread in milliseconds. */
  longestTask(): Promise<number>;
  /** How long that may be: 100 ms, and more where the client's own work counts as well. */
  readonly longestAllowed: number;
  close(): Promise<void>;
}

/** A key that a guard of the target lets in. */
export const KEY = 'open-sesame';

/** Sends a good request, and gives the names of all who have written into the guest book. */
export async function namesIn({ port }: Target): Promise<string[]> {
  const [reply] = await new Exchange(port, get('/guest-book', 'Connection: close\r\n')).replies();
  expect(reply?.status).toBe(200);
  return (JSON.parse(reply?.body ?? '') as { name: string }[]).map(({ name }) => name);
}

/**
 * Does something to a target, and expects of it what it promises whatever is done: nobody waits, no connection stays, and
 * good requests are served.
 */
export async function survive<T>(target: Target, attack: () => Promise<T>): Promise<T> {
  await namesIn(target);
  const before = descriptorsOf(target.pid);
  await target.longestTask();
  const outcome = await attack();
  expect(await target.longestTask()).toBeLessThan(target.longestAllowed);
  await until(() => descriptorsOf(target.pid) <= before, 'all connections were closed');
  await namesIn(target);
  return outcome;
}

/** How many files and connections a process has open; 0 where the system does not tell. */
function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** One thing that is sent, and the statuses of the replies to it. */
export type Case = readonly [what: string, bytes: string, statuses: readonly number[]];

/** Gives what `sendAll` is to give. */
export function repliesTo(cases: readonly Case[]): string[] {
  return cases.map(([what, , statuses]) => `${what}: ${statuses.join(' ')}`);
}

/** Sends each of them on a connection of its own, and gives what was replied: all in order, none of it 5xx. */
export async function sendAll({ port }: Target, cases: readonly Case[]): Promise<string[]> {
  const answered: string[] = [];
  const queue = [...cases.entries()];
  const send = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, [what, bytes]] = next;
      const replies = await new Exchange(port, bytes).replies();
      answered[index] = `${what}: ${replies.map(({ status }) => status).join(' ')}`;
    }
  };
  await Promise.all(Array.from({ length: 16 }, send));
  return answered;
}
