import { inspect } from 'node:util';

declare const VALUE: unique symbol;

/**
 * Names a thing that the container can provide and that is not a class: an interface, a value, a function.
 *
 * Made by `createToken`; compared by identity, so two tokens of one description are two tokens.
 */
export class Token<out T> {
  declare private readonly [VALUE]: T;

  /** @internal */
  constructor(readonly description: string) {}

  toString(): string {
    return this.description;
  }
}

/**
 * Names a thing that any number of modules contribute to, such as the health checks of an application.
 *
 * Made by `createMultiToken`; asked for with `@InjectAll`.
 */
export class MultiToken<out T> {
  declare private readonly [VALUE]: T;

  /** @internal */
  constructor(readonly description: string) {}

  toString(): string {
    return this.description;
  }
}

/** A class that can be made with `new`. */
// oxlint-disable-next-line typescript/no-explicit-any -- a constructor's parameters are contravariant: only `any` admits every class
export type Class<T = unknown> = new (...parameters: any[]) => T;

/** A class, abstract or not, as a token. */
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export type AbstractClass<T = unknown> = abstract new (...parameters: any[]) => T;

/** What a dependency is asked for by: a class or a token. Never a bare string. */
export type InjectionToken<T = unknown> = Token<T> | AbstractClass<T>;

/**
 * Makes a token for something that is not a class.
 *
 * @param description - what it is, in a word or two; shown in diagnostics
 *
 * @example
 * export const CLOCK = createToken<Clock>('clock');
 */
export function createToken<T>(description: string): Token<T> {
  return new Token<T>(description);
}

/**
 * Makes a token to which many modules contribute.
 *
 * @param description - what one contribution is; shown in diagnostics
 *
 * @example
 * export const HEALTH_CHECK = createMultiToken<HealthCheck>('health check');
 */
export function createMultiToken<T>(description: string): MultiToken<T> {
  return new MultiToken<T>(description);
}

/** How to come by what a token names, in the words of the package that has it. */
const mends = new WeakMap<object, string>();

/**
 * Says what to do where nothing provides a token, for packages whose module provides it: it stands in the fault in place
 * of what can be said of any token.
 *
 * @param fix - the mend, in one line: `import DataModule.with({ entities })`
 */
export function declareMend(token: InjectionToken, fix: string): void {
  mends.set(token, fix);
}

/** Gives what was said by `declareMend`. */
export function mendOf(token: unknown): string | undefined {
  return mends.get(token as object);
}

/** Gives a token's name as diagnostics show it: the class's name, or the description in quotation marks. */
export function tokenName(token: unknown): string {
  if (token instanceof Token || token instanceof MultiToken) return `token "${token.description}"`;
  // A class may have a static member of its own that is called `name`.
  if (typeof token === 'function')
    return typeof token.name === 'string' && token.name !== '' ? token.name : '(anonymous class)';
  if (token === undefined || token === null) return String(token);
  if (typeof token === 'string') return JSON.stringify(token);
  if (typeof token !== 'object') return inspect(token);
  if (Array.isArray(token)) return 'an array';
  const type: unknown = token.constructor;
  // A token of another copy of this package.
  if (typeof type === 'function' && type.name.endsWith('Token') && 'description' in token)
    return `token "${String(token.description)}"`;
  return typeof type === 'function' && type !== Object ? `an instance of ${tokenName(type)}` : 'an object';
}

/** Stand in emitted metadata for types that do not exist at run time, and so never name a provider. */
const NO_TOKENS: ReadonlySet<unknown> = new Set([
  Object,
  Function,
  String,
  Number,
  Boolean,
  Symbol,
  BigInt,
  Array,
  Promise,
]);

/** Whether `value` may stand where a token is expected. */
export function isToken(value: unknown): value is InjectionToken {
  if (value instanceof Token) return true;
  return typeof value === 'function' && value.prototype !== undefined && !NO_TOKENS.has(value);
}
