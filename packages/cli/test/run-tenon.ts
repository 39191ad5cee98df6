import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

const BIN = join(import.meta.dirname, '../bin/tenon.js');

/** What a command has printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/**
 * Starts the built `tenon`, as npm does: in a process of its own. `npm run build` makes it.
 *
 * @param environment - beside that of this process, of which nothing is left that decides what a command does
 */
export function startTenon(
  folder: string,
  given: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, [BIN, ...given], {
    cwd: folder,
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The same, in a terminal that `script` makes: what is written to it is what somebody types. */
export function startInTerminal(
  folder: string,
  given: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): ChildProcessByStdio<Writable, Readable, Readable> {
  const command = [process.execPath, BIN, ...given].join(' ');
  return spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: folder,
    env: { ...inherited(), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function inherited(): NodeJS.ProcessEnv {
  const decides = ['FORCE_COLOR', 'NO_COLOR', 'NODE_OPTIONS', 'NODE_ENV', 'LOG_LEVEL', 'PORT', 'HOST'];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !decides.includes(name)));
}

/** Runs the built `tenon` to its end. */
export async function runTenon(
  folder: string,
  given: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = startTenon(folder, given, environment);
  const [output, errors, code] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    }),
  ]);
  const textOf = (chunks: unknown[]): string => chunks.join('').replaceAll(folder, '<project>');
  return { code, output: textOf(output), errors: textOf(errors) };
}
