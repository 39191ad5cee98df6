import type { ServedRequest } from '@tenon/core';
import { RequestContext } from '../contracts/context.js';

/** Gives what is being served where an error came up. */
type Served = () => ServedRequest | undefined;

/** One listener of the process for all applications in it. */
const watched = new Set<Served>();

/**
 * Logs by which request a process is brought to its end: by a rejection that nobody handles, or an error that nobody catches.
 * Its stack often has nothing of the application in it.
 *
 * The process ends all the same, unless the application handles such errors itself.
 *
 * @returns what ends this
 */
export function logCrashes(served: Served): () => void {
  if (watched.size === 0) process.on('uncaughtExceptionMonitor', logCrash);
  watched.add(served);
  return () => {
    watched.delete(served);
    if (watched.size === 0) process.off('uncaughtExceptionMonitor', logCrash);
  };
}

function logCrash(error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
  for (const served of watched) {
    const context = served();
    if (!(context instanceof RequestContext)) continue;
    const { request, route } = context;
    const handler = route && `${route.controller.name}.${route.handler}`;
    const where = handler ?? `${request.method} ${request.routeOptions.url ?? ''}`.trimEnd();
    const what = origin === 'unhandledRejection' ? 'a rejection that nobody handles' : 'an error that nobody catches';
    request.log.fatal({ err: error, ...(handler !== undefined && { handler }) }, `${where} has left ${what}.`);
  }
}
