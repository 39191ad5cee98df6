import type { SessionRegistry, SignedInSession } from './session-registry.js';

/** Of either kind. One takes some 150 bytes, so that both take 30 MB at most. */
const MOST_ENTRIES = 100_000;

/**
 * Remembers in this process which sessions have ended. Where there are too many, what ended longest ago is forgotten: only who
 * signs in adds to it.
 */
export class MemorySessionRegistry implements SessionRegistry {
  /** Until when it is remembered that one has ended, by its id. */
  readonly #ended: Map<string, number> = new Map();
  /** By whose they are. */
  readonly #endedAll: Map<string, { readonly before: number; readonly until: number }> = new Map();
  readonly #mostEntries: number;

  /** @param mostEntries - how many sessions, and how many people, are remembered. Default: 100,000 */
  constructor(mostEntries = MOST_ENTRIES) {
    this.#mostEntries = mostEntries;
  }

  end(id: string, forMs: number): void {
    this.#ended.set(id, Date.now() + forMs);
    forget(this.#ended, this.#mostEntries, (until) => until);
  }

  endAll(sub: string, before: number, forMs: number): void {
    // Deleted first, so that it stands behind those that ended before.
    this.#endedAll.delete(sub);
    this.#endedAll.set(sub, { before, until: Date.now() + forMs });
    forget(this.#endedAll, this.#mostEntries, ({ until }) => until);
  }

  hasEnded({ id, sub, signedInAt }: SignedInSession): boolean {
    if (this.#ended.has(id)) return true;
    const all = this.#endedAll.get(sub);
    return all !== undefined && signedInAt <= all.before;
  }
}

/** Forgets what would be refused without it, a few at a time, so that no request has to wait for it, and what is too much. */
function forget<T>(entries: Map<string, T>, most: number, untilOf: (entry: T) => number): void {
  const now = Date.now();
  let past = 0;
  for (const [key, entry] of entries) {
    if (entries.size <= most && (untilOf(entry) > now || ++past > 2)) return;
    entries.delete(key);
  }
}
