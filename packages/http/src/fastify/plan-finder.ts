import type { FastifyInstance, FastifyServerOptions, RouteOptions } from 'fastify';
import findMyWay, { type Config, type HTTPMethod, type HTTPVersion, type Instance } from 'find-my-way';
import type { RoutePlan } from '../compile/compile-route.js';
import type { Versioning } from '../model/route-settings.js';
import { constraintsFor, defaultVersion, VERSION_CONSTRAINT } from './constraints.js';
import { answersHead, constraintsOf, type MountedConfig, ownHeads } from './mount-routes.js';

/** A raw route as the router knows it. */
interface RawRoute {
  readonly methods: readonly string[];
  readonly path: string;
  readonly constraints: Readonly<Record<string, unknown>>;
}

/**
 * Finds the plan that answers a concrete path, by the router that Fastify itself uses.
 *
 * Fastify tells whether something answers, and not what. Raw routes are noted too: one of them may answer before ours do.
 */
export class PlanFinder {
  readonly #raw: RawRoute[] = [];
  readonly #versioning: Versioning | undefined;
  readonly #options: FastifyServerOptions | undefined;
  #plans: readonly RoutePlan[] = [];
  /** Made when somebody asks, and again when there are more routes. */
  #router: Instance<HTTPVersion.V1> | undefined;

  /** @param options - what the application said to Fastify, of its router among others */
  constructor(versioning: Versioning | undefined, options: FastifyServerOptions | undefined) {
    this.#versioning = versioning;
    this.#options = options;
  }

  /** Notes raw routes from here on. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url, constraints = {}, config }: RouteOptions) => {
      const { tenonPlan }: MountedConfig = config ?? {};
      if (tenonPlan !== undefined) return;
      this.#raw.push({ methods: typeof method === 'string' ? [method] : method, path: url, constraints });
      this.#router = undefined;
    });
  }

  /** Takes the plans that are looked for. */
  usePlans(plans: readonly RoutePlan[]): void {
    this.#plans = plans;
  }

  /** Whether some raw route answers HEAD. Asked before ours are mounted. */
  hasRawHead(): boolean {
    return this.#raw.some(({ methods }) => methods.includes('HEAD'));
  }

  find(
    method: string,
    url: string,
    { host, version = defaultVersion(this.#versioning) }: { readonly host?: string; readonly version?: string },
  ): RoutePlan | undefined {
    const router = (this.#router ??= this.#makeRouter());
    const path = url.split('?', 1)[0] as string;
    const found = router.find(method.toUpperCase() as HTTPMethod, path, {
      host,
      [VERSION_CONSTRAINT]: version,
    });
    return (found?.store as { readonly plan: RoutePlan | undefined } | undefined)?.plan;
  }

  #makeRouter(): Instance<HTTPVersion.V1> {
    const { caseSensitive, ignoreTrailingSlash, ignoreDuplicateSlashes, maxParamLength, routerOptions } =
      this.#options ?? {};
    const given = { caseSensitive, ignoreTrailingSlash, ignoreDuplicateSlashes, maxParamLength, ...routerOptions };
    const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const router = findMyWay({
      ...(options as Config<HTTPVersion.V1>),
      constraints: constraintsFor(this.#versioning) as Config<HTTPVersion.V1>['constraints'],
    } as Config<HTTPVersion.V1>);
    const add = (methods: readonly string[], path: string, constraints: object, plan?: RoutePlan): void => {
      try {
        router.on(methods as HTTPMethod[], path, { constraints }, () => undefined, { plan });
      } catch {
        // A constraint of the application's own, which no decorated route has; or one that boot refuses.
      }
    };
    const heads = ownHeads(this.#plans.map(({ model }) => model));
    for (const { methods, path, constraints } of this.#raw) add(methods, path, constraints);
    for (const plan of this.#plans) {
      const { model } = plan;
      add(model.methods, model.path, constraintsOf(model), plan);
      if (answersHead(model, heads)) add(['HEAD'], model.path, constraintsOf(model), plan);
    }
    return router;
  }
}
