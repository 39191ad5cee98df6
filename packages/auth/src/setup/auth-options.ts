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
  /** What a new hash costs. */
  readonly passwords?: PasswordCost;
}

/** What the application says to `AuthModule.with`. */
export const AUTH_OPTIONS: Token<AuthOptions> = createToken<AuthOptions>('auth options');
