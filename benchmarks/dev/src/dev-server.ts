import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../harness/free-port.js';
import { plainEnvironment } from '../../harness/run-worker.js';

/** Resident memory, in MB. */
export interface Memory {
  readonly supervisor: number;
  readonly application: number;
  readonly spare: number;
}

/** A `tenon dev` that is asked by a client. */
export class DevServer {
  readonly #process: ChildProcess;
  readonly #port: number;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.#port = port;
  }

  /** @param command - the file of the `tenon` command */
  static async start(command: string, folder: string): Promise<DevServer> {
    const port = await freePort();
    const { NODE_ENV: _mode, ...plain } = plainEnvironment();
    const env = { ...plain, PORT: String(port), LOG_LEVEL: 'warn' };
    const started = spawn(process.execPath, [command, 'dev'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new DevServer(started, port);
  }

  /** Asks again and again, each time on a new connection, until it is told a version. */
  async untilVersion(path: string, version: number): Promise<void> {
    const start = performance.now();
    for (let answer = ''; answer !== `{"version":${version}}`; answer = await this.#ask(path)) {
      if (performance.now() - start > 30_000) throw new Error(`${path} does not answer ${version}, but: ${answer}`);
      await setTimeout(1);
    }
  }

  /** Waits until the process is there that will serve the next edit, and has nothing more to do. */
  async untilPrepared(): Promise<void> {
    const start = performance.now();
    for (let before = -1; ; await setTimeout(100)) {
      if (performance.now() - start > 30_000) throw new Error('The next process was not prepared within 30 s.');
      const spare = (await this.#children())[1];
      const used = spare === undefined ? -1 : await cpuTicksOf(spare);
      if (spare !== undefined && used === before) return;
      before = used;
    }
  }

  async memory(): Promise<Memory> {
    const [application = 0, spare = 0] = await this.#children();
    const [ours, its, next] = await Promise.all([this.#process.pid ?? 0, application, spare].map(residentMb));
    return { supervisor: ours ?? 0, application: its ?? 0, spare: next ?? 0 };
  }

  async stop(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGINT');
    await exited;
  }

  #ask(path: string): Promise<string> {
    return new Promise((resolve) => {
      const asked = request({ host: '127.0.0.1', port: this.#port, path, agent: false }, (reply) => {
        let text = '';
        reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        reply.on('end', () => resolve(text)).on('error', () => resolve(''));
      });
      asked.on('error', () => resolve('')).end();
    });
  }

  /** The applications' processes, the oldest first; the compiler is none of them. */
  async #children(): Promise<number[]> {
    const { pid = 0 } = this.#process;
    const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
    const pids = listed.split(' ').filter(Boolean).map(Number);
    const commands = await Promise.all(pids.map((one) => readFile(`/proc/${one}/cmdline`, 'utf8').catch(() => '')));
    return pids.filter((_, index) => commands[index]?.includes('run-application')).toSorted((a, b) => a - b);
  }
}

async function cpuTicksOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(' ');
  return Number(fields[13] ?? 0) + Number(fields[14] ?? 0);
}

async function residentMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024);
}
