import { createHash, createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger, Optional } from '@tenon/core';
import { AuthConfig } from '../setup/auth-config.js';
import { isEqual } from './is-equal.js';
import { MemoryRefreshTokens } from './memory-refresh-tokens.js';
import { REFRESH_TOKEN_STORE, type RefreshFamily, type RefreshTokenStore } from './refresh-token-store.js';
import type { TokenKind } from './tokens.js';

/** A refresh token, and whose it is. */
export interface RefreshToken {
  /** What the client keeps, and sends to get the next one: 66 characters, which say nothing. */
  readonly token: string;
  /** Whom it is about: what was given to `issue`. */
  readonly sub: string;
  /** When it ends if it is not rotated before. */
  readonly endsAt: Date;
}

/** The id of the family, and what nobody can guess. No guard takes it for an access token, which has three parts. */
const TWO_PARTS = /^([\w-]{22})\.[\w-]{43}$/;

/**
 * Issues refresh tokens, by which a client gets access tokens for weeks without a password. Each is good for one rotation, which gives
 * the next one; all that come of one another are a family. Whoever sends one that was rotated before ends the family: then two have
 * it, and one of them has stolen it.
 *
 * For `AUTH_REFRESH_LEEWAY` seconds after a rotation, the token before gives **the same** next one again: so a client that has lost the
 * reply, or has asked twice at the same time, is no thief. It never gives a second next one: two who share a family cannot go apart
 * unseen, and whoever is later to rotate ends it.
 *
 * A class that no module lists, so that it sees the store which the application provides.
 *
 * @see RFC 6749 §1.5 and §6, RFC 9700 §4.14.2
 *
 * @example
 * const { token } = await this.refreshTokens.issue(String(user.id));
 * const next = await this.refreshTokens.rotate(token); // { sub: '7', token: '…', … }, or undefined
 */
@Injectable()
export class RefreshTokens {
  readonly #store: RefreshTokenStore;
  readonly #logger: Logger;
  readonly #audience: string;
  /** In milliseconds, as all times here. */
  readonly #lifetime: number;
  readonly #idleLifetime: number;
  readonly #leeway: number;

  constructor(config: AuthConfig, logger: Logger, @Optional() @Inject(REFRESH_TOKEN_STORE) store?: RefreshTokenStore) {
    this.#store = store ?? new MemoryRefreshTokens();
    this.#logger = logger;
    this.#audience = config.audience ?? config.issuer;
    this.#lifetime = config.refreshLifetime * 1000;
    this.#idleLifetime = config.refreshIdleLifetime * 1000;
    this.#leeway = config.refreshLeeway * 1000;
    if (store === undefined && process.env['NODE_ENV'] === 'production')
      logger.warn(
        'Refresh tokens are kept in this process: they end with it, and no other process knows them. ' +
          'Provide REFRESH_TOKEN_STORE, which keeps them in a database.',
      );
  }

  /**
   * Issues the first token of a new family: when somebody has signed in.
   *
   * @param subject - whom it is about, mostly the user's id; not empty
   * @throws TypeError for an empty subject
   */
  async issue(subject: string, { audience = this.#audience }: TokenKind = {}): Promise<RefreshToken> {
    if (typeof subject !== 'string' || subject === '') throw new TypeError('A token needs a subject, which is a text.');
    const id = randomBytes(16).toString('base64url');
    const token = `${id}.${randomBytes(32).toString('base64url')}`;
    const now = Date.now();
    const family: RefreshFamily = {
      id,
      sub: subject,
      audience,
      digest: digestOf(token),
      previousDigest: null,
      seed: null,
      ...this.#timesOf(now, now + this.#lifetime),
    };
    await this.#store.add(family);
    return described(token, family);
  }

  /**
   * Takes a token, and gives the next one. Load the user then, as `loadUser` does: whether they may still come in, it does not know.
   *
   * Not to be called within a transaction that a 401 rolls back: the end of a family would be rolled back as well.
   *
   * @returns undefined for whatever is not good: ended, rotated before, for somebody else, malformed, or none at all
   */
  async rotate(token: string, { audience = this.#audience }: TokenKind = {}): Promise<RefreshToken | undefined> {
    const id = idOf(token);
    if (id === undefined) return undefined;
    const digest = digestOf(token);
    // Once more where somebody else has rotated it in between.
    for (let attempt = 0; attempt < 2; attempt++) {
      const family = await this.#store.find(id);
      if (!family || family.audience !== audience) return undefined;
      const now = Date.now();
      if (endOf(family).getTime() <= now) {
        await this.#store.remove(id);
        return undefined;
      }
      if (isEqual(digest, family.digest)) {
        const next = await this.#replace(token, family, now);
        if (next) return next;
      } else if (this.#isWithinLeeway(digest, family, now)) return described(successorOf(token, family), family);
      else return this.#endStolen(family);
    }
    return undefined;
  }

  /** Ends the family of a token: when somebody signs out. Nothing happens for one that is not known. */
  async end(token: string): Promise<void> {
    const id = idOf(token);
    if (id !== undefined) await this.#store.remove(id);
  }

  /** Ends all families of somebody: when they sign out everywhere, set a new password, or are blocked. */
  async endAll(subject: string, { audience = this.#audience }: TokenKind = {}): Promise<void> {
    await this.#store.removeAll(subject, audience);
  }

  async #replace(token: string, family: RefreshFamily, now: number): Promise<RefreshToken | undefined> {
    const seed = randomBytes(32).toString('base64url');
    const next = successorOf(token, { ...family, seed });
    const replaced: RefreshFamily = {
      ...family,
      digest: digestOf(next),
      previousDigest: family.digest,
      seed,
      ...this.#timesOf(now, family.endsAt.getTime()),
    };
    return (await this.#store.replace(family.digest, replaced)) ? described(next, replaced) : undefined;
  }

  #isWithinLeeway(digest: string, { previousDigest, rotatedAt }: RefreshFamily, now: number): boolean {
    return previousDigest !== null && isEqual(digest, previousDigest) && now - rotatedAt.getTime() < this.#leeway;
  }

  /**
   * Digests of all the tokens before are not kept: what was never issued ends the family as well. For that one must know its id, which
   * stands in its tokens and in the store.
   */
  async #endStolen({ id, sub }: RefreshFamily): Promise<undefined> {
    await this.#store.remove(id);
    this.#logger.warn(
      'A refresh token was used again after it was rotated, so that it may be stolen: its family has ended.',
      {
        sub,
      },
    );
  }

  #timesOf(now: number, end: number): Pick<RefreshFamily, 'rotatedAt' | 'idleEndsAt' | 'endsAt'> {
    return { rotatedAt: new Date(now), idleEndsAt: new Date(now + this.#idleLifetime), endsAt: new Date(end) };
  }
}

/** Gives the id of a token's family; undefined for what is no refresh token, whatever JavaScript may give. */
function idOf(token: unknown): string | undefined {
  return typeof token === 'string' ? TWO_PARTS.exec(token)?.[1] : undefined;
}

/**
 * Makes the token that comes after one. It is always the same with the same seed, so that it can be given again although only its
 * digest is stored; it takes the token before, which is not stored, and the seed, which no client knows.
 */
function successorOf(token: string, { id, seed }: Pick<RefreshFamily, 'id' | 'seed'>): string {
  return `${id}.${createHmac('sha256', token)
    .update(seed ?? '')
    .digest('base64url')}`;
}

/** No slow hash: a token has 256 bits that were drawn by lot, which nobody tries out. */
function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function endOf({ idleEndsAt, endsAt }: RefreshFamily): Date {
  return idleEndsAt < endsAt ? idleEndsAt : endsAt;
}

function described(token: string, family: RefreshFamily): RefreshToken {
  return { token, sub: family.sub, endsAt: endOf(family) };
}
