import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Job } from './jobs.js';

/** The figures of one process, by name; their units are in `cases.ts`. */
export type Figures = Readonly<Record<string, number>>;

const WORKER = join(import.meta.dirname, '..', 'worker.js');
const TIMEOUT_MS = 120_000;

/**
 * Runs one job in a process of its own, and gives what it measured.
 *
 * The environment is emptied of what changes how Node runs.
 *
 * @throws Error if the process failed, with what it wrote
 */
export async function runJob({ subject, case: name }: Job): Promise<Figures> {
  const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [WORKER, subject, name], {
    env: { ...env, NODE_ENV: 'production' },
    timeout: TIMEOUT_MS,
  });
  const figures: Figures = JSON.parse(stdout);
  return figures;
}
