import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Order, Preparation, Report } from './messages.js';

const PROGRAM = fileURLToPath(new URL('child/run-application.js', import.meta.url));
/** How long a process may take to end, in milliseconds: what it still answers is cut off by itself before. */
const END_LIMIT_MS = 5000;

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that runs an application, or is prepared to. */
export class ApplicationProcess {
  static #count = 0;
  /** Tells this process from those before and after it. */
  readonly generation = `${process.pid}-${++ApplicationProcess.#count}`;
  /** Fulfilled when it is gone. */
  readonly ended: Promise<Ending>;
  /** Is told what the process reports. */
  onReport: (report: Report) => void = () => {};
  readonly #child: ChildProcess;
  /** Fulfilled when the application is closed, right before the process is gone. */
  readonly #closed: Promise<unknown>;
  /** Connections that it has not said to have taken, in their order, and what becomes of each if it never does. */
  readonly #underway: { readonly socket: Socket; readonly onFailure: () => void }[] = [];
  #closing: Promise<boolean> | undefined;

  constructor(preparation: Preparation) {
    this.#child = fork(PROGRAM, [this.generation], {
      cwd: preparation.folder,
      // Not those of this process, which are meant for it alone.
      execArgv: ['--max-semi-space-size=32'],
      // A Ctrl-C comes to this process only, which tells the application once.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    this.#child.on('message', (report: Report) => {
      if (report.type === 'closed') close();
      else if (report.type === 'taken') this.#underway.shift()?.socket.destroy();
      else this.onReport(report);
    });
    // It may end while something is sent to it.
    this.#child.on('error', () => {});
    this.ended = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        for (const { onFailure } of this.#underway.splice(0)) onFailure();
        // What it has started and left would be there once more after each edit.
        this.#signalGroup('SIGTERM');
        resolve({ code, signal });
      });
    });
    this.#closed = Promise.race([closed, this.ended]);
    this.send({ type: 'prepare', ...preparation });
  }

  send(order: Order): void {
    if (this.#child.connected) this.#child.send(order, () => {});
  }

  /**
   * Hands a connection over.
   *
   * @param onFailure - the process has gone away, and the connection is still ours
   */
  connect(key: string, socket: Socket, onFailure: () => void): void {
    if (!this.#child.connected) {
      onFailure();
      return;
    }
    const order: Order = { type: 'connection', key };
    this.#underway.push({ socket, onFailure });
    // Kept open here until it is taken: Node neither closes nor gives back what a process dies over.
    this.#child.send(order, socket, { keepOpen: true }, () => {});
  }

  /**
   * Ends the application in order: what it answers is answered, its hooks are run.
   *
   * @returns whether it did so by itself
   */
  close(): Promise<boolean> {
    return (this.#closing ??= this.#close());
  }

  /** Ends the process at once, and what it has started. */
  kill(): void {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#signalGroup('SIGKILL');
  }

  #signalGroup(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (process.platform === 'win32' || pid === undefined) {
      this.#child.kill(signal);
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // Nothing is left of it.
    }
  }

  async #close(): Promise<boolean> {
    this.send({ type: 'close' });
    const late = Promise.withResolvers<false>();
    const timer = setTimeout(() => late.resolve(false), END_LIMIT_MS);
    const isClosed = await Promise.race([this.#closed.then(() => true), late.promise]);
    clearTimeout(timer);
    if (!isClosed) this.kill();
    return isClosed;
  }
}
