import { createMultiToken, type MultiToken } from '@tenon/core';
import type { RequestContext } from './context.js';

/** Who has signed in, as something that is no token says. */
export interface SignedInAs {
  /** Whom it is about, as a token's `sub`. */
  readonly sub: string;
  /** When they signed in, in seconds since 1970, as a token's `iat`. */
  readonly iat: number;
}

/** Tells who has signed in by other means than a token. Given by a package such as @tenon/sessions, and asked by @tenon/auth. */
export interface SignInSource {
  /** @returns undefined for who has not signed in */
  signedInAs(context: RequestContext): SignedInAs | undefined | PromiseLike<SignedInAs | undefined>;
}

/** All that tells who has signed in; the first one that knows is believed. */
export const SIGN_IN_SOURCE: MultiToken<SignInSource> = createMultiToken<SignInSource>('sign-in source');
