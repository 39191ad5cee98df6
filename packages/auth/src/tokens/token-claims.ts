/** What a token says that is good. Frozen. */
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

/** The type of an access token in its header: no token that was made for something else is taken for one (RFC 8725 §3.11). */
export const TOKEN_TYPE = 'at+jwt';

/** How long a token may be, in characters: Node takes 16 KiB of headers in all. */
export const MOST_CHARACTERS = 8192;
