import type { ServerOptions } from 'node:http';
import type { ServerOptions as SecureServerOptions } from 'node:https';
import { intervalFor, keepAliveMarginMs, type TimeLimits } from './time-limits.js';
import { createResponseClass } from './unread-body.js';

/** What an application says to Fastify of Node's server. */
export interface NodeOptions {
  readonly http?: ServerOptions;
  readonly https?: SecureServerOptions | null;
}

/**
 * Gives the options of Node's server, which looks after headers and idle connections itself; what the application says
 * counts more.
 */
export function limitServer(limits: TimeLimits, { http, https }: NodeOptions = {}): NodeOptions {
  const { headersMs, idleMs } = limits;
  const ours = {
    ServerResponse: createResponseClass(limits),
    headersTimeout: headersMs,
    // Ours tell a slow client from a slow handler.
    requestTimeout: 0,
    connectionsCheckingInterval: intervalFor([headersMs]),
    keepAliveTimeoutBuffer: keepAliveMarginMs(idleMs),
  };
  return https ? { https: { ...ours, handshakeTimeout: headersMs, ...https } } : { http: { ...ours, ...http } };
}
