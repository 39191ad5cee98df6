/** Where a server stands in its life. */
export type PhaseName = 'starting' | 'ready' | 'closing' | 'closed';

const ORDER: readonly PhaseName[] = ['starting', 'ready', 'closing', 'closed'];

/**
 * Where the server of one application stands, for whoever acts by it: readiness, the streams that have no end of their own.
 *
 * It is `closing` from the moment at which the application is to end: before its port is closed, and while it still serves.
 */
export class ServerPhase {
  #now: PhaseName = 'starting';
  /** What ends the replies that have no end of their own. */
  readonly #endings = new Set<() => void>();
  #isDraining = false;

  get now(): PhaseName {
    return this.#now;
  }

  /** Whether whoever shares out requests is to send any here. */
  get isReady(): boolean {
    return this.#now === 'ready';
  }

  /** Goes on to a later phase. There is no way back: what closes never becomes ready. */
  enter(phase: PhaseName): void {
    if (ORDER.indexOf(phase) > ORDER.indexOf(this.#now)) this.#now = phase;
  }

  /**
   * Has a reply ended when the server drains, which is behind all `onClosing` hooks. For replies that would go on for as
   * long as their clients listen, such as server-sent events: the drain waits for all others.
   *
   * @param end - called once, at once if the server drains already; it must not throw
   * @returns what takes it back, for a reply that has ended before
   */
  onDrain(end: () => void): () => void {
    if (this.#isDraining) {
      end();
      return () => {};
    }
    const ending = (): void => end(); // One function may be given for several replies.
    this.#endings.add(ending);
    return () => void this.#endings.delete(ending);
  }

  /** Ends all replies that have no end of their own. */
  endStreams(): void {
    this.#isDraining = true;
    for (const end of this.#endings) end();
    this.#endings.clear();
  }
}
