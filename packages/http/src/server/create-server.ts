import cookie from '@fastify/cookie';
import type { ApplicationContext } from '@tenon/core';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { compileRequestCheck } from '../input/check-request.js';
import { type KnownLimits, resolveLimits } from '../input/request-limits.js';
import { Drain } from '../connections/drain.js';
import { OpenConnections } from '../connections/open-connections.js';
import { OpenRequests } from '../connections/open-requests.js';
import { RequestWatch } from '../connections/request-watch.js';
import { timeLimits } from '../connections/time-limits.js';
import { usePolicy } from '../contracts/html-headers.js';
import { writePolicy } from '../contracts/security-policy.js';
import { ServerPhase } from '../contracts/server-phase.js';
import { guardLocal, type LocalSettings } from '../fastify/guard-local.js';
import { addLoadGate } from '../fastify/add-load-gate.js';
import { addCors } from '../fastify/add-cors.js';
import { addContextHook, createFastify } from '../fastify/create-fastify.js';
import { watchHooks } from '../fastify/mount-routes.js';
import { protectRawHtml } from '../fastify/protect-raw-html.js';
import { watchMultipartParsers } from '../fastify/multipart-parser.js';
import { PlanFinder } from '../fastify/plan-finder.js';
import type { RoutesReading } from '../model/read-routes.js';
import type { AppOptions } from './app-options.js';
import { unscoped } from './unscoped.js';

/** Fastify, and what watches it from its first moment on. */
export interface Server {
  readonly fastify: FastifyInstance;
  readonly finder: PlanFinder;
  readonly limits: KnownLimits;
  readonly watch: RequestWatch;
  readonly phase: ServerPhase;
  readonly drain: Drain;
  /** Whether a hook wants to see what is sent before it is text. */
  readonly seesObjects: () => boolean;
}

/**
 * Makes the server of an application, and whatever watches it: connections, requests, load, and how far it is.
 *
 * @param app - gives the application; asked at the first request
 */
export function createServer(
  pino: FastifyBaseLogger,
  routes: RoutesReading['routes'],
  options: AppOptions,
  app: () => ApplicationContext,
): Server {
  const { logger, bodyLimit, trustProxy, versioning } = options;
  const timeouts = timeLimits(options.timeouts);
  const limits = resolveLimits(options.limits);
  const fastify = createFastify({
    logger: logger === false ? undefined : pino,
    logsRequests: logger !== false && logger?.requests !== false,
    bodyLimit,
    trustProxy,
    versioning,
    limits,
    timeouts,
    routes: routes.length,
    overridesMethods:
      options.methodOverride ?? routes.some(({ form, reply }) => form !== undefined || reply.page !== undefined),
    options: options.fastify,
  });
  const seesObjects = watchHooks(fastify);
  watchMultipartParsers(fastify);
  usePolicy(fastify, writePolicy(options.contentSecurityPolicy));
  protectRawHtml(fastify);
  const open = new OpenRequests();
  const trustsProxies = Boolean(trustProxy ?? options.fastify?.trustProxy);
  addContextHook(fastify, app, open, compileRequestCheck(limits, trustsProxies));
  const connections = new OpenConnections(fastify);
  const watch = new RequestWatch(open, connections, timeouts, (context, work) => app().requests.run(context, work));
  const { overload = {}, health = {} } = options;
  if (overload !== false) addLoadGate(fastify, open, overload, health);
  if (isDevelopment()) guardLocal(fastify, localSettings(routes, options));
  const finder = new PlanFinder(versioning, options.fastify);
  finder.watch(fastify);
  // Before all plugins: what browsers ask before a request has to be answered before anybody is asked who they are, and
  // plugins such as sessions need the cookies.
  const { cors, cookies } = options;
  if (cors) void fastify.register(unscoped(() => addCors(fastify, cors)));
  if (cookies) void fastify.register(cookie, { ...cookies });
  const phase = new ServerPhase();
  const drain = new Drain(fastify, connections, open, phase, options.shutdown);
  return { fastify, finder, limits, watch, phase, drain, seesObjects };
}

/** Unless it is told otherwise, an application is being developed: where it is not served and not tested. */
function isDevelopment(): boolean {
  const { NODE_ENV } = process.env;
  return NODE_ENV !== 'production' && NODE_ENV !== 'test';
}

function localSettings(routes: RoutesReading['routes'], { allowedHosts = [], cors }: AppOptions): LocalSettings {
  const ofRoutes = new Set(routes.flatMap(({ host }) => host ?? []));
  const origins = cors?.origin ?? [];
  return { hosts: [...allowedHosts, ...ofRoutes], origins: typeof origins === 'string' ? [origins] : origins };
}
