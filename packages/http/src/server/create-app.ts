import cookie from '@fastify/cookie';
import {
  type ApplicationContext,
  type Class,
  createContext,
  createToken,
  currentHost,
  Logger,
  type ModuleReference,
  neverMade,
  type ServedRequest,
  TenonError,
  type Token,
} from '@tenon/core';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ConstraintContainer } from '@tenon/dto';
import type { ErrorSettings } from '../compile/compile-errors.js';
import { compileFilters } from '../compile/compile-filters.js';
import { type CompileSettings, RoutePlan } from '../compile/compile-route.js';
import { thrownOf } from '../compile/thrown-value.js';
import { REQUEST_VALUE } from '../decorators/controller-record.js';
import * as faults from '../errors.js';
import { compileRequestCheck } from '../input/check-request.js';
import { type KnownLimits, resolveLimits } from '../input/request-limits.js';
import { Drain } from '../connections/drain.js';
import { OpenConnections } from '../connections/open-connections.js';
import { OpenRequests } from '../connections/open-requests.js';
import { RequestWatch } from '../connections/request-watch.js';
import { timeLimits } from '../connections/time-limits.js';
import { CONTEXT, RequestContext, type WithContext } from '../contracts/context.js';
import { ServerPhase } from '../contracts/server-phase.js';
import { logCrashes } from '../fastify/crash-log.js';
import { surviveLostRejections } from '../fastify/lost-rejections.js';
import { guardLocal, type LocalSettings } from '../fastify/guard-local.js';
import { addBodyParsers } from '../fastify/body-parsers.js';
import { addLoadGate } from '../fastify/add-load-gate.js';
import { addCors } from '../fastify/add-cors.js';
import { defaultVersion, versionReader } from '../fastify/constraints.js';
import { addContextHook, createFastify } from '../fastify/create-fastify.js';
import { mountFolders } from '../fastify/mount-folders.js';
import { type MountedConfig, mountRoutes, watchHooks } from '../fastify/mount-routes.js';
import { watchMultipartParsers } from '../fastify/multipart-parser.js';
import { PlanFinder } from '../fastify/plan-finder.js';
import { answerNotFound } from '../fastify/not-found.js';
import { createPino, PinoLogger } from '../fastify/pino-logger.js';
import { CheckRunner } from '../health/check-runner.js';
import { HEALTH_CHECK } from '../health/health-check.js';
import { mountHealth } from '../health/mount-health.js';
import { readRoutes, type RoutesReading } from '../model/read-routes.js';
import { mountDescription } from '../openapi/mount-description.js';
import { TemporaryFolder } from '../uploads/temporary-folder.js';
import { limitsOf } from '../uploads/upload-settings.js';
import { App } from './app.js';
import type { AppOptions } from './app-options.js';
import { checkCookieSecret } from './check-cookies.js';
import { checkOrigins } from './check-cors.js';
import { checkFolders } from './check-folders.js';
import { checkTimeouts } from './check-timeouts.js';
import { checkLimits } from './check-limits.js';
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
  /** There are log lines before there is an application. */
  let running: ApplicationContext | undefined = undefined;
  let known: Server | undefined;
  /** Made once the routes are known, by whoever wants it first: a provider may add routes and hooks of its own. */
  const server = (): Server =>
    (known ??= createServer(pino, reading.routes, options, () => running as ApplicationContext));
  const logger = new PinoLogger(pino, () => running?.requests.getStore());
  const context = await createContext(root, {
    logger,
    ...(options.override && { override: options.override }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    extension: {
      provides: [
        { provide: FASTIFY, useFactory: () => server().fastify },
        { provide: Urls, useValue: urls },
        { provide: RequestContext, useServed: contextOfServed },
        { provide: REQUEST_VALUE, scope: 'transient', useFactory: refuseRequestValue },
      ],
      check(graph) {
        const owner = graph.root.providers.find(({ role }) => role === 'module');
        if (owner) graph.need(owner, ServerConfig, () => ({ signature: 'createApp' }));
        if (options.cors) checkOrigins(graph, options.cors.origin);
        if (options.staticFiles) checkFolders(graph, options.staticFiles);
        if (options.timeouts) checkTimeouts(graph, options.timeouts);
        checkProxies(graph, options);
        checkLimits(graph, options.limits);
        reading = readRoutes(graph, options, options.fastify?.routerOptions?.allowUnsafeRegex);
      },
    },
  });
  running = context;
  urls.fill(reading.routes);
  const app = assemble(server(), context, reading, urls, options);
  const { look } = currentHost();
  if (!look) return app;
  look(app);
  return neverMade();
}

/** Fastify, and what watches it from its first moment on. */
interface Server {
  readonly fastify: FastifyInstance;
  readonly finder: PlanFinder;
  readonly limits: KnownLimits;
  readonly watch: RequestWatch;
  readonly phase: ServerPhase;
  readonly drain: Drain;
  /** Whether a hook wants to see what is sent before it is text. */
  readonly seesObjects: () => boolean;
}

/** @param app - gives the application; asked at the first request */
function createServer(
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
    options: options.fastify,
  });
  const seesObjects = watchHooks(fastify);
  watchMultipartParsers(fastify);
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

/** For a class that no module lists: it is seen by nobody before it is made. */
function refuseRequestValue(): never {
  throw new TenonError([
    faults.constructorParameter({}, { owner: 'A class', decorator: "a decorator of a handler's parameters" }),
  ]);
}

/** Puts together what has been checked. */
function assemble(
  { fastify, finder, limits, watch, phase, drain, seesObjects }: Server,
  context: ApplicationContext,
  { routes, filters }: RoutesReading,
  urls: Urls,
  options: AppOptions,
): App {
  const errors: ErrorSettings = {
    map: options.mapError,
    render: options.renderProblem,
    showsInternals: options.showErrors ?? process.env['NODE_ENV'] !== 'production',
    validationStatus: options.validationStatus ?? 422,
  };
  const { unknown = 'strip', uploads } = options;
  const folder = new TemporaryFolder(uploads?.directory);
  const { depth, keys, items } = limits;
  const settings: CompileSettings = {
    app: context,
    input: { unknown, constraints: constraintsOf(context), limits: { depth, keys, items } },
    errors,
    phase,
    forms: { limits: limitsOf(uploads), maxTextSize: fastify.initialConfig.bodyLimit ?? 1024 * 1024, unknown, folder },
  };
  const plans = routes.map((route) => new RoutePlan(Object.freeze(route), settings));
  const answerOther = compileFilters(filters, context, errors);
  const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const thrown = thrownOf(error);
    const served = ((request as unknown as WithContext)[CONTEXT] ??= new RequestContext(request, reply, context));
    const plan = (request.routeOptions.config as MountedConfig).tenonPlan;
    // Of what has failed before any of it was sent, such as a stream that a plugin was to compress.
    reply.removeHeader('content-encoding');
    (plan?.answerError ?? answerOther)(thrown, reply, served);
  };
  const served = (): ServedRequest | undefined => context.requests.getStore();
  const ends: (() => void)[] = [];
  if (options.logger !== false) ends.push(logCrashes(served));
  // Without a port, as in a test or a command, a rejection that nobody handles is to be heard.
  fastify.addHook('onListen', (done) => {
    if (options.onUnhandledRejection !== 'exit') ends.push(surviveLostRejections(served));
    done();
  });
  fastify.addHook('onClose', (_, done) => {
    for (const end of ends) end();
    done();
  });
  const takesForms = plans.some((plan) => plan.takesForm);
  if (takesForms) fastify.addHook('onClose', () => folder.remove());
  fastify.setErrorHandler(answerError);
  mountWhenReady(fastify, async () => {
    const version = versionReader(options.versioning);
    answerNotFound(fastify, ({ headers }) => version(headers));
    const wantsCookies = routes.some((route) => route.arguments.some(({ source }) => source === 'cookie'));
    if (wantsCookies && !fastify.hasReplyDecorator('setCookie')) await fastify.register(cookie);
    checkCookieSecret(fastify, routes);
    if (options.staticFiles) mountFolders(fastify, options.staticFiles);
    addBodyParsers(fastify, limits, takesForms);
    mountRoutes(fastify, plans, { hasRawHead: finder.hasRawHead(), seesObjects: seesObjects() });
    if (options.health !== false) {
      const runner = new CheckRunner(await context.resolve(HEALTH_CHECK), context.get(Logger).named('HealthChecks'));
      // Whatever a check begins, such as a connection, belongs to no request.
      const report = (): ReturnType<typeof runner.report> => context.requests.exit(() => runner.report());
      mountHealth(fastify, options.health ?? {}, { phase, errors, report });
    }
    if (options.openApi !== false) mountDescription(fastify, app, options.openApi ?? {});
    // Behind the hooks of all plugins: what they prepare is ready by then.
    fastify.addHook('onReady', (done) => {
      phase.enter('ready');
      done();
    });
  });
  fastify.addHook('onReady', (done) => {
    watch.start(routes);
    done();
  });
  fastify.addHook('onClose', (_, done) => {
    watch.stop();
    done();
  });
  finder.usePlans(plans);
  const described = {
    validationStatus: errors.validationStatus,
    unknown,
    ...(options.versioning?.type === 'header' && {
      versions: { header: options.versioning.header.toLowerCase(), usual: defaultVersion(options.versioning) },
    }),
    ...(options.openApi && { options: options.openApi }),
  };
  const app = new App({ fastify, context, plans, urls, finder, phase, drain, described });
  return app;
}

/**
 * Lets class-validator's constraint classes have dependencies.
 *
 * One without a decorator is made once, as class-validator makes it. It is asked for at every validation, so that what was
 * not found once is not looked for again.
 */
function constraintsOf(context: ApplicationContext): ConstraintContainer {
  const undecorated = new Map<unknown, unknown>();
  return {
    get: <T>(constraint: Class<T>): T => {
      const known = undecorated.get(constraint);
      if (known !== undefined) return known as T;
      try {
        return context.get(constraint);
      } catch (error) {
        // It wants something that it cannot be given.
        if (constraint.length > 0) throw error;
        const made = new constraint();
        undecorated.set(constraint, made);
        return made;
      }
    },
  };
}

/**
 * Mounts routes behind all plugins, so that those that watch `onRoute` see every route. Whatever needs a server that is
 * ready, such as `listen` and `inject`, calls `ready` first.
 */
function mountWhenReady(fastify: FastifyInstance, mount: () => Promise<void>): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the instance
  const ready = fastify.ready as (...given: unknown[]) => unknown;
  let isMounting = false;
  fastify.ready = function mountFirst(this: FastifyInstance, ...given: unknown[]) {
    if (!isMounting) {
      isMounting = true;
      void fastify.register(unscoped(mount));
    }
    return ready.apply(this, given);
  } as typeof fastify.ready;
}

/** Makes a plugin without a scope of its own: what it adds is the application's. */
function unscoped(add: () => Promise<void>): () => Promise<void> {
  return Object.assign(add, { [Symbol.for('skip-override')]: true });
}

/** Gives what a request-scoped class gets for `RequestContext`. */
function contextOfServed(served: unknown): RequestContext {
  if (served instanceof RequestContext) return served;
  throw new TenonError([faults.noRequest({}, {})]);
}
