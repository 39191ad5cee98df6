import { currentHost } from '@tenon/core';

/** How a server ends. */
export interface ShutdownOptions {
  /**
   * For how long after a SIGTERM or a SIGINT requests are still served as usual, in milliseconds, while readiness is false
   * and each reply announces the end of its connection. A load balancer has to have asked `/health/ready` within it.
   * Default: 5,000 if `NODE_ENV` is `production`, else 0.
   */
  readonly readinessWindowMs?: number;
  /**
   * How long what was accepted may take once the port is closed, in milliseconds; 0 means without limit. What is not over by
   * then is abandoned. Default: 20,000, so that it fits into the 30 seconds that Kubernetes waits.
   */
  readonly drainLimitMs?: number;
  /**
   * How long a connection has to be silent, once the port is closed, before it is ended, in milliseconds: a request may be on
   * its way. As long again is waited for the client to end its side. Default: 500 if `NODE_ENV` is `production`, else 20.
   */
  readonly idleGraceMs?: number;
}

/**
 * Gives what holds where nothing was said.
 *
 * Under a tool that holds the port, such as `tenon dev`, clients wait there for the next process, whatever the environment is
 * called: nobody has to be told before.
 */
export function shutdownSettings(options: ShutdownOptions = {}): Required<ShutdownOptions> {
  const isHeld = currentHost().hold !== undefined;
  const isProduction = process.env['NODE_ENV'] === 'production' && !isHeld;
  const { readinessWindowMs = isProduction ? 5000 : 0, drainLimitMs = 20_000, idleGraceMs } = options;
  return {
    readinessWindowMs: isHeld ? 0 : readinessWindowMs,
    drainLimitMs,
    idleGraceMs: idleGraceMs ?? (isProduction ? 500 : 20),
  };
}
