import type { ApplicationContext, ProviderModel } from '@tenon/core';
import type { RequestContext } from '../contracts/context.js';
import type { EnhancerModel } from '../contracts/route-model.js';
import { isPromise } from './is-promise.js';

/** Gives an instance that the container makes, or a promise of it. */
export type Give = (context: RequestContext) => unknown;

/** What the container makes, as a route finds it: the singleton itself, or the way to a request's own. */
export interface Access {
  readonly singleton: object | undefined;
  readonly give: Give;
  readonly mayBeAsync: boolean;
}

/** Finds how a route gets what the container makes. What lives as long as the application is there already. */
export function accessTo(provider: ProviderModel, app: ApplicationContext): Access {
  const plan = app.planOf(provider);
  if (provider.scope === 'singleton') {
    const singleton = plan(undefined as never) as object;
    return { singleton, give: () => singleton, mayBeAsync: false };
  }
  return { singleton: undefined, give: (context) => plan(context.scope), mayBeAsync: provider.mayBeAsync };
}

type Methods = Record<string, (...values: unknown[]) => unknown>;

/**
 * Compiles the call of a guard, interceptor, pipe or filter, whatever it is: `(context, a, b) => guard.canActivate(a, b)`.
 *
 * @param method - of a class or an object
 */
export function compileCall(
  { provider, given }: EnhancerModel,
  method: string,
  app: ApplicationContext,
): (context: RequestContext, first: unknown, second?: unknown) => unknown {
  if (provider === undefined) {
    if (typeof given === 'function') return (_, first, second) => given(first, second);
    const object = given as Methods;
    return (_, first, second) => object[method]?.(first, second);
  }
  const { singleton, give } = accessTo(provider, app);
  if (singleton !== undefined) {
    const object = singleton as Methods;
    return (_, first, second) => object[method]?.(first, second);
  }
  return (context, first, second) => {
    const instance = give(context);
    const call = (object: unknown): unknown => (object as Methods)[method]?.(first, second);
    return isPromise(instance) ? instance.then(call) : call(instance);
  };
}
