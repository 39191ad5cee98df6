import { Inject, Injectable, Logger, Optional } from '@tenon/core';
import { type CompactJWSHeaderParameters, errors, jwtVerify, type JWTVerifyOptions, SignJWT } from 'jose';
import { AuthConfig } from '../setup/auth-config.js';
import { AUTH_OPTIONS, type AuthOptions } from '../setup/auth-options.js';
import { type NamedKey, readKeys } from './read-keys.js';

/** What a token says that is good. */
export interface TokenClaims {
  /** Whom it is about: what was given to `sign`. */
  readonly sub: string;
  readonly iss: string;
  readonly aud: string | readonly string[];
  /** When it ends, in seconds since 1970. */
  readonly exp: number;
  /** When it was signed, in seconds since 1970. */
  readonly iat: number;
  readonly [claim: string]: unknown;
}

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

/** The type of an access token in its header: no token that was made for something else is taken for one (RFC 8725 §3.11). */
const TYPE = 'at+jwt';
/** How long a token may be, in characters: Node takes 16 KiB of headers in all. */
const MOST_CHARACTERS = 8192;
const THREE_PARTS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

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
  readonly #signing: NamedKey;
  readonly #keys: ReadonlyMap<string, NamedKey>;
  readonly #issuer: string;
  readonly #audience: string;
  readonly #lifetime: number;
  readonly #options: JWTVerifyOptions;
  readonly #logger: Logger;

  constructor(config: AuthConfig, logger: Logger, @Optional() @Inject(AUTH_OPTIONS) options?: AuthOptions) {
    const keys = readKeys(options ?? {}, config, logger);
    [this.#signing] = keys;
    this.#keys = new Map(keys.map((key) => [key.kid, key]));
    this.#issuer = config.issuer;
    this.#audience = config.audience ?? config.issuer;
    this.#lifetime = config.tokenLifetime;
    this.#logger = logger;
    this.#options = {
      algorithms: [...new Set(keys.map(({ alg }) => alg))],
      typ: TYPE,
      issuer: this.#issuer,
      audience: this.#audience,
      requiredClaims: ['exp', 'iat', 'sub'],
    };
  }

  /**
   * Signs a token.
   *
   * @param subject - whom it is about, mostly the user's id; not empty
   * @param claims - what else it says. Anybody who has the token can read it
   */
  sign(subject: string, claims: OwnClaims = {}, options: SignOptions = {}): Promise<string> {
    if (subject === '') throw new TypeError('A token needs a subject.');
    const { kid, alg, signing } = this.#signing;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg, kid, typ: TYPE })
      .setIssuer(this.#issuer)
      .setAudience(options.audience ?? this.#audience)
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + (options.lifetime ?? this.#lifetime))
      .sign(signing as NonNullable<typeof signing>);
  }

  /**
   * Gives what a token says; undefined for whatever is not a good token of this application's: forged, ended, for somebody
   * else, malformed, or none at all. Why is logged at `debug`, and told to nobody.
   */
  async verify(token: string, kind: TokenKind = {}): Promise<TokenClaims | undefined> {
    if (token.length > MOST_CHARACTERS || !THREE_PARTS.test(token)) return undefined;
    const options = kind.audience === undefined ? this.#options : { ...this.#options, audience: kind.audience };
    try {
      const { payload } = await jwtVerify(token, this.#keyOf, options);
      return isComplete(payload) ? payload : undefined;
    } catch (error) {
      this.#logger.debug('A token was refused.', { error });
      return undefined;
    }
  }

  /** Finds the key that a token says it was signed by. It is for one algorithm alone, whatever the token says. */
  readonly #keyOf = ({ kid, alg }: CompactJWSHeaderParameters) => {
    const key = kid === undefined ? undefined : this.#keys.get(kid);
    if (key === undefined || key.alg !== alg) throw new errors.JWKSNoMatchingKey();
    return key.verifying;
  };
}

/** jose has seen to it that they are there; of what kind they are, it does not ask for all of them. */
function isComplete(claims: Readonly<Record<string, unknown>>): claims is TokenClaims {
  const { sub, exp, iat } = claims;
  return typeof sub === 'string' && sub !== '' && Number.isSafeInteger(exp) && Number.isSafeInteger(iat);
}
