import { type AbstractClass, Inject, Injectable, Logger, Optional, TenonError } from '@tenon/core';
import { SignJWT } from 'jose/jwt/sign';
import * as faults from '../errors.js';
import { AuthConfig } from '../setup/auth-config.js';
import { AUTH_OPTIONS, type AuthOptions } from '../setup/auth-options.js';
import { type NamedKey, readKeys } from './read-keys.js';
import { MOST_CHARACTERS, TOKEN_TYPE, type TokenClaims } from './token-claims.js';
import { Verifier } from './verifier.js';

/** What else a token says. What `sign` says itself has no place in it. */
export type OwnClaims = Readonly<Record<string, unknown>> & {
  readonly [K in 'iss' | 'sub' | 'aud' | 'exp' | 'iat' | 'nbf']?: never;
};

/** What may differ from one kind of token to another. */
export interface TokenKind {
  /** Whom the token is for. Default: `AUTH_AUDIENCE`, else the issuer. */
  readonly audience?: string;
}

/** What `Tokens.sign` takes beside claims. */
export interface SignOptions extends TokenKind {
  /** How long it is good for, in seconds. Default: `AUTH_TOKEN_LIFETIME`, 900. */
  readonly lifetime?: number;
}

/**
 * Signs access tokens, and tells whose they are: JWTs by jose.
 *
 * @see RFC 7519, RFC 8725, RFC 9068
 *
 * @example
 * const token = await this.tokens.sign(String(user.id));
 * const claims = await this.tokens.verify(token); // { sub: '7', … }, or undefined
 */
@Injectable()
export class Tokens {
  /** Undefined where the application has no tokens. */
  readonly #signing: NamedKey | undefined;
  readonly #keys: ReadonlyMap<string, NamedKey>;
  readonly #issuer: string;
  readonly #audience: string;
  readonly #lifetime: number;
  readonly #logger: Logger;
  /** Of the guards, by audience: those of one kind of users remember the same tokens. */
  readonly #guards = new Map<string, Verifier>();
  /** Who loads the users of tokens for nobody in particular. */
  #users: AbstractClass | undefined;

  constructor(config: AuthConfig, logger: Logger, @Optional() @Inject(AUTH_OPTIONS) options?: AuthOptions) {
    const keys = options?.tokens === false ? [] : readKeys(options ?? {}, config, logger);
    [this.#signing] = keys;
    this.#keys = new Map(keys.map((key) => [key.kid, key]));
    this.#issuer = config.issuer;
    this.#audience = config.audience ?? config.issuer;
    this.#lifetime = config.tokenLifetime;
    this.#logger = logger;
  }

  /**
   * Signs a token.
   *
   * @param subject - whom it is about, mostly the user's id; not empty
   * @param claims - what else it says. Anybody who has the token can read it
   * @throws TypeError for what would be refused by everybody: an empty subject, a lifetime that is no whole number of seconds,
   *   claims that make the token longer than 8,192 characters. For claims that JSON has no word for as well
   */
  async sign(subject: string, claims: OwnClaims = {}, options: SignOptions = {}): Promise<string> {
    const { lifetime = this.#lifetime, audience = this.#audience } = options;
    if (typeof subject !== 'string' || subject === '') throw new TypeError('A token needs a subject, which is a text.');
    if (!Number.isSafeInteger(lifetime) || lifetime < 1)
      throw new TypeError(`A token is good for some whole seconds, not for ${lifetime}.`);
    if (this.#signing === undefined)
      throw new TypeError('No token is signed where AuthModule.with({ tokens: false }) says that there are none.');
    const { kid, alg, signing } = this.#signing;
    const now = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg, kid, typ: TOKEN_TYPE })
      .setIssuer(this.#issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .sign(signing as NonNullable<typeof signing>);
    if (token.length <= MOST_CHARACTERS) return token;
    throw new TypeError(`A token has ${MOST_CHARACTERS} characters at most; with these claims it has ${token.length}.`);
  }

  /**
   * Gives what a token says; undefined for whatever is not a good token of this application's: forged, ended, for somebody
   * else, malformed, or none at all. Why is logged at `debug`, and told to nobody.
   */
  async verify(token: string, kind: TokenKind = {}): Promise<TokenClaims | undefined> {
    const { audience = this.#audience } = kind;
    return (this.#guards.get(audience) ?? this.#verifierFor(audience)).verify(token);
  }

  /**
   * Gives what verifies tokens about the users that a class loads.
   *
   * @throws TenonError `TENON_AUTH_SHARED_AUDIENCE` if neither they nor those of another class have an audience of their own
   * @internal
   */
  verifierOf(users: AbstractClass, { audience }: TokenKind): Verifier {
    if (audience === undefined) {
      this.#users ??= users;
      if (this.#users !== users)
        throw new TenonError([
          faults.sharedAudience({ audience: this.#audience, users: [this.#users.name, users.name] }),
        ]);
    }
    const wanted = audience ?? this.#audience;
    let verifier = this.#guards.get(wanted);
    if (!verifier) this.#guards.set(wanted, (verifier = this.#verifierFor(wanted)));
    return verifier;
  }

  #verifierFor(audience: string): Verifier {
    return new Verifier({ keys: this.#keys, issuer: this.#issuer, audience, logger: this.#logger });
  }
}
