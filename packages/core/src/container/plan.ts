import type { ProviderModel } from '../model/model.js';

/** Marks a singleton that has not been made. */
export const UNMADE = Symbol('unmade');

/** What a plan needs to know of a request. */
export interface RequestValues {
  /** By slot: which class has which was decided when its plan was compiled. */
  values: unknown[];
  /** What has something to dispose of, in the order of making. */
  disposables: object[] | undefined;
  readonly isClosed: boolean;
  /** Whoever serves the request, as far as the container knows. */
  readonly served: unknown;
}

/**
 * Gives a provider's value: everything that could be looked up has been.
 *
 * May give a promise where the model says `mayBeAsync`. `request` is there whenever the model says `needsRequest`.
 */
export type Plan = (request: RequestValues) => unknown;

/** Where plans find one another, and what they may ask for while they run. */
export interface Plans {
  /** The singletons, by the provider's id; `UNMADE` where there is none. */
  readonly instances: readonly unknown[];
  planOf(provider: ProviderModel): Plan;
  /** Gives a new slot in every `RequestValues.values`. */
  newSlot(): number;
  /** Gives a singleton that was not there when the plan was compiled. */
  singleton(provider: ProviderModel): unknown;
  /** Gives what a `Lazy` gives to its owner; `request` is that in which the owner was made. */
  whenReady(provider: ProviderModel, owner?: ProviderModel, request?: RequestValues): unknown;
  /** Gives what a `Ref` gives. */
  ofCurrentRequest(provider: ProviderModel): unknown;
}

/** Whether a factory's result must be waited for. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
