import { TenonError } from '@tenon/core';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods, RouteOptions } from 'fastify';
import type { RoutePlan } from '../compile/compile-route.js';
import type { RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import { describeHandler, pathTo } from '../model/describe.js';

/** The name of the constraint by which versions in a header are told apart. */
export const VERSION_CONSTRAINT = 'apiVersion';

/** What stands in the configuration of a mounted route, where Fastify's plugins and we find it again. */
export interface MountedConfig {
  readonly tenon?: RouteModel;
  readonly tenonPlan?: RoutePlan;
}

/**
 * Mounts each plan as one route of Fastify's.
 *
 * @throws TenonError `TENON_HTTP_DUPLICATE_ROUTE` if a raw route answers the same request; `TENON_HTTP_INVALID_PATH` if
 *   Fastify's router refuses a path
 */
export function mountRoutes(fastify: FastifyInstance, plans: readonly RoutePlan[]): void {
  const ownHeads = new Set(
    plans.filter(({ model }) => model.methods.includes('HEAD')).map(({ model }) => keyOf(model)),
  );
  const seesObjects = withPreSerialization.has(fastify);
  // The last of its kind: plugins have added their hooks to the route already.
  fastify.addHook('onRoute', ({ config, preSerialization }) => {
    const { tenonPlan: plan }: MountedConfig = config ?? {};
    if (plan !== undefined) plan.sendsObjects = seesObjects || preSerialization !== undefined;
  });
  for (const plan of plans) mountRoute(fastify, plan, ownHeads);
}

const withPreSerialization = new WeakSet<object>();

/** Notes whether an instance gets a `preSerialization` hook: Fastify runs those for objects alone, and we send text. */
export function watchHooks(fastify: FastifyInstance): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the instance
  const original = fastify.addHook as (...given: unknown[]) => FastifyInstance;
  fastify.addHook = function addWatchedHook(this: FastifyInstance, ...given: unknown[]) {
    if (given[0] === 'preSerialization') withPreSerialization.add(this);
    return original.apply(this, given);
  };
}

function keyOf({ path, version, host }: RouteModel): string {
  return `${path} ${version ?? ''} ${String(host ?? '')}`;
}

function mountRoute(fastify: FastifyInstance, plan: RoutePlan, ownHeads: ReadonlySet<string>): void {
  const { model } = plan;
  const constraints = {
    ...(model.host !== undefined && { host: model.host }),
    ...(model.version !== undefined && { [VERSION_CONSTRAINT]: model.version }),
  };
  const isGet = model.methods.length === 1 && model.methods[0] === 'GET';
  // One route for both is quicker to mount than Fastify's own HEAD routes.
  const withHead = isGet && !ownHeads.has(keyOf(model)) && !hasRoute(fastify, 'HEAD', model.path, constraints);
  const options: RouteOptions = {
    method: withHead ? ['GET', 'HEAD'] : [...model.methods],
    url: model.path,
    config: { ...model.config, tenon: model, tenonPlan: plan },
    exposeHeadRoute: false,
    handler: (request: FastifyRequest, reply: FastifyReply) => plan.handle(request, reply),
  };
  if (model.host !== undefined || model.version !== undefined) options.constraints = constraints;
  if (model.bodyLimit !== undefined) options.bodyLimit = model.bodyLimit;
  for (const { hook, call } of model.hooks) addHook(options, hook, call);
  if (plan.onRequest) addHook(options, 'onRequest', plan.onRequest);
  if (plan.preValidation) addHook(options, 'preValidation', plan.preValidation);
  try {
    fastify.route(options);
  } catch (cause) {
    throw mountingError(model, cause);
  }
}

function hasRoute(
  fastify: FastifyInstance,
  method: HTTPMethods,
  url: string,
  constraints: Record<string, unknown>,
): boolean {
  return fastify.hasRoute({ method, url, constraints });
}

function addHook(options: RouteOptions, hook: string, call: unknown): void {
  const hooks = options as unknown as Record<string, unknown[] | undefined>;
  (hooks[hook] ??= []).push(call);
}

function mountingError(model: RouteModel, cause: unknown): unknown {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  const where = describeHandler(model.controller, model.handler, model.place, undefined);
  const handler = `${model.controller.name}.${model.handler}`;
  const site = { where, path: pathTo(model.provider) };
  if (code === 'FST_ERR_DUPLICATED_ROUTE') {
    const route = `${model.methods[0]} ${model.path}`;
    return new TenonError([
      faults.duplicateRoute(site, {
        route,
        handlers: [handler, 'a route of a plugin, or of yours on Fastify itself'],
        places: [],
      }),
    ]);
  }
  if ((cause as { readonly name?: unknown }).name !== 'AssertionError') return cause;
  const fix = 'see the syntax of paths in docs/controllers.md';
  return new TenonError([
    {
      ...faults.invalidPath(site, {
        handler,
        path: model.path,
        problem: `Fastify's router refuses: ${String(message)}`,
        fix,
      }),
      cause,
    },
  ]);
}
