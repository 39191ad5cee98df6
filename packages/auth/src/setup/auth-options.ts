import { createToken, type Token } from '@tenon/core';
import type { JWK } from 'jose';

/** A key as text, PEM, or as an object, a JWK of RFC 7517. */
export type KeyInput = string | JWK;

/**
 * How much a password costs to hash. More is harder to guess, and slower to sign in with; in production it may not be less than
 * 7,168 KiB in 5 passes, or as much otherwise.
 */
export interface PasswordCost {
  /** Memory for one hash, in KiB. Default: 19,456, which is 19 MiB. */
  readonly memory?: number;
  /** How many times it is gone over. Default: 2. */
  readonly passes?: number;
  /** How many lanes it has. Default: 1. */
  readonly lanes?: number;
}

/** How hashes are verified that an older application has made, until their owners have signed in. */
export interface OlderHashes {
  /**
   * Tells whether a password is the one that an older hash was made from. It is not asked about hashes of argon2, and never about an
   * account that there is not. What it throws is logged, and is a no.
   *
   * @param password - as it was sent, 1,024 bytes at most
   * @param stored - what stands in the table of users: no argon2, and not empty
   *
   * @example
   * verify: (password, stored) => bcrypt.compare(password, stored)
   */
  verify(password: string, stored: string): boolean | PromiseLike<boolean>;
  /**
   * A hash of the older kind, with the cost that most of them have, of a password that nobody knows. It is verified whenever the
   * account has none: or the time of a reply would tell which accounts there are, and which have not been used for long.
   */
  readonly example: string;
}

/** What `AuthModule.with` takes for passwords. */
export interface PasswordOptions extends PasswordCost {
  /** How hashes of an older application are verified, such as bcrypt's. Default: they are never right. */
  readonly older?: OlderHashes;
}

/** What `AuthModule.with` takes. */
export interface AuthOptions {
  /**
   * Keys in place of a secret: Ed25519 for EdDSA, P-256 for ES256, RSA of 2,048 bits or more for RS256. The first one signs,
   * and must be private; all of them verify, so that public keys do for the others. Default: none, and `AUTH_SECRET` signs.
   */
  readonly keys?: readonly KeyInput[];
  /**
   * Whether there are tokens. Where all sign in by sessions, there need not be any: then `AUTH_SECRET` is not wanted, none is signed,
   * and each that comes is refused. Default: true.
   */
  readonly tokens?: boolean;
  /** What a new hash costs, and how older ones are verified. */
  readonly passwords?: PasswordOptions;
}

/** What the application says to `AuthModule.with`. */
export const AUTH_OPTIONS: Token<AuthOptions> = createToken<AuthOptions>('auth options');
