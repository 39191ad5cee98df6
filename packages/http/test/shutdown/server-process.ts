import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach } from '@jest/globals';
import type { ShutdownOptions } from '@tenon/http';
import { compileProgram } from '../support/compile-program.js';
import { until } from '../support/socket.js';

const started: ServerProcess[] = [];

afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});

/** `program.ts`, running. It is ended after the test. */
export class ServerProcess {
  readonly child: ChildProcess;
  port = 0;
  /** All that it has printed. */
  output = '';
  readonly #exit: Promise<unknown[]>;

  private constructor(shutdown: ShutdownOptions, environment: Readonly<Record<string, string>>) {
    const { NODE_OPTIONS: _options, LOG_LEVEL: _level, NODE_ENV: _environment, ...env } = process.env;
    this.child = spawn(process.execPath, [compileProgram(import.meta.dirname), JSON.stringify({ shutdown })], {
      env: { ...env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.#exit = once(this.child, 'exit');
    started.push(this);
  }

  static async start(shutdown: ShutdownOptions = {}, environment: Readonly<Record<string, string>> = {}) {
    const server = new ServerProcess(shutdown, environment);
    await server.said(/listening at http/);
    server.port = Number(/127\.0\.0\.1:(\d+)/.exec(server.output)?.[1]);
    return server;
  }

  async said(words: RegExp): Promise<void> {
    await until(() => words.test(this.output), `it said ${words.source}`, 25_000);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for its end, and gives its exit code. */
  async exitCode(): Promise<number | null> {
    const [code] = await this.#exit;
    return code as number | null;
  }

  /** Gives the words that it printed, without its log. */
  get words(): string[] {
    return this.output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  }

  /** Gives the lines of its log. */
  get log(): { readonly level: number; readonly msg: string; readonly handler?: string }[] {
    const lines = this.output.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as { level: number; msg: string });
  }
}
