import { spawn } from 'node:child_process';

/** How a program has ended. */
export interface Outcome {
  /** Null if it could not be started. */
  readonly exitCode: number | null;
  /** Both of its streams, as they came. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Ends the program, and whatever it has started. */
  readonly signal: AbortSignal;
  /** How long it may take, in milliseconds. Default: without limit. */
  readonly timeoutMs?: number;
}

/** How long a program may take to end once it was told to, in milliseconds. */
const PATIENCE_MS = 5000;

const IS_WINDOWS = process.platform === 'win32';

/**
 * Runs a program, and waits until nothing of it is left: whoever then removes its files is not met by new ones.
 *
 * It gets a process group of its own. In that of the terminal, Ctrl-C would reach each process of an `npm install` by
 * itself, and nobody could wait for the last of them.
 */
export async function runProgram(command: readonly string[], options: ProgramOptions): Promise<Outcome> {
  const { folder, environment = process.env, signal, timeoutMs = 0 } = options;
  signal.throwIfAborted();
  const [file = '', ...parameters] = command;
  // npm and git are scripts for the shell on Windows.
  const child = spawn(file, parameters, {
    cwd: folder,
    env: environment,
    detached: !IS_WINDOWS,
    shell: IS_WINDOWS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const end = (how: NodeJS.Signals): void => {
    try {
      if (IS_WINDOWS || child.pid === undefined) child.kill(how);
      else process.kill(-child.pid, how);
    } catch {
      // It has ended already.
    }
  };
  let forced: NodeJS.Timeout | undefined;
  const stop = (): void => {
    end('SIGTERM');
    forced = setTimeout(end, PATIENCE_MS, 'SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  const limit = timeoutMs === 0 ? undefined : setTimeout(stop, timeoutMs);
  try {
    const exitCode = await new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null));
      child.on('close', (code) => resolve(code ?? 1));
    });
    signal.throwIfAborted();
    return { exitCode, output };
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(limit);
    clearTimeout(forced);
    // A grandchild that has closed its streams is part of the group all the same.
    end('SIGKILL');
  }
}
