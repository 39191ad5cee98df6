import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { ApplicationContext } from '@tenon/core';
import {
  fastify as createInstance,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import type { OpenRequests } from '../connections/open-requests.js';
import { CONTEXT, RequestContext, type WithContext } from '../contracts/context.js';
import { mayGenerate } from '../compile/code.js';
import { PROBLEM_TYPE } from '../compile/compile-errors.js';
import { statusText } from '../contracts/http-exception.js';
import type { Versioning } from '../model/route-settings.js';
import { addConstraints } from './constraints.js';
import { isForServer } from './not-found.js';
import { RequestLog } from './request-log.js';
import { lateSchemaCompilers, trustSchemaCompilers } from './schema-compilers.js';

/** What an application says of its server. */
export interface FastifySettings {
  readonly logger: FastifyBaseLogger | undefined;
  readonly logsRequests: boolean;
  readonly bodyLimit: number | undefined;
  readonly trustProxy: FastifyServerOptions['trustProxy'];
  readonly versioning: Versioning | undefined;
  /** How many routes there will be. */
  readonly routes: number;
  /** Whatever else Fastify takes. */
  readonly options: FastifyServerOptions | undefined;
}

const MOST_COMPILED_ROUTES = 200;

/** Makes Fastify as an application wants it: its own plugins may be registered on it before our routes are. */
export function createFastify(settings: FastifySettings): FastifyInstance {
  const { logger, logsRequests, bodyLimit, trustProxy, versioning, routes, options } = settings;
  const logController = new RequestLog({ disableRequestLogging: !logsRequests });
  const instance = createInstance({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController,
    genReqId: requestIds(),
    exposeHeadRoutes: false,
    ...(bodyLimit !== undefined && { bodyLimit }),
    ...(trustProxy !== undefined && { trustProxy }),
    clientErrorHandler: answerBrokenRequest,
    schemaController: { compilersFactory: lateSchemaCompilers() },
    // No hook has run for a path that cannot be decoded: there is no route to have any.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.header('x-content-type-options', 'nosniff');
      reply.raw.once('finish', () => logController.requestCompleted(null, request, reply));
      // The router may take * for a path that is none.
      if (isForServer(request)) reply.code(204).send();
      else instance.errorHandler(error as FastifyError, request, reply);
    },
    ...options,
    // Each route's code has to be compiled and warmed, which pays for itself where there are not thousands of them.
    routerOptions: { compile: routes <= MOST_COMPILED_ROUTES && mayGenerate(), ...options?.routerOptions },
  } as FastifyServerOptions) as unknown as FastifyInstance;
  if (!options?.schemaController) trustSchemaCompilers(instance);
  instance.server.on('checkContinue', serveWithoutContinue);
  addConstraints(instance, versioning);
  return instance;
}

/**
 * Serves a request whose client holds its body back (`Expect: 100-continue`), and asks for the body when somebody begins to
 * read it. Node asks at once, and so would have who may not come in send all of it.
 *
 * A client that was not asked may take what it sends next for a new request, and we for the body: so the connection ends.
 *
 * @see RFC 9110 §10.1.1
 */
function serveWithoutContinue(this: Server, request: IncomingMessage, response: ServerResponse): void {
  const { shouldKeepAlive } = response;
  response.shouldKeepAlive = false;
  // oxlint-disable-next-line typescript/unbound-method, no-underscore-dangle -- it is called on the request; whoever reads a stream, in whatever way, comes through it
  const read = request._read;
  // oxlint-disable-next-line no-underscore-dangle -- as above
  request._read = function readAfterContinue(size) {
    // oxlint-disable-next-line no-underscore-dangle -- as above
    request._read = read;
    if (!response.headersSent) {
      response.shouldKeepAlive = shouldKeepAlive;
      response.writeContinue();
    }
    read.call(request, size);
  };
  this.emit('request', request, response);
}

/**
 * Gives every request its context, and serves it within: whatever runs later in it finds its way back.
 *
 * The first hook of all, so that it holds for plugins and for raw routes too.
 */
export function addContextHook(fastify: FastifyInstance, app: () => ApplicationContext, open: OpenRequests): void {
  let known: ApplicationContext | undefined;
  fastify.addHook('onRequest', (request, reply, done) => {
    known ??= app();
    const context = new RequestContext(request, reply, known);
    (request as unknown as WithContext)[CONTEXT] = context;
    open.add(context, reply.raw);
    reply.header('x-content-type-options', 'nosniff');
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

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what is no request of HTTP, before there is a request to speak of. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = STATUS_OF_CODE[error.code ?? ''] ?? 400;
  const body = JSON.stringify({ type: 'about:blank', title: statusText(status), status });
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${statusText(status)}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}
