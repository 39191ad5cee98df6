import findMyWay, { type HTTPMethod, type Instance, type HTTPVersion } from 'find-my-way';
import type { RoutePlan } from '../compile/compile-route.js';

/**
 * Finds the plan that answers a concrete path, by the router that Fastify itself uses.
 *
 * Fastify tells whether something answers, and not what.
 */
export class PlanFinder {
  readonly #plans: readonly RoutePlan[];
  /** By host and version: a router of its own is simpler than its constraints. */
  readonly #routers = new Map<string, Instance<HTTPVersion.V1>>();

  constructor(plans: readonly RoutePlan[]) {
    this.#plans = plans;
  }

  find(
    method: string,
    url: string,
    { host, version }: { readonly host?: string; readonly version?: string },
  ): RoutePlan | undefined {
    const path = url.split('?', 1)[0] as string;
    const name = method.toUpperCase() as HTTPMethod;
    const exact = this.#routerFor((plan) => isFor(plan, host) && plan.model.version === version, `${host} ${version}`);
    const general = this.#routerFor(({ model }) => model.host === undefined && model.version === undefined, '');
    const found = exact.find(name, path) ?? general.find(name, path);
    return (found?.store as { readonly plan: RoutePlan } | undefined)?.plan;
  }

  #routerFor(isMeant: (plan: RoutePlan) => boolean, key: string): Instance<HTTPVersion.V1> {
    let router = this.#routers.get(key);
    if (!router) {
      router = findMyWay();
      const add = (plan: RoutePlan, method: string): void => {
        try {
          router?.on(method as HTTPMethod, plan.model.path, () => undefined, { plan });
        } catch {
          // Another route answers it already.
        }
      };
      const meant = this.#plans.filter(isMeant);
      for (const plan of meant) for (const method of plan.model.methods) add(plan, method);
      for (const plan of meant) if (plan.model.methods.includes('GET')) add(plan, 'HEAD');
      this.#routers.set(key, router);
    }
    return router;
  }
}

function isFor({ model }: RoutePlan, host: string | undefined): boolean {
  if (model.host === undefined) return true;
  if (host === undefined) return false;
  return typeof model.host === 'string' ? model.host === host : model.host.test(host);
}
