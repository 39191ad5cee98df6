import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Figures } from './results.js';

const TIMEOUT_MS = 120_000;

/**
 * Runs a script of a benchmark in a process of its own, and gives the figures that it prints.
 *
 * @param script - its file, then its arguments
 * @param flags - what Node gets
 * @throws Error if the process failed, with what it wrote
 */
export async function runWorker(script: readonly string[], flags: readonly string[] = []): Promise<Figures> {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...script], {
    env: plainEnvironment(),
    timeout: TIMEOUT_MS,
  });
  const figures: Figures = JSON.parse(stdout);
  return figures;
}

/** The environment of all that is measured: production, and nothing that changes how Node runs. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, ...env } = process.env;
  return { ...env, NODE_ENV: 'production' };
}
