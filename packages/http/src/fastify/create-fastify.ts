import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { type ApplicationContext, currentHost } from '@tenon/core';
import {
  fastify as createInstance,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import { answerBrokenRequest } from '../connections/broken-request.js';
import { serveWithoutContinue } from '../connections/expect-continue.js';
import { limitServer, type NodeOptions } from '../connections/limit-server.js';
import { responseOn } from '../connections/node-socket.js';
import { isWatched, otherServers } from '../connections/open-connections.js';
import type { TimeLimits } from '../connections/time-limits.js';
import type { OpenRequests } from '../connections/open-requests.js';
import { CONTEXT, RequestContext, type WithContext } from '../contracts/context.js';
import { mayGenerate } from '../compile/code.js';
import type { RequestCheck } from '../input/check-request.js';
import { nodeSettings, serveOddRequests } from '../input/node-server.js';
import { problemOfRouter } from '../input/router-problems.js';
import type { KnownLimits } from '../input/request-limits.js';
import type { Versioning } from '../model/route-settings.js';
import { addConstraints } from './constraints.js';
import { overrideMethods } from './method-override.js';
import { isForServer } from './not-found.js';
import { RequestLog } from './request-log.js';
import { lateSchemaCompilers, trustSchemaCompilers } from './schema-compilers.js';

/** What an application says of its server. */
export interface FastifySettings {
  readonly logger: FastifyBaseLogger | undefined;
  readonly logsRequests: boolean;
  readonly bodyLimit: number | undefined;
  readonly trustProxy: string | readonly string[] | undefined;
  readonly limits: KnownLimits;
  readonly versioning: Versioning | undefined;
  readonly timeouts: TimeLimits;
  /** Whether forms may ask for other methods than POST. */
  readonly overridesMethods: boolean;
  /** How many routes there will be. */
  readonly routes: number;
  /** Whatever else Fastify takes. */
  readonly options: FastifyServerOptions | undefined;
}

const MOST_COMPILED_ROUTES = 200;

/** Makes Fastify as an application wants it: its own plugins may be registered on it before our routes are. */
export function createFastify(settings: FastifySettings): FastifyInstance {
  const { logger, logsRequests, bodyLimit, trustProxy, versioning, limits, timeouts, routes, options } = settings;
  const { lingerMs, idleMs } = timeouts;
  const node = nodeSettings(limits, () => instance.server);
  const { http, https } = (options ?? {}) as NodeOptions;
  const logController = new RequestLog({ disableRequestLogging: !logsRequests });
  const instance = createInstance({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController,
    genReqId: requestIds(),
    exposeHeadRoutes: false,
    ...(bodyLimit !== undefined && { bodyLimit }),
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => answerBrokenRequest(error, socket, lingerMs),
    ...(trustProxy !== undefined && { trustProxy: typeof trustProxy === 'string' ? trustProxy : [...trustProxy] }),
    schemaController: { compilersFactory: lateSchemaCompilers() },
    // No hook has run for a path that cannot be decoded: there is no route to have any.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.header('x-content-type-options', 'nosniff');
      reply.raw.once('finish', () => logController.requestCompleted(null, request, reply));
      // The router may take * for a path that is none.
      if (isForServer(request)) reply.code(204).send();
      else instance.errorHandler(problemOfRouter(error) as FastifyError, request, reply);
    },
    keepAliveTimeout: idleMs,
    ...options,
    ...(settings.overridesMethods && { rewriteUrl: overrideMethods(options?.rewriteUrl) }),
    ...limitServer(timeouts, https ? { https: { ...node, ...https } } : { http: { ...node, ...http } }),
    // Each route's code has to be compiled and warmed, which pays for itself where there are not thousands of them, and not
    // under a tool that starts anew at each edit.
    routerOptions: {
      compile: routes <= MOST_COMPILED_ROUTES && currentHost().hold === undefined && mayGenerate(),
      maxParamLength: limits.parameter,
      ...options?.routerOptions,
    },
  } as FastifyServerOptions) as unknown as FastifyInstance;
  if (!options?.schemaController) trustSchemaCompilers(instance);
  const prepare = (server: Server): void => {
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
      serveWithoutContinue(server, request, response),
    );
    serveOddRequests(server, limits, (socket) => responseOn(socket) !== undefined);
  };
  prepare(instance.server);
  instance.addHook('onListen', (done) => {
    if (options?.keepAliveTimeout === undefined) {
      for (const server of [instance.server, ...(otherServers(instance) as readonly Server[])])
        if (idleMs === 0 || isWatched(server)) server.keepAliveTimeout = 0;
    }
    for (const server of otherServers(instance) as readonly Server[]) {
      prepare(server);
      // Fastify itself listens to the first one only.
      for (const listener of instance.server.listeners('clientError')) server.on('clientError', listener as () => void);
    }
    done();
  });
  addConstraints(instance, versioning);
  return instance;
}

/**
 * Gives every request its context, and serves it within: whatever runs later in it finds its way back.
 *
 * The first hook of all, so that it holds for plugins and for raw routes too. What is not in order comes no further.
 */
export function addContextHook(
  fastify: FastifyInstance,
  app: () => ApplicationContext,
  open: OpenRequests,
  check: RequestCheck,
): void {
  let known: ApplicationContext | undefined;
  fastify.addHook('onRequest', (request, reply, done) => {
    known ??= app();
    const context = new RequestContext(request, reply, known);
    (request as unknown as WithContext)[CONTEXT] = context;
    open.add(context, reply.raw);
    reply.header('x-content-type-options', 'nosniff');
    const refusal = check(request.raw);
    if (refusal !== undefined) {
      done(refusal);
      return;
    }
    if (request.raw.socket instanceof Socket) {
      // Node calls us anew for whatever comes from a connection, and takes back what was entered then. `run` would do
      // the same a second time, which costs as much as entering.
      known.requests.enterWith(context);
      done();
    } else {
      // Somebody's own code waits for an injected request, and is to find itself where it was.
      known.requests.run(context, done);
    }
  });
}

/** Makes ids that are short, and unique among processes: `k3xq9a-1`. */
function requestIds(): () => string {
  const prefix = randomBytes(5).toString('hex');
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}
