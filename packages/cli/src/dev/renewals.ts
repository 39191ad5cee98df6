/** What has to be done, and why. */
export interface Renewal {
  readonly files: ReadonlySet<string>;
  /** When it was noticed, as `performance.now` has it. */
  readonly at: number;
  /** Whether what a process is prepared with is different. */
  readonly isFresh: boolean;
}

/** Does one renewal after the other. What comes while one is done is put together to the next one, and interrupts it. */
export class Renewals {
  readonly #renew: (renewal: Renewal) => Promise<void>;
  #pending: Renewal | undefined;
  /** Ends waiting for an application that is out of date. */
  #interrupt: () => void = () => {};
  #work: Promise<void> | undefined;
  #isClosed = false;

  constructor(renew: (renewal: Renewal) => Promise<void>) {
    this.#renew = renew;
  }

  add(renewal: Renewal): void {
    const { files, at, isFresh } = this.#pending ?? renewal;
    this.#pending = {
      files: new Set([...files, ...renewal.files]),
      at: Math.min(at, renewal.at),
      isFresh: isFresh || renewal.isFresh,
    };
    this.#interrupt();
    this.#work ??= this.#renewAll().finally(() => (this.#work = undefined));
  }

  /** Waits until there is nothing to do. */
  async done(): Promise<void> {
    await this.#work;
  }

  /** Begins no more. */
  close(): void {
    this.#isClosed = true;
    this.#interrupt();
  }

  /** Waits for something, but no longer than until something newer is to be done: it gives undefined then. */
  async orNewer<T>(wanted: Promise<T>): Promise<T | undefined> {
    if (this.#pending || this.#isClosed) return undefined;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#interrupt = () => resolve(undefined);
    return Promise.race([wanted, promise]);
  }

  async #renewAll(): Promise<void> {
    for (let next = this.#pending; next && !this.#isClosed; next = this.#pending) {
      this.#pending = undefined;
      await this.#renew(next);
    }
  }
}
