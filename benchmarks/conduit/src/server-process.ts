import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { plainEnvironment } from '../../harness/run-worker.js';
import type { Subject } from './jobs.js';

/** The server has one core for itself, and what puts it under load the other. */
const SERVER_CORE = 1;
export const LOAD_CORE = 0;

export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a subject in a process of its own, with all its threads on the server's core. */
export async function startServer(subject: Subject, databaseUrl: string): Promise<ServerProcess> {
  const script = [join(import.meta.dirname, 'server.js'), subject, databaseUrl];
  const child = spawn('taskset', ['--cpu-list', String(SERVER_CORE), process.execPath, ...script], {
    env: plainEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The server ${subject} did not start`);
  });
  const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ readonly port: number }];
  ended.catch(() => {});
  // taskset becomes what it starts: the id is the server's own.
  return { port, pid: child.pid ?? 0, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
