import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startInTerminal, startTenon } from './run-tenon.js';

const ROOT = join(import.meta.dirname, '../../..');
/** In the workspace, so that its packages are found as in a project that has installed them. */
const PLACE = join(ROOT, 'dist/test');
/** How long something may take on a machine that is busy with other tests, in milliseconds. */
export const PATIENCE_MS = 40_000;

export const MAIN = `import { createApp } from '@tenon/http';
import { AppModule } from './app.module.js';

const app = await createApp(AppModule);
await app.listen();
`;

/** A project in a folder of its own, on which `tenon` is run as users run it. */
export class TenonProject {
  readonly folder: string;
  /** All that the command and the application have printed. */
  output = '';
  #process: ChildProcess | undefined;

  constructor(files: Readonly<Record<string, string>>) {
    mkdirSync(PLACE, { recursive: true });
    this.folder = mkdtempSync(join(PLACE, 'project-'));
    const manifest = { name: 'project', type: 'module', dependencies: { '@tenon/http': '*' } };
    for (const [file, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files }))
      this.write(file, text);
  }

  /** The number of the command's process. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Writes as many editors do: into another file, which takes the place of the first. */
  replace(file: string, text: string): void {
    this.write(`${file}.new`, text);
    renameSync(join(this.folder, `${file}.new`), join(this.folder, file));
  }

  run(command: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    return this.#follow(startTenon(this.folder, command, { NO_COLOR: '1', PORT: '0', ...environment }));
  }

  /**
   * Runs it in a terminal.
   *
   * @returns a function that types
   */
  runInTerminal(command: readonly string[]): (keys: string) => void {
    const { stdin } = this.#follow(startInTerminal(this.folder, command, { NO_COLOR: '1', PORT: '0' }));
    return (keys) => void stdin.write(keys);
  }

  #follow<T extends ChildProcess>(started: T): T {
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
    }
    this.#process = started;
    return started;
  }

  /** Waits until something was printed, and takes it out of the output. The application and the command print side by side. */
  async until(wanted: RegExp): Promise<string> {
    const start = performance.now();
    for (;;) {
      const found = wanted.exec(this.output);
      if (found) {
        this.output = this.output.slice(0, found.index) + this.output.slice(found.index + found[0].length);
        return found[1] ?? found[0];
      }
      const isOver = this.#process?.exitCode !== null;
      if (isOver || performance.now() - start > PATIENCE_MS) {
        throw new Error(`${String(wanted)} was not printed, but:\n${this.output}`);
      }
      await setTimeout(10);
    }
  }

  /** Waits until something was printed, and all who could print are gone. */
  async untilClosed(wanted: RegExp): Promise<void> {
    const { stdout } = this.#process ?? {};
    if (stdout && !stdout.closed) await once(stdout, 'close');
    if (!wanted.test(this.output)) throw new Error(`${String(wanted)} was not printed, but:\n${this.output}`);
  }

  /** Waits until what runs has ended by itself, and gives its exit code. */
  async ended(): Promise<unknown> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null) return running?.exitCode;
    return (await once(running, 'exit'))[0];
  }

  /** Ends what runs by a signal, and gives its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<unknown> {
    const running = this.#process;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return running?.exitCode;
    const exited = once(running, 'exit');
    running.kill(signal);
    return (await exited)[0];
  }

  remove(): void {
    this.#process?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
