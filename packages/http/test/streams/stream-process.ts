import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { compileProgram } from '../support/compile-program.js';

/** What `program.ts` tells of itself. */
interface Count {
  /** Of 64 KiB. */
  readonly given: number;
  readonly open: number;
  /** To all that are connected, in bytes. */
  readonly written: number;
  readonly clients: number;
  readonly descriptors: number;
}

/** `program.ts`, running. */
export class StreamProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(): Promise<StreamProcess> {
    const { NODE_OPTIONS: _options, ...env } = process.env;
    const child = spawn(process.execPath, ['--expose-gc', compileProgram(import.meta.dirname)], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return new StreamProcess(child, String(line).trim());
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async count(): Promise<Count> {
    const reply = await fetch(`${this.url}/count`);
    return (await reply.json()) as Count;
  }

  /** Gives the memory that it has, in bytes, without what it could let go of. */
  async rss(): Promise<number> {
    return (await (await fetch(`${this.url}/rss`)).json()) as number;
  }

  /** Waits until something holds of what it tells. */
  async until(holds: (count: Count) => boolean, what: string, timeoutMs = 15_000): Promise<Count> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const count = await this.count();
      if (holds(count)) return count;
      if (performance.now() > end) throw new Error(`it never came true that ${what}: ${JSON.stringify(count)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async stop(): Promise<void> {
    this.#child.kill();
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
  }
}
