import { type ApplicationContext, type Diagnostic, TenonError } from '@tenon/core';
import type { RequestContext } from '../contracts/context.js';
import type { CanActivate, RouteGuard } from '../contracts/enhancers.js';
import type { EnhancerModel, RouteModel } from '../contracts/route-model.js';
import { siteOf } from '../model/check-routes.js';
import { accessTo, compileCall } from './call-enhancer.js';
import { isPromise } from './is-promise.js';

/** Decides whether a request may go on. Gets the context twice, as whatever calls a method of an enhancer does. */
export type Decide = (context: RequestContext, same: RequestContext) => unknown;

/** What guards have made for their routes at boot. Empty for an application that is only looked at. */
export type PreparedGuards = ReadonlyMap<RouteModel, ReadonlyMap<EnhancerModel, Decide>>;

/**
 * Lets guards prepare themselves for their routes.
 *
 * @throws TenonError with what all of them find wrong, each fault with the place of its route
 */
export function prepareGuards(routes: readonly RouteModel[], app: ApplicationContext): PreparedGuards {
  const found: Diagnostic[] = [];
  const prepared = new Map<RouteModel, ReadonlyMap<EnhancerModel, Decide>>();
  for (const route of routes) {
    if (!route.guards.some(isForRoutes)) continue;
    const decisions = new Map<EnhancerModel, Decide>();
    for (const guard of route.guards) {
      const object = isForRoutes(guard) ? objectOf(guard, app) : undefined;
      if (!hasForRoute(object)) continue;
      try {
        decisions.set(guard, object.forRoute(route));
      } catch (error) {
        if (!(error instanceof TenonError)) throw error;
        found.push(...error.diagnostics.map((fault) => ({ ...siteOf(route), ...fault })));
      }
    }
    prepared.set(route, decisions);
  }
  if (found.length > 0) throw new TenonError(found);
  return prepared;
}

/**
 * Compiles a guard that has not been prepared: `(context) => guard.canActivate(context)`.
 *
 * One that is made in each request is prepared there.
 */
export function compileGuard(guard: EnhancerModel, route: RouteModel, app: ApplicationContext): Decide {
  const { provider } = guard;
  if (provider === undefined || provider.scope === 'singleton' || !isForRoutes(guard))
    return compileCall(guard, 'canActivate', app);
  const { give } = accessTo(provider, app);
  return (context) => {
    const decide = (object: unknown): unknown =>
      hasForRoute(object) ? object.forRoute(route)(context) : (object as CanActivate).canActivate(context);
    const object = give(context);
    return isPromise(object) ? object.then(decide) : decide(object);
  };
}

/** Whether a guard was meant to be prepared; a test may have put one in its place that is not. */
function isForRoutes({ provider, given }: EnhancerModel): boolean {
  if (provider === undefined) return hasForRoute(given);
  return typeof provider.token === 'function' && hasForRoute(provider.token.prototype);
}

function objectOf({ provider, given }: EnhancerModel, app: ApplicationContext): unknown {
  return provider === undefined ? given : accessTo(provider, app).singleton;
}

function hasForRoute(object: unknown): object is RouteGuard {
  return typeof object === 'object' && object !== null && 'forRoute' in object;
}
