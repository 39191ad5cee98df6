import type { Attempts, AttemptStore } from './attempt-store.js';

interface Counter {
  count: number;
  readonly endsAt: number;
}

/** Of one kind. One takes some 150 bytes, so that all four kinds of a sign-in take 30 MB at most. */
const MOST_KEYS = 50_000;

/**
 * Counts attempts in this process. What began longest ago is forgotten where there are too many: whoever makes up names fills
 * no memory, and displaces no attempts of another kind.
 */
export class MemoryAttempts implements AttemptStore {
  /** By how long they count: within each, they end in the order in which they began. */
  readonly #windows = new Map<number, Map<string, Counter>>();
  readonly #mostKeys: number;

  /** @param mostKeys - how many keys of one window are remembered. Default: 50,000 */
  constructor(mostKeys = MOST_KEYS) {
    this.#mostKeys = mostKeys;
  }

  add(key: string, windowMs: number): Attempts {
    const now = Date.now();
    let counters = this.#windows.get(windowMs);
    if (!counters) this.#windows.set(windowMs, (counters = new Map<string, Counter>()));
    let counter = counters.get(key);
    if (counter === undefined || counter.endsAt <= now) {
      // Deleted first, so that it stands behind those that began before it.
      counters.delete(key);
      counters.set(key, (counter = { count: 0, endsAt: now + windowMs }));
      this.#forget(counters, now);
    }
    counter.count++;
    return { count: counter.count, endsInMs: counter.endsAt - now };
  }

  remove(key: string): void {
    for (const counters of this.#windows.values()) {
      const counter = counters.get(key);
      if (counter && --counter.count <= 0) counters.delete(key);
    }
  }

  count(key: string): number {
    const now = Date.now();
    for (const counters of this.#windows.values()) {
      const counter = counters.get(key);
      if (counter && counter.endsAt > now) return counter.count;
    }
    return 0;
  }

  /** Forgets what has ended, a few at a time, so that no request has to wait for it, and what is too much. */
  #forget(counters: Map<string, Counter>, now: number): void {
    let ended = 0;
    for (const [key, { endsAt }] of counters) {
      if (counters.size <= this.#mostKeys && (endsAt > now || ++ended > 2)) return;
      counters.delete(key);
    }
  }
}
