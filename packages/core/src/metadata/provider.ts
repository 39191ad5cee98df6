import type { Dependency, Injectable, InjectedList } from './dependency.js';
import type { Class, InjectionToken, MultiToken } from './token.js';

/**
 * How long an instance lives.
 *
 * - `singleton`: as long as the application; made at boot
 * - `transient`: made anew for each that asks
 * - `request`: one for each request
 */
export type Scope = 'singleton' | 'transient' | 'request';

/** Whether a value is one of the three scopes; JavaScript, and a word from a configuration, may give anything. */
export function isScope(value: unknown): value is Scope {
  return value === 'singleton' || value === 'transient' || value === 'request';
}

/** Makes instances of a class. */
export interface UseClass<T> {
  readonly useClass: Class<T>;
  /** Default: the class's own scope. */
  readonly scope?: Scope;
}

/** Gives a value that was made elsewhere. Its lifecycle is its maker's: no hook of it is called. */
export interface UseValue<T> {
  readonly useValue: T;
}

/** Gives what another token gives. */
export interface UseExisting<T> {
  readonly useExisting: InjectionToken<T>;
}

/** Calls a function, which may be async, with what stands in `inject`. */
export interface UseFactory<T, D extends readonly Injectable[] = readonly Injectable[]> {
  readonly useFactory: (...values: InjectedList<D>) => T | PromiseLike<T>;
  /** What the factory gets, in order. Default: nothing. */
  readonly inject?: readonly [...D];
  /** Default: `singleton`. */
  readonly scope?: Scope;
}

/**
 * Gives something of what is being served, such as a server's own object for the request. For packages.
 *
 * Lives as long as the request, and is never waited for.
 */
export interface UseServed<T> {
  /** Gets what was given to `createRequestScope`, else the scope. */
  readonly useServed: (served: unknown) => T;
}

/** How the value of a token is made. */
export type ProviderForm<T, D extends readonly Injectable[] = readonly Injectable[]> =
  | UseClass<T>
  | UseValue<T>
  | UseExisting<T>
  | UseServed<T>
  | UseFactory<T, D>;

/** A token and how its value is made, as it stands in a module's `providers`. */
export type ProviderDefinition = { readonly provide: InjectionToken | MultiToken<unknown> } & (
  | UseClass<unknown>
  | UseValue<unknown>
  | UseExisting<unknown>
  | UseServed<unknown>
  | {
      readonly useFactory: (...values: never[]) => unknown;
      readonly inject?: readonly Injectable[];
      readonly scope?: Scope;
    }
);

/** An element of a module's `providers`: a class, or a token and how its value is made. */
export type Provider = Class | ProviderDefinition;

/**
 * Says how the value of a token is made, with checked types: the value must be what the token promises, and a factory's
 * parameters are what its `inject` list gives.
 *
 * The object `{ provide: token, …form }` means the same, unchecked.
 *
 * @example
 * @Module({
 *   providers: [
 *     provide(CLOCK, { useValue: systemClock }),
 *     provide(DATABASE, { inject: [DatabaseConfig], useFactory: (config) => connect(config.url) }),
 *   ],
 * })
 */
export function provide<T, const D extends readonly Injectable[] = readonly []>(
  token: InjectionToken<T> | MultiToken<T>,
  form: ProviderForm<NoInfer<T>, D>,
): ProviderDefinition {
  return { provide: token, ...form };
}

/** Whether `value` is a dependency with a modifier, as `optional(…)` gives it. */
export function isDependency(value: unknown): value is Dependency {
  return typeof value === 'object' && value !== null && 'kind' in value && 'token' in value;
}
