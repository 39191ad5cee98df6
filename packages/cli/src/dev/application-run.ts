import type { ApplicationProcess, Ending } from './application-process.js';
import type { Fault } from './fault.js';
import type { HoldReport, Imports, Report } from './messages.js';

/** What is to be done about an application that has gone without a word. */
const SILENT = 'What it has printed may say why.';

/** What a run has come to. */
export type Outcome = { readonly type: 'serving' } | { readonly type: 'fault'; readonly fault: Fault };

/** What a run leaves to the dev server. */
export interface RunListener {
  /** It wants a port, and gets an answer from whoever is told. */
  hold(run: ApplicationRun, wanted: HoldReport): void;
  listening(run: ApplicationRun, key: string): void;
  imported(run: ApplicationRun, imports: Imports): void;
  /** It has ended by itself, after it had been serving. */
  ended(run: ApplicationRun, fault: Fault | undefined): void;
}

/** How long after the main file has run to its end it may begin to listen, in milliseconds, where it is not known to. */
const LISTEN_MS = 500;

/** One application in a process, from its first module to its end. */
export class ApplicationRun {
  readonly process: ApplicationProcess;
  /** Fulfilled when it is served, or is found not to be. */
  readonly outcome: Promise<Outcome>;
  /** The ports that it has asked for. */
  readonly keys = new Set<string>();
  readonly #listener: RunListener;
  readonly #main: string;
  readonly #listens: boolean | undefined;
  readonly #settle: (outcome: Outcome) => void;
  readonly #loaded = Promise.withResolvers<void>();
  #fault: Fault | undefined;
  #isServing = false;
  #hasRun = false;
  #isClosing = false;

  /**
   * @param main - the main file, as it is shown
   * @param listens - whether it is known to listen at a port
   */
  constructor(process: ApplicationProcess, listener: RunListener, main: string, listens: boolean | undefined) {
    this.process = process;
    this.#listener = listener;
    this.#main = main;
    this.#listens = listens;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.outcome = promise;
    this.#settle = resolve;
    process.onReport = (report) => this.#take(report);
    void process.ended.then((ending) => this.#end(ending));
  }

  /** What it is still waited for, in words. */
  get waitsFor(): string {
    return this.#hasRun ? 'it has not begun to listen' : `${this.#main} has not run to its end`;
  }

  /** Whether it has a port. */
  get isListening(): boolean {
    return this.keys.size > 0;
  }

  /**
   * Imports the application's modules, then runs its main file.
   *
   * @param urls - the modules to be imported before
   * @param before - is waited for before anything of the application is made
   */
  async start(urls: readonly string[], before: Promise<unknown>): Promise<void> {
    this.process.send({ type: 'load', urls });
    await Promise.all([before, Promise.race([this.#loaded.promise, this.outcome])]);
    if (this.#fault === undefined && !this.#isClosing) this.process.send({ type: 'run' });
  }

  /** @returns whether it has ended by itself */
  close(): Promise<boolean> {
    this.#isClosing = true;
    return this.process.close();
  }

  #take(report: Report): void {
    switch (report.type) {
      case 'loaded':
        this.#loaded.resolve();
        break;
      case 'failed':
        this.#fault = report.fault;
        if (!this.#isServing) this.#settle({ type: 'fault', fault: report.fault });
        break;
      case 'hold':
        this.#listener.hold(this, report);
        break;
      case 'listening':
        this.#listener.listening(this, report.key);
        this.#serve();
        break;
      case 'imports':
        this.#listener.imported(this, report);
        break;
      case 'ran':
        this.#hasRun = true;
        if (this.#listens !== true) setTimeout(() => this.#serve(), this.#listens === undefined ? LISTEN_MS : 0);
        break;
      default:
    }
  }

  #serve(): void {
    if (this.#fault !== undefined) return;
    this.#isServing = true;
    this.#settle({ type: 'serving' });
  }

  #end({ code, signal }: Ending): void {
    if (this.#isClosing) {
      this.#settle({ type: 'serving' });
      return;
    }
    const how = signal === null ? `code ${code}` : signal;
    const fault = this.#fault ?? { heading: `The application has ended, with ${how}.`, text: SILENT };
    const isDone = this.#hasRun && code === 0 && !this.isListening;
    if (this.#isServing || isDone) this.#listener.ended(this, isDone ? undefined : fault);
    this.#settle(isDone ? { type: 'serving' } : { type: 'fault', fault });
  }
}
