import type { ServedRequest } from '@tenon/core';
import { RequestContext } from '../contracts/context.js';

/** Gives what is being served where an error came up. */
type Served = () => ServedRequest | undefined;

/** One listener of the process for all applications in it. */
const watched = new Set<Served>();

/**
 * Logs by which request a process is brought to its end: by an error that nobody catches, or by a rejection that nobody
 * handles where the application wants to end by it. Its stack often has nothing of the application in it.
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
    const { handler, name } = nameOf(context);
    const what = origin === 'unhandledRejection' ? 'a rejection that nobody handles' : 'an error that nobody catches';
    const details = { err: error, ...(handler !== undefined && { handler }) };
    context.request.log.fatal(details, `${name} has left ${what}.`);
  }
}

/** Names who answers a request: the handler, else the raw route. */
export function nameOf({ request, route }: RequestContext): { readonly handler?: string; readonly name: string } {
  if (route === undefined) return { name: `${request.method} ${request.routeOptions.url ?? ''}`.trimEnd() };
  const handler = `${route.controller.name}.${route.handler}`;
  return { handler, name: handler };
}
