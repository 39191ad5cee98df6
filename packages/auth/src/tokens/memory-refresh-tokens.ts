import type { RefreshFamily, RefreshTokenStore } from './refresh-token-store.js';

/** One takes some 600 bytes here, so that all take 60 MB at most. */
const MOST_FAMILIES = 100_000;

/**
 * Keeps families of refresh tokens in this process; for development and tests. Where there are too many, the one that nobody has
 * rotated for longest is forgotten.
 */
export class MemoryRefreshTokens implements RefreshTokenStore {
  /** In the order in which they were rotated. */
  readonly #families = new Map<string, RefreshFamily>();
  readonly #mostFamilies: number;

  /** @param mostFamilies - how many are kept. Default: 100,000 */
  constructor(mostFamilies = MOST_FAMILIES) {
    this.#mostFamilies = mostFamilies;
  }

  add(family: RefreshFamily): void {
    this.#families.set(family.id, family);
    this.#forget();
  }

  find(id: string): RefreshFamily | undefined {
    return this.#families.get(id);
  }

  replace(digest: string, family: RefreshFamily): boolean {
    if (this.#families.get(family.id)?.digest !== digest) return false;
    // Deleted first, so that it stands behind those that were rotated before.
    this.#families.delete(family.id);
    this.#families.set(family.id, family);
    return true;
  }

  remove(id: string): void {
    this.#families.delete(id);
  }

  removeAll(sub: string, audience: string): void {
    for (const family of this.#families.values())
      if (family.sub === sub && family.audience === audience) this.#families.delete(family.id);
  }

  /** Forgets what has ended, a few at a time, so that no request has to wait for it, and what is too much. */
  #forget(): void {
    const now = Date.now();
    let ended = 0;
    for (const { id, idleEndsAt } of this.#families.values()) {
      if (this.#families.size <= this.#mostFamilies && (idleEndsAt.getTime() > now || ++ended > 2)) return;
      this.#families.delete(id);
    }
  }
}
