import type { TokenClaims } from './token-claims.js';

/** In each of two generations. */
const MOST_TOKENS = 5000;
/** How long a token may be to be remembered, in characters: all of them take 20 MB at most, and mostly 5. */
const MOST_CHARACTERS = 2048;

/**
 * Remembers tokens that were found good: to verify one takes twenty times as long as all else that a guard does.
 *
 * What was found stays so until the token ends, since the keys stay as they are; whether its user may still come in is asked
 * each time. Only good ones are kept, so that nobody fills it who has none.
 */
export class KnownTokens {
  /** When it is full, it takes the place of those of before: whatever is used is there still. */
  #young = new Map<string, TokenClaims>();
  #old = new Map<string, TokenClaims>();

  find(token: string): TokenClaims | undefined {
    let claims = this.#young.get(token);
    if (claims === undefined) {
      claims = this.#old.get(token);
      if (claims === undefined) return undefined;
      this.keep(token, claims);
    }
    // As jose compares it.
    return claims.exp > Math.floor(Date.now() / 1000) ? claims : undefined;
  }

  keep(token: string, claims: TokenClaims): void {
    if (token.length > MOST_CHARACTERS) return;
    if (this.#young.size >= MOST_TOKENS) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(token, freeze(claims));
  }
}

/** Many requests get the same object. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) freeze(each);
  return Object.freeze(value);
}
