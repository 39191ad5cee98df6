import type { AbstractClass, InjectionToken, MultiToken, Token } from './token.js';

/** Reads a request-scoped thing from something that lives longer than a request. */
export interface Ref<T> {
  /**
   * Gives the instance that belongs to the current request.
   *
   * @throws TenonError `TENON_CONTAINER_NO_REQUEST` outside a request
   */
  get(): T;
}

/** Reaches a provider that could not be had in the constructor, because the two need each other. */
export interface Lazy<T> {
  /**
   * Gives the instance.
   *
   * @throws TenonError `TENON_CONTAINER_NOT_READY` while the application is still being made
   */
  get(): T;
}

/** How a dependency is taken. */
export type DependencyKind = 'one' | 'all' | 'ref' | 'lazy';

/** One thing that a provider asks for, as it was declared. */
export interface Dependency<out T = unknown> {
  readonly kind: DependencyKind;
  /** A class or token; for `lazy` a function that gives it, since the class may not exist yet. */
  readonly token: unknown;
  readonly isOptional: boolean;
  /** Never there: it carries the type of what the dependency gives. */
  readonly type?: (() => T) | undefined;
}

/** What may stand in an `inject` list. */
export type Injectable = InjectionToken | MultiToken<unknown> | Dependency;

/** What one element of an `inject` list gives to the factory. */
export type Injected<D> =
  D extends MultiToken<infer T>
    ? T[]
    : D extends Token<infer T>
      ? T
      : D extends AbstractClass<infer T>
        ? T
        : D extends Dependency<infer T>
          ? T
          : never;

/** What an `inject` list gives to the factory, in order. */
export type InjectedList<D extends readonly Injectable[]> = { -readonly [K in keyof D]: Injected<D[K]> };

/**
 * Asks for something that may not be there, in an `inject` list.
 *
 * @example
 * provide(MAILER, { inject: [optional(MAIL_OPTIONS)], useFactory: (options) => new Mailer(options ?? {}) });
 */
export function optional<T>(token: InjectionToken<T>): Dependency<T | undefined> {
  return { kind: 'one', token, isOptional: true };
}

/** Asks for a `Ref` to a request-scoped thing, in an `inject` list. */
export function ref<T>(token: InjectionToken<T>): Dependency<Ref<T>> {
  return { kind: 'ref', token, isOptional: false };
}

/** Asks for a `Lazy` in an `inject` list; `token` is a function because the class may be declared further down. */
export function lazy<T>(token: () => InjectionToken<T>): Dependency<Lazy<T>> {
  return { kind: 'lazy', token, isOptional: false };
}
