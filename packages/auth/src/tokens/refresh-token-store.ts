import { createToken, type Token } from '@tenon/core';

/**
 * What is stored of the refresh tokens that have come of one another since somebody signed in. Only digests of them are in it: who
 * reads the table has no token. One takes some 400 bytes, however often it is rotated.
 */
export interface RefreshFamily {
  /** 22 letters, digits, - and _. */
  readonly id: string;
  /** Who has signed in: what was given to `issue`. */
  readonly sub: string;
  /** Whom it is for, so that customer 7 is not taken for administrator 7. */
  readonly audience: string;
  /** Of the token that is good: 43 letters, digits, - and _. */
  readonly digest: string;
  /** Of the token before it; null where there was none. */
  readonly previousDigest: string | null;
  /** By what the good one was made from the one before it; null where there was none. Without that one, it is of no use. */
  readonly seed: string | null;
  /** When the good one was made. */
  readonly rotatedAt: Date;
  /** When it ends if nobody rotates it. */
  readonly idleEndsAt: Date;
  /** When it ends in any case. */
  readonly endsAt: Date;
}

/**
 * Keeps families of refresh tokens. They are in memory by default, and end with the process: an application provides
 * `REFRESH_TOKEN_STORE`, which keeps them in its database.
 */
export interface RefreshTokenStore {
  /** Adds one that is new. Time as well to remove those whose `endsAt` is past. */
  add(family: RefreshFamily): void | PromiseLike<void>;
  find(id: string): RefreshFamily | null | undefined | PromiseLike<RefreshFamily | null | undefined>;
  /**
   * Replaces one, if its token is still the one with this digest: in one step, such as `update … where id = ? and digest = ?`, so that
   * of two that come at the same time only one replaces it.
   *
   * @returns whether it was replaced
   */
  replace(digest: string, family: RefreshFamily): boolean | PromiseLike<boolean>;
  remove(id: string): void | PromiseLike<void>;
  /** Removes all of somebody. */
  removeAll(sub: string, audience: string): void | PromiseLike<void>;
}

/** By this token an application says where families of refresh tokens are kept. */
export const REFRESH_TOKEN_STORE: Token<RefreshTokenStore> = createToken<RefreshTokenStore>('refresh token store');
