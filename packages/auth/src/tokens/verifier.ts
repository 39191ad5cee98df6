import type { Logger } from '@tenon/core';
import type { CompactJWSHeaderParameters, JWTVerifyOptions } from 'jose';
// Not all of it: to load it takes twice as long.
import { JWKSNoMatchingKey } from 'jose/errors';
import { jwtVerify } from 'jose/jwt/verify';
import { KnownTokens } from './known-tokens.js';
import type { NamedKey } from './read-keys.js';
import { repeatsName } from './repeats-name.js';
import { MOST_CHARACTERS, TOKEN_TYPE, type TokenClaims } from './token-claims.js';

const THREE_PARTS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** What is demanded of tokens. */
interface Demands {
  readonly keys: ReadonlyMap<string, NamedKey>;
  readonly issuer: string;
  readonly audience: string;
  readonly logger: Logger;
}

/** Tells what tokens for one audience say. */
export class Verifier {
  readonly #keys: ReadonlyMap<string, NamedKey>;
  readonly #logger: Logger;
  readonly #options: JWTVerifyOptions;
  readonly #known = new KnownTokens();

  constructor({ keys, issuer, audience, logger }: Demands) {
    this.#keys = keys;
    this.#logger = logger;
    this.#options = {
      algorithms: [...new Set(Array.from(keys.values(), ({ alg }) => alg))],
      typ: TOKEN_TYPE,
      issuer,
      audience,
      requiredClaims: ['exp', 'iat', 'sub'],
    };
  }

  /** Gives what a token says that was found good before, and has not ended yet. */
  recall(token: string): TokenClaims | undefined {
    return this.#known.find(token);
  }

  /** Gives what a token says; undefined for one that is not good. */
  async verify(token: string): Promise<TokenClaims | undefined> {
    if (token.length > MOST_CHARACTERS || !THREE_PARTS.test(token)) return undefined;
    try {
      const { payload } = await jwtVerify(token, this.#keyOf, this.#options);
      if (!isComplete(payload) || token.split('.', 2).some(saysTwice)) return undefined;
      this.#known.keep(token, payload);
      return payload;
    } catch (error) {
      this.#logger.debug('A token was refused.', { error });
      return undefined;
    }
  }

  /** Finds the key that a token says it was signed by. It is for one algorithm alone, whatever the token says. */
  readonly #keyOf = ({ kid, alg }: CompactJWSHeaderParameters) => {
    const key = kid === undefined ? undefined : this.#keys.get(kid);
    if (key === undefined || key.alg !== alg) throw new JWKSNoMatchingKey();
    return key.verifying;
  };
}

function saysTwice(part: string): boolean {
  return repeatsName(Buffer.from(part, 'base64url').toString());
}

/** jose has seen to it that they are there; of what kind they are, it does not ask for all of them. */
function isComplete(claims: Readonly<Record<string, unknown>>): claims is TokenClaims {
  const { sub, exp, iat } = claims;
  return typeof sub === 'string' && sub !== '' && Number.isSafeInteger(exp) && Number.isSafeInteger(iat);
}
