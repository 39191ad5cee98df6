/** What is known of who has signed in, whether a token says it or a session. */
export interface SignInClaims {
  /** Whom it is about: what was given to `sign` of a token, or to `signIn` of a session. */
  readonly sub: string;
  /** When the token was signed, or when they signed in, in seconds since 1970. */
  readonly iat: number;
  /** Of tokens alone. */
  readonly [claim: string]: unknown;
}

/** What a token says that is good. Frozen. */
export interface TokenClaims extends SignInClaims {
  readonly iss: string;
  readonly aud: string | readonly string[];
  /** When it ends, in seconds since 1970. */
  readonly exp: number;
}

/** The type of an access token in its header: no token that was made for something else is taken for one (RFC 8725 §3.11). */
export const TOKEN_TYPE = 'at+jwt';

/** How long a token may be, in characters: Node takes 16 KiB of headers in all. */
export const MOST_CHARACTERS = 8192;
