import {
  type ApplicationContext,
  createContext,
  createToken,
  currentHost,
  type ModuleReference,
  neverMade,
  TenonError,
  type Token,
} from '@tenon/core';
import type { FastifyInstance } from 'fastify';
import { REQUEST_VALUE } from '../decorators/controller-record.js';
import * as faults from '../errors.js';
import { RequestContext } from '../contracts/context.js';
import { PAGE_WRITER } from '../contracts/page-writer.js';
import { type PreparedGuards, prepareGuards } from '../compile/prepare-guards.js';
import { Assets } from '../files/assets.js';
import { createPino, PinoLogger } from '../fastify/pino-logger.js';
import { readRoutes, type RoutesReading } from '../model/read-routes.js';
import { App } from './app.js';
import type { AppOptions } from './app-options.js';
import { checkOrigins } from './check-cors.js';
import { checkFolders } from './check-folders.js';
import { checkPolicy } from './check-policy.js';
import { checkTimeouts } from './check-timeouts.js';
import { checkLimits } from './check-limits.js';
import { assembleApp } from './assemble-app.js';
import { createServer, type Server } from './create-server.js';
import { checkProxies } from './check-proxies.js';
import { ServerConfig } from './server-config.js';
import { Urls } from './url-for.js';

/** By this token a provider gets Fastify itself. */
export const FASTIFY: Token<FastifyInstance> = createToken<FastifyInstance>('fastify');

/**
 * Makes an application with HTTP: reads its modules and controllers, checks all of it, makes its providers, and compiles
 * its routes.
 *
 * @param root - the application's root module
 * @throws TenonError with every fault of the graph and of the routes, before anything was made
 *
 * @example
 * const app = await createApp(AppModule);
 * await app.listen(); // HOST and PORT
 */
export async function createApp(root: ModuleReference, options: AppOptions = {}): Promise<App> {
  const pino = await createPino(options.logger === false ? { level: 'silent', pretty: false } : (options.logger ?? {}));
  const urls = new Urls();
  let reading: RoutesReading = { routes: [], filters: [] };
  let prepared: PreparedGuards = new Map();
  /** There are log lines before there is an application. */
  let running: ApplicationContext | undefined = undefined;
  let known: Server | undefined;
  /** Made once the routes are known, by whoever wants it first: a provider may add routes and hooks of its own. */
  const server = (): Server =>
    (known ??= createServer(pino, reading.routes, options, () => running as ApplicationContext));
  const logger = new PinoLogger(pino, () => running?.requests.getStore());
  const assets = new Assets(options.staticFiles ?? [], logger.named('Assets'));
  const context = await createContext(root, {
    logger,
    ...(options.override && { override: options.override }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    extension: {
      provides: [
        { provide: FASTIFY, useFactory: () => server().fastify },
        { provide: Urls, useValue: urls },
        { provide: Assets, useValue: assets },
        { provide: RequestContext, useServed: contextOfServed },
        { provide: REQUEST_VALUE, scope: 'transient', useFactory: refuseRequestValue },
      ],
      check(graph) {
        const owner = graph.root.providers.find(({ role }) => role === 'module');
        if (owner) graph.need(owner, ServerConfig, () => ({ signature: 'createApp' }));
        if (options.cors) checkOrigins(graph, options.cors.origin);
        if (options.staticFiles) checkFolders(graph, options.staticFiles);
        if (options.timeouts) checkTimeouts(graph, options.timeouts);
        if (options.contentSecurityPolicy) checkPolicy(graph, options.contentSecurityPolicy);
        checkProxies(graph, options);
        checkLimits(graph, options.limits);
        reading = readRoutes(graph, options, options.fastify?.routerOptions?.allowUnsafeRegex);
      },
      prepare(made) {
        prepared = prepareGuards(reading.routes, made);
        for (const writer of made.get(PAGE_WRITER)) writer.prepare?.(reading.routes);
      },
    },
  });
  running = context;
  urls.fill(reading.routes);
  const app = assembleApp(server(), context, reading, prepared, urls, assets, options);
  const { look } = currentHost();
  if (!look) return app;
  look(app);
  return neverMade();
}

/** For a class that no module lists: it is seen by nobody before it is made. */
function refuseRequestValue(): never {
  throw new TenonError([
    faults.constructorParameter({}, { owner: 'A class', decorator: "a decorator of a handler's parameters" }),
  ]);
}

/** Gives what a request-scoped class gets for `RequestContext`. */
function contextOfServed(served: unknown): RequestContext {
  if (served instanceof RequestContext) return served;
  throw new TenonError([faults.noRequest({}, {})]);
}
