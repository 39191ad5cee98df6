import type { ServerOptions } from 'node:http';
import type { ServerOptions as SecureServerOptions } from 'node:https';
import { QuietRequest } from './quiet-request.js';
import { createReplyClass } from './reply.js';
import { intervalFor, type TimeLimits } from './time-limits.js';

/** What an application says to Fastify of Node's server. */
export interface NodeOptions {
  readonly http?: ServerOptions;
  readonly https?: SecureServerOptions | null;
}

/**
 * Gives the options of Node's server, which looks after headers itself; what the application says
 * counts more.
 */
export function limitServer(limits: TimeLimits, { http, https }: NodeOptions = {}): NodeOptions {
  const { headersMs } = limits;
  const ours = {
    IncomingMessage: QuietRequest,
    ServerResponse: createReplyClass(limits),
    headersTimeout: headersMs,
    // Ours tell a slow client from a slow handler.
    requestTimeout: 0,
    connectionsCheckingInterval: intervalFor([headersMs]),
  };
  return https ? { https: { ...ours, handshakeTimeout: headersMs, ...https } } : { http: { ...ours, ...http } };
}
