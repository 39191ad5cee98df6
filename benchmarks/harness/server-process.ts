import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { plainEnvironment } from './run-worker.js';

/** The server has one core for itself, and what puts it under load the other. */
export const SERVER_CORE = 1;
export const LOAD_CORE = 0;

const START_TIMEOUT_MS = 60_000;

/** What a server says when it listens. */
export interface Started {
  readonly port: number;
  /** What the process has spent since it began, all its threads together. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

export interface ServerProcess extends Started {
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts a server in a process of its own, with all its threads on the server's core.
 *
 * @param script - its file, then its arguments; it calls `serve`
 * @throws Error if the process ends, or says nothing in time
 */
export async function startServer(script: readonly string[]): Promise<ServerProcess> {
  const child = spawn('taskset', ['--cpu-list', String(SERVER_CORE), process.execPath, ...script], {
    env: plainEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const started = await startOf(child, script);
  // taskset becomes what it starts: the id is the server's own.
  return { ...started, pid: child.pid ?? 0, stop: async () => stop(child) };
}

function startOf(child: ChildProcess, script: readonly string[]): Promise<Started> {
  return new Promise((resolve, reject) => {
    const fail = () => {
      child.kill('SIGKILL');
      reject(new Error(`The server ${script.join(' ')} did not start`));
    };
    const timer = setTimeout(fail, START_TIMEOUT_MS);
    child.once('exit', fail);
    // A framework may have something to tell its parent too.
    child.on('message', (message) => {
      if (!isStarted(message)) return;
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(message);
    });
  });
}

function isStarted(message: unknown): message is Started {
  return typeof message === 'object' && message !== null && 'cpuMs' in message;
}

async function stop(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
