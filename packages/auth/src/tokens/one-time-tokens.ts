import { createHmac, hkdfSync } from 'node:crypto';
import { type Diagnostic, Injectable, Logger } from '@tenon/core';
import * as faults from '../errors.js';
import { AuthConfig } from '../setup/auth-config.js';
import { isEqual } from './is-equal.js';
import { readSecrets } from './read-secrets.js';

/** A kind of one-time tokens about objects of a class, mostly users. */
export interface OneTimeKind<U extends object> {
  /** What it is for: a token for something else is not taken. */
  readonly purpose: string;
  /** How long a token is good for, in seconds. Default: 3600, an hour. */
  readonly lifetime?: number;
  /** Gives the id by which the object is loaded again. Whoever has the token can read it. */
  readonly subject: (about: U) => string;
  /**
   * Gives what its use changes, such as the hash of a password that is set anew: a token is good as long as it is what it was when
   * the token was made. It is not in the token.
   */
  readonly state: (about: U) => string;
}

/** A load, and a digest of it all. */
const TWO_PARTS = /^([\w-]{1,4096})\.([\w-]{43})$/;
const AN_HOUR = 3600;

/**
 * Makes tokens for links in mails, such as for a new password, and tells about whom they are. Nothing is stored: a token is signed,
 * ends, and is bound to what its use changes, so that it is good once.
 *
 * They are signed by `AUTH_SECRET`, with or without other tokens; in production it must be there. No token of another kind is taken
 * for one, and none for a token of another kind.
 *
 * @example
 * const NEW_PASSWORD: OneTimeKind<User> = {
 *   purpose: 'new password',
 *   subject: (user) => String(user.id),
 *   state: (user) => `${user.email} ${user.passwordHash}`,
 * };
 * const token = this.oneTimeTokens.issue(NEW_PASSWORD, user);
 * const user = await this.oneTimeTokens.verify(NEW_PASSWORD, token, (id) => this.users.find(id)); // or undefined
 */
@Injectable()
export class OneTimeTokens {
  /** The first one signs. */
  readonly #keys: readonly Buffer[];
  readonly #issuer: string;

  /** @throws TenonError `TENON_AUTH_NO_SECRET`, `TENON_AUTH_WEAK_SECRET` */
  constructor(config: AuthConfig, logger: Logger) {
    const found: Diagnostic[] = [];
    const secrets = readSecrets(config, { signs: 'one-time tokens', found, logger });
    faults.refuse(found);
    // Not the secret itself, which signs other tokens.
    this.#keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'tenon one-time token', 32)));
    this.#issuer = config.issuer;
  }

  /**
   * Makes a token: letters, digits, `-`, `_` and one dot, which need no escaping in a URL.
   *
   * @throws TypeError for an empty subject, one of more than 256 characters, or a lifetime that is no whole number of seconds
   */
  issue<U extends object>(kind: OneTimeKind<U>, about: U): string {
    const { lifetime = AN_HOUR } = kind;
    const subject = kind.subject(about);
    if (typeof subject !== 'string' || subject === '' || subject.length > 256)
      throw new TypeError('A token needs a subject, which is a text of 256 characters at most.');
    if (!Number.isSafeInteger(lifetime) || lifetime < 1)
      throw new TypeError(`A token is good for some whole seconds, not for ${lifetime}.`);
    const [key] = this.#keys as [Buffer];
    const exp = Math.floor(Date.now() / 1000) + lifetime;
    const state = this.#stateOf(key, kind, about);
    const load = Buffer.from(JSON.stringify([subject, exp, state])).toString('base64url');
    return `${load}.${this.#sign(key, kind, load)}`;
  }

  /**
   * Gives about whom a token is; undefined for whatever is not good: used, ended, for something else, forged, malformed, or none at
   * all. Nobody is told which.
   *
   * Two that come in the same moment are both good: what the use changes has to be the last word, as a new password is.
   *
   * @param load - loads by the id; asked for no token that was not made here
   */
  async verify<U extends object>(
    kind: OneTimeKind<U>,
    token: string,
    load: (id: string) => U | null | undefined | PromiseLike<U | null | undefined>,
  ): Promise<U | undefined> {
    const [, said = '', digest = ''] = (typeof token === 'string' && TWO_PARTS.exec(token)) || [];
    const key = this.#keys.find((each) => isEqual(digest, this.#sign(each, kind, said)));
    if (key === undefined) return undefined;
    const [subject, exp, state] = JSON.parse(Buffer.from(said, 'base64url').toString()) as [string, number, string];
    if (exp * 1000 <= Date.now()) return undefined;
    const about = await load(subject);
    if (typeof about !== 'object' || about === null) return undefined;
    return isEqual(state, this.#stateOf(key, kind, about)) ? about : undefined;
  }

  /** Signed as well, since whoever has the token would try out a state that can be guessed. */
  #stateOf<U extends object>(key: Buffer, kind: OneTimeKind<U>, about: U): string {
    return this.#sign(key, kind, ['state', kind.subject(about), kind.state(about)]);
  }

  /** Written as JSON, so that no two of what is signed are the same text. */
  #sign(key: Buffer, { purpose }: { readonly purpose: string }, what: unknown): string {
    return createHmac('sha256', key)
      .update(JSON.stringify([this.#issuer, purpose, what]))
      .digest('base64url');
  }
}
