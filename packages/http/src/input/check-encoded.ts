import { BadRequestException } from '../contracts/http-exception.js';

/**
 * Gives why a query or a form is refused, or undefined. It is looked at before it is taken apart.
 *
 * Parsers leave as it is what they cannot decode, all of the value, so that `%41%ff` would stay `%41%ff`: whoever looks
 * for something in it looks in vain.
 *
 * @param text - `a=1&b=2`
 * @param keys - how many keys there may be
 */
export function checkEncoded(text: string, what: 'query' | 'form', keys: number): BadRequestException | undefined {
  // Each further key takes at least two characters.
  if (text.length > keys && hasMoreKeys(text, keys))
    return new BadRequestException(`The ${what} has more than ${keys} keys.`, { code: 'too-many-keys' });
  let decoded = text;
  if (text.includes('%')) {
    try {
      decoded = decodeURIComponent(text);
    } catch {
      return new BadRequestException(`The ${what} has a % that is followed by no UTF-8.`, { code: 'invalid-utf8' });
    }
  }
  return decoded.includes('__proto__') && PROTO_KEY.test(decoded)
    ? new BadRequestException(`The ${what} has a key that no object may have.`, { code: 'unsafe-key' })
    : undefined;
}

/** What a decoded text may have between keys that were not there before it was decoded, is refused with the others. */
const PROTO_KEY = /(?:^|[&[\]])__proto__(?:[=&[\]]|$)/;

function hasMoreKeys(text: string, keys: number): boolean {
  let count = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) if (++count > keys) return true;
  return false;
}
