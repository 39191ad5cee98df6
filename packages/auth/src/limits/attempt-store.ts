import { createToken, type Token } from '@tenon/core';

/** How often something was tried, within the time for which it counts. */
export interface Attempts {
  readonly count: number;
  /** How long until they count no more, in milliseconds. */
  readonly endsInMs: number;
}

/**
 * Counts attempts. In memory by default; an application that runs in several processes provides `ATTEMPT_STORE`, say by Redis:
 * `INCR` with `PEXPIRE … NX`, `DECR`, and `GET`.
 */
export interface AttemptStore {
  /**
   * Counts one more, and gives how many there have been since the first one.
   *
   * @param key - up to 80 characters of ASCII, made of no secret and no name
   * @param windowMs - how long they count, from the first one on, in milliseconds
   */
  add(key: string, windowMs: number): Attempts | PromiseLike<Attempts>;
  /** Takes one back. */
  remove(key: string): void | PromiseLike<void>;
  /** Gives how many there are. */
  count(key: string): number | PromiseLike<number>;
}

/** By this token an application says where attempts are counted. */
export const ATTEMPT_STORE: Token<AttemptStore> = createToken<AttemptStore>('attempt store');
