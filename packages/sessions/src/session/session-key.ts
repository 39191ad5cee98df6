import { refuse, repeatedKey } from '../errors.js';

declare const VALUE: unique symbol;

/** Names what a session keeps. Made by `createSessionKey`. */
export class SessionKey<out T> {
  declare private readonly [VALUE]: T;

  /** @internal */
  constructor(readonly name: string) {}

  toString(): string {
    return this.name;
  }
}

const NAMES = new Set<string>();

/**
 * Makes a key under which a session keeps one value.
 *
 * @param name - what it is called in the cookie: short, since it goes with every request, and the same from one version of the
 *   application to the next
 * @throws TenonError `TENON_SESSIONS_REPEATED_KEY` for a name that another key has
 *
 * @example
 * export const CART = createSessionKey<number[]>('cart');
 */
export function createSessionKey<T>(name: string): SessionKey<T> {
  if (NAMES.has(name)) refuse([repeatedKey({ name })]);
  NAMES.add(name);
  return new SessionKey<T>(name);
}
