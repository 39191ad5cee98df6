import { type Diagnostic, TenonError } from '@tenon/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { refusalOf } from '../compile/compile-form.js';
import type { RoutePlan } from '../compile/compile-route.js';
import type { RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import { handlerOf, siteOf } from '../model/check-routes.js';
import { readPath } from '../model/read-path.js';
import { VERSION_CONSTRAINT } from './constraints.js';
import { mountTogether } from './mount-together.js';

/** What stands in the configuration of a mounted route, where Fastify's plugins and we find it again. */
export interface MountedConfig {
  readonly tenon?: RouteModel;
  readonly tenonPlan?: RoutePlan;
}

/**
 * Mounts each plan as one route of Fastify's.
 *
 * @param raw - whether a raw route may answer HEAD in place of one of ours, and whether a hook of the application wants to
 *   see what is sent before it is text
 * @throws TenonError with all of them: `TENON_HTTP_DUPLICATE_ROUTE` if a raw route answers the same request,
 *   `TENON_HTTP_INVALID_PATH` if Fastify's router refuses a path
 */
export function mountRoutes(
  fastify: FastifyInstance,
  plans: readonly RoutePlan[],
  { hasRawHead, seesObjects }: { readonly hasRawHead: boolean; readonly seesObjects: boolean },
): void {
  const heads = ownHeads(plans.map(({ model }) => model));
  /** What is given to Fastify, and what became of it on its way through the hooks of plugins. */
  let given: RouteOptions | undefined;
  let seen: RouteOptions | undefined;
  let withHead = false;
  // The last of its kind: plugins have added their hooks to the route already.
  fastify.addHook('onRoute', (options) => {
    const { tenonPlan: plan }: MountedConfig = options.config ?? {};
    if (plan === undefined) return;
    seen = options;
    plan.sendsObjects = seesObjects || options.preSerialization !== undefined;
    if (options.handler !== given?.handler) plan.tellEnd();
    if (withHead) options.method = ['GET', 'HEAD'];
    // Guards come behind these hooks: what a client has too much of is refused before it is asked who it is.
    if (plan.onRequest) addRouteHook(options, 'onRequest', plan.onRequest);
    if (plan.takesForm) addRouteHook(options, 'preParsing', refusalOf(plan.model));
    if (plan.preValidation) addRouteHook(options, 'preValidation', plan.preValidation);
  });
  const found: Diagnostic[] = [];
  mountTogether(fastify, () => {
    for (const plan of plans) {
      const { model } = plan;
      try {
        given = optionsOf(plan);
        withHead = answersHead(model, heads) && !(hasRawHead && isHeadTaken(fastify, model));
        fastify.route(given);
        // Plugins that describe routes, such as @fastify/swagger, want to know of GET alone.
        if (withHead && seen) seen.method = 'GET';
      } catch (cause) {
        found.push(faultOf(model, cause));
      }
    }
  });
  if (found.length > 0) throw new TenonError(found);
}

/** Gives the paths that have a HEAD route of their own. */
export function ownHeads(routes: readonly RouteModel[]): ReadonlySet<string> {
  return new Set(routes.filter(({ methods }) => methods.includes('HEAD')).map(keyOf));
}

/** Whether a GET route answers HEAD as well. One route for both is quicker to mount than Fastify's own HEAD routes. */
export function answersHead(model: RouteModel, heads: ReadonlySet<string>): boolean {
  const { methods } = model;
  return methods.length === 1 && methods[0] === 'GET' && !(heads.size > 0 && heads.has(keyOf(model)));
}

/**
 * Notes from here on whether an instance gets a `preSerialization` hook: Fastify runs those for objects alone, and we send
 * text.
 *
 * @returns a function that tells whether there is one
 */
export function watchHooks(fastify: FastifyInstance): () => boolean {
  let isThere = false;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the instance
  const original = fastify.addHook as (...given: unknown[]) => FastifyInstance;
  fastify.addHook = function addWatchedHook(this: FastifyInstance, ...given: unknown[]) {
    // A plugin's scope, in which there is no route of ours, inherits this method.
    if (given[0] === 'preSerialization' && this === fastify) isThere = true;
    return original.apply(this, given);
  };
  return () => isThere;
}

function keyOf({ path, version, host }: RouteModel): string {
  return `${readPath(path).shape} ${version ?? ''} ${String(host ?? '')}`;
}

function isHeadTaken(fastify: FastifyInstance, model: RouteModel): boolean {
  const constraints = constraintsOf(model) as Record<string, string>;
  return fastify.hasRoute({ method: 'HEAD', url: model.path, constraints });
}

/** Gives what Fastify's router is told of host and version. */
export function constraintsOf({ host, version }: RouteModel): Record<string, unknown> {
  return { ...(host !== undefined && { host }), ...(version !== undefined && { [VERSION_CONSTRAINT]: version }) };
}

function optionsOf(plan: RoutePlan): RouteOptions {
  const { model } = plan;
  const { methods } = model;
  const options: RouteOptions = {
    ...model.options,
    method: methods.length === 1 ? (methods[0] as string) : [...methods],
    url: model.path,
    config: { ...model.config, tenon: model, tenonPlan: plan },
    exposeHeadRoute: false,
    handler: (request: FastifyRequest, reply: FastifyReply) => plan.handle(request, reply),
  };
  if (model.host !== undefined || model.version !== undefined) options.constraints = constraintsOf(model);
  if (model.bodyLimit !== undefined) options.bodyLimit = model.bodyLimit;
  for (const { hook, call } of model.hooks) addRouteHook(options, hook, call);
  return options;
}

/** Adds a hook of Fastify's behind those that a route has: plugins may have put one, or a list, into the options. */
export function addRouteHook(options: RouteOptions, hook: string, call: unknown): void {
  const hooks = options as unknown as Record<string, unknown>;
  const there = hooks[hook] ?? [];
  if (Array.isArray(there)) hooks[hook] = [...(there as readonly unknown[]), call];
  else hooks[hook] = [there, call];
}

/** @throws whatever is no fault of the route, such as what a plugin throws that watches routes */
function faultOf(model: RouteModel, cause: unknown): Diagnostic {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'FST_ERR_DUPLICATED_ROUTE') {
    return faults.duplicateRoute(siteOf(model), {
      route: `${model.methods[0] ?? ''} ${model.path}`,
      handlers: [handlerOf(model), 'a raw route of Fastify, of yours or of a plugin'],
      places: [],
    });
  }
  const isOfRouter = /find-my-way|wildcard|regex/i.test(String(message));
  // oxlint-disable-next-line typescript/only-throw-error -- whatever it was that was thrown
  if (!isOfRouter) throw cause;
  const problem = `Fastify's router refuses: ${String(message)}`;
  const fix = 'see the syntax of paths in docs/controllers.md';
  const owner = handlerOf(model);
  return { ...faults.invalidPath(siteOf(model), { owner, what: 'the path', path: model.path, problem, fix }), cause };
}
