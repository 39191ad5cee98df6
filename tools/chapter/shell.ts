/** Runs commands as somebody types them, one after the other, in two shells: one where servers run, one beside it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** How long a command, or the start of a server, may take, in milliseconds. */
const LIMIT_MS = 300_000;

/** How `tenon dev` says that an edit is served. */
const RELOADED = /(?:reloaded|restarted) in .*/;

/** Lets Ctrl-C, and whatever else ends this process from outside, end what it has started. */
export function endAtSignals(): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => process.exit(1));
}

/** A server that runs, and what it has printed so far. */
class Server {
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<[number | null]>;

  constructor(command: string, folder: string, env: NodeJS.ProcessEnv) {
    // With a group of its own, as a shell gives it, a signal reaches what npm has started as well.
    this.#child = spawn('bash', ['-c', command], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.#ended = once(this.#child, 'close') as Promise<[number | null]>;
    process.on('exit', () => this.#signal('SIGKILL'));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        process.stdout.write(text);
      });
    }
  }

  /** Waits until it has printed something, from a place of its output on. */
  async says(what: RegExp, from = 0): Promise<void> {
    const start = performance.now();
    while (!what.test(this.output.slice(from))) {
      if (this.#isOver) throw new Error(`The server has ended with ${this.#child.exitCode}.`);
      if (performance.now() - start > LIMIT_MS) throw new Error(`The server never said ${String(what)}.`);
      await setTimeout(20);
    }
  }

  get #isOver(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #signal(name: NodeJS.Signals): void {
    if (!this.#isOver) process.kill(-this.#child.pid!, name);
  }

  /** Ends it by Ctrl-C. */
  async end(): Promise<number | null> {
    this.#signal('SIGINT');
    const limit = globalThis.setTimeout(() => this.#signal('SIGKILL'), 30_000);
    const [exitCode] = await this.#ended;
    clearTimeout(limit);
    return exitCode;
  }
}

export interface ShellOptions {
  /** Where it begins. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** How a server says that it is there. */
  readonly isUp?: RegExp;
}

export class Shell implements AsyncDisposable {
  folder: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #isUp: RegExp;
  #server: Server | undefined;

  constructor({ folder, environment, isUp = /Server listening at/ }: ShellOptions) {
    this.folder = folder;
    this.#environment = environment;
    this.#isUp = isUp;
  }

  /**
   * Runs one command, and shows what it prints.
   *
   * @returns what it has printed to its standard output
   */
  async run(command: string): Promise<string> {
    console.log(`$ ${command}`);
    const directory = /^cd (\S+)$/.exec(command)?.[1];
    if (directory !== undefined) {
      this.folder = resolve(this.folder, directory);
      return '';
    }
    const start = performance.now();
    const child = spawn('bash', ['-euo', 'pipefail', '-c', command], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: LIMIT_MS,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    console.log(`(${secondsSince(start)})\n`);
    if (exitCode !== 0) throw new Error(`${command}: exit code ${exitCode}`);
    return output;
  }

  /** Starts a command that runs until it is ended, and waits until it says that it is there. */
  async serve(command: string): Promise<void> {
    console.log(`$ ${command} &`);
    const start = performance.now();
    this.#server = new Server(command, this.folder, this.#environment);
    await this.#server.says(this.#isUp);
    console.log(`(up after ${secondsSince(start)})\n`);
  }

  /** Edits what is being served, and waits until the edit is. */
  async edit(write: () => void): Promise<void> {
    const { output = '' } = this.#server ?? {};
    write();
    await this.#server?.says(RELOADED, output.length);
  }

  /** Ends the server, if there is one. */
  async endServer(): Promise<void> {
    if (this.#server === undefined) return;
    const server = this.#server;
    this.#server = undefined;
    console.log('^C');
    console.log(`(exit code ${await server.end()})\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endServer();
  }
}

function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
