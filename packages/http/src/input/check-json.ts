import type { BadRequestException } from '../contracts/http-exception.js';
import { tooMuchInput } from '../contracts/too-much-input.js';
import type { KnownLimits } from './request-limits.js';

/** What of a JSON text is limited. */
export type JsonLimits = Pick<KnownLimits, 'depth' | 'keys' | 'items' | 'objects'>;

/**
 * Gives why a JSON text is refused before anything is made of it, or undefined.
 *
 * @param bytes - the same in UTF-8, which are gone through four times as quickly
 */
export type JsonCheck = (text: string, bytes: Uint8Array) => BadRequestException | undefined;

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Compiles a look at JSON as text: at how deep it is, how wide its objects and lists are, and how many. To parse
 * 50,000 keys takes longer than to count them, and whoever walks over what was parsed may run out of stack.
 *
 * A text with few brackets cannot be deep, and a short one cannot be wide: most are only asked how many brackets they have,
 * which takes 0.2 µs for 1 KB.
 */
export function compileJsonCheck({ depth, keys, items, objects }: JsonLimits): JsonCheck {
  /** As many characters as `[[]]`, `{"":0,"":0}` or `[0,0]` need: what is shorter is within the limits. */
  const deep = 2 * (depth + 1);
  const wide = Math.min(5 * (keys + 1), 2 * (items + 1), 2 * (objects + 1));
  const check = (bytes: Uint8Array): BadRequestException | undefined => {
    /** Of what we are inside of: the bracket that began it, and how many commas it had. */
    const brackets: number[] = [];
    const commas: number[] = [];
    let [bracket, count, all] = [0, 0, 0];
    for (let at = 0; at < bytes.length; at++) {
      const code = bytes[at];
      if (code === QUOTE) at = endOfString(bytes, at);
      else if (code === COMMA) {
        count++;
        if (bracket === BRACE ? count >= keys : count >= items && bracket === BRACKET)
          return tooMuchInput(bracket === BRACE ? 'too-many-keys' : 'too-long');
      } else if (code === BRACE || code === BRACKET) {
        brackets.push(bracket);
        commas.push(count);
        if (brackets.length > depth) return tooMuchInput('too-deep');
        if (++all > objects) return tooMuchInput('too-many-objects');
        bracket = code;
        count = 0;
      } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) {
        bracket = brackets.pop() ?? 0;
        count = commas.pop() ?? 0;
      }
    }
    return undefined;
  };
  return (text, bytes) =>
    text.length < wide && (text.length < deep || !hasMoreBrackets(text, depth)) ? undefined : check(bytes);
}

/** Gives where a string ends, RFC 8259 §7; what does not end, is left to the parser. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (; at < bytes.length; at++) {
    const code = bytes[at];
    if (code === QUOTE) break;
    if (code === BACKSLASH) at++;
  }
  return at;
}

function hasMoreBrackets(text: string, most: number): boolean {
  let count = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) if (++count > most) return true;
  }
  return false;
}

/**
 * Whether a JSON text has half of a letter in an escape: one of a pair of surrogates without the other. No UTF-8 can be
 * made of it: what is written down would be another text than what was checked.
 *
 * @see RFC 8259 §8.2, RFC 7493 §2.1
 */
export function hasHalfLetter(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  /** Where the other half has to begin; -1 if none is expected. */
  let expected = -1;
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at)) {
    const code = text[at + 1] === 'u' ? Number.parseInt(text.slice(at + 2, at + 6), 16) : 0;
    const isSecond = code >= 0xdc00 && code <= 0xdfff;
    if (isSecond !== (expected === at)) return true;
    at += text[at + 1] === 'u' ? 6 : 2;
    expected = code >= 0xd800 && code <= 0xdbff ? at : -1;
  }
  return expected !== -1;
}
