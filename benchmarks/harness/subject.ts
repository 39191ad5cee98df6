import type { Started } from './server-process.js';

/** One server under measure. */
export interface Subject {
  /** Starts it on a free port of the loopback address, and gives the port. */
  listen(): Promise<number>;
}

export const HOST = '127.0.0.1';

/** The port in what a server gives as its address. */
export function portOf(address: unknown): number {
  if (typeof address !== 'object' || address === null || !('port' in address)) throw new Error('No port');
  return Number(address.port);
}

/**
 * Starts a server in this process, and tells the parent where it listens and what it has cost so far. Without a parent, with
 * `--cpu-prof` before it, it is the place to look at where the time goes: what puts it under load is told its port and id.
 */
export async function serve(subject: Subject): Promise<void> {
  const port = await subject.listen();
  const { user, system } = process.cpuUsage();
  const started: Started = { port, cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() };
  if (process.send === undefined) {
    console.log(started, `${port}:${process.pid}`);
    process.once('SIGINT', () => process.exit());
  } else {
    process.send(started);
    process.once('disconnect', () => process.exit());
  }
}
