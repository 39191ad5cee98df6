import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns Ctrl-C, and whatever else ends a process from outside, into an AbortSignal: there is something to tidy up first. */
export class Interruption {
  readonly #controller = new AbortController();
  /** The exit code that a shell has for a process that such a signal has ended. */
  exitCode: number | undefined;

  readonly #listen = (name: NodeJS.Signals): void => {
    this.exitCode ??= 128 + constants.signals[name];
    this.#controller.abort();
  };

  constructor() {
    for (const name of SIGNALS) process.on(name, this.#listen);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Leaves signals to Node again. */
  stop(): void {
    for (const name of SIGNALS) process.off(name, this.#listen);
  }
}
