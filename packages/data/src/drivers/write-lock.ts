/**
 * Lets one in at a time, in the order in which they came.
 *
 * SQLite has one writer. Whoever waits for it by SQLite's own means stops the whole process meanwhile, the writer that is
 * waited for included.
 */
export class WriteLock {
  #isHeld = false;
  readonly #waiting = new Set<() => void>();

  /**
   * Waits for its turn.
   *
   * @param timeoutMs - how long, at most
   * @returns whether it has got in: whoever has calls `release`
   */
  acquire(timeoutMs: number): Promise<boolean> | true {
    if (!this.#isHeld) return (this.#isHeld = true);
    return new Promise((resolve) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(enter);
        resolve(false);
      }, timeoutMs);
      this.#waiting.add(enter);
    });
  }

  release(): void {
    const [next] = this.#waiting;
    if (next) {
      this.#waiting.delete(next);
      next();
    } else this.#isHeld = false;
  }
}
