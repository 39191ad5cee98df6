import { ApplicationProcess } from './application-process.js';
import type { Dependency, Preparation } from './messages.js';
import type { SourceChanges, SourceStore } from './source-store.js';

/** The processes that run an application one after the other, and the spare one that is prepared to be next. */
export class ApplicationProcesses {
  /** What the application last imported of packages: a process is prepared with it. */
  dependencies: readonly Dependency[] = [];
  readonly #store: SourceStore;
  readonly #preparation: Pick<Preparation, 'main' | 'folder' | 'inspect'>;
  #spare: ApplicationProcess | undefined;
  /** All processes that are not gone yet, whatever they do. */
  readonly #living = new Set<ApplicationProcess>();

  /**
   * @param first - one that is there already
   * @param store - of the sources that a process is to have
   */
  constructor(
    first: ApplicationProcess,
    store: SourceStore,
    preparation: Pick<Preparation, 'main' | 'folder' | 'inspect'>,
  ) {
    this.#store = store;
    this.#preparation = preparation;
    this.#spare = this.#added(first);
  }

  /** Whether there is a spare one. */
  get hasSpare(): boolean {
    return this.#spare !== undefined;
  }

  /** Prepares a spare one, unless there is one. */
  prepare(): void {
    this.#spare ??= this.#create();
  }

  /** Gives the spare one, or else a new one. Whoever takes it ends it. */
  take(): ApplicationProcess {
    const taken = this.#spare ?? this.#create();
    this.#spare = undefined;
    return taken;
  }

  /** Hands on to the spare one what has come of the sources since. */
  update({ changed, removed }: SourceChanges): void {
    this.#spare?.send({ type: 'sources', changed, removed });
  }

  /** Ends the spare one: what it was prepared with is different. */
  dropSpare(): void {
    this.#spare?.kill();
    this.#spare = undefined;
  }

  /** Ends all at once, those that were taken among them. */
  killAll(): void {
    for (const process of this.#living) process.kill();
  }

  #create(): ApplicationProcess {
    const { dependencies } = this;
    return this.#added(new ApplicationProcess({ ...this.#preparation, dependencies, sources: this.#store.all }));
  }

  #added(process: ApplicationProcess): ApplicationProcess {
    this.#living.add(process);
    void process.ended.then(() => {
      this.#living.delete(process);
      if (this.#spare === process) this.#spare = undefined;
    });
    return process;
  }
}
