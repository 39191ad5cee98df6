import type { ServedRequest } from '@tenon/core';
import { RequestContext } from '../contracts/context.js';
import { nameOf } from './crash-log.js';

/** Gives what is being served where an error came up. */
type Served = () => ServedRequest | undefined;

/** One listener of the process for all applications in it. */
const watched = new Set<Served>();

/**
 * Lets a process go on when a request has left a promise to nobody, and that promise is rejected: it is logged with its
 * route. Node would end the process, and all other requests with it.
 *
 * What belongs to no request of ours ends the process as ever, and so does an error that nobody catches.
 *
 * @returns what ends this
 */
export function surviveLostRejections(served: Served): () => void {
  if (watched.size === 0) process.on('unhandledRejection', takeLost);
  watched.add(served);
  return () => {
    watched.delete(served);
    if (watched.size === 0) process.off('unhandledRejection', takeLost);
  };
}

function takeLost(reason: unknown): void {
  for (const served of watched) {
    const context = served();
    if (!(context instanceof RequestContext)) continue;
    const { handler, name } = nameOf(context);
    const details = { err: reason, ...(handler !== undefined && { handler }) };
    context.request.log.error(details, `${name} has left a rejection that nobody handles.`);
    return;
  }
  // Who listens beside us has taken it.
  if (process.listenerCount('unhandledRejection') > 1) return;
  leaveToNode(reason);
}

/** Does what Node does where nobody listens, which is for its flags to say: it is rejected once more, and we are away. */
function leaveToNode(reason: unknown): void {
  process.off('unhandledRejection', takeLost);
  // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- whatever it was
  void Promise.reject(reason);
  setImmediate(() => {
    if (watched.size > 0) process.on('unhandledRejection', takeLost);
  });
}
