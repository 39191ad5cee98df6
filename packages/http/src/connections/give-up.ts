import { LATE_ERRORS } from '../compile/finish.js';
import type { RequestContext } from '../contracts/context.js';
import type { HttpException } from '../contracts/http-exception.js';

/**
 * Answers a request with an error in place of its handler, which is still at work, and tells it so by its signal.
 *
 * Whatever the handler gives later is ignored: there is one reply to a request.
 *
 * @param error - goes the way of all errors: through filters, to problem details
 */
export function giveUp(context: RequestContext, error: HttpException): void {
  context.isGivenUp = true;
  const { reply } = context;
  // Until then, the filters are at work.
  context.response.once('finish', () => {
    reply.send = () => reply;
  });
  try {
    // Where it is the answer to another error that takes too long, Fastify would not ask us again.
    const answer = LATE_ERRORS.get(context);
    if (answer === undefined) reply.send(error);
    else answer(error);
  } catch (cause) {
    context.request.log.error({ err: cause }, 'A request that was given up could not be answered.');
    context.response.destroy();
  }
  context.abort?.abort(new DOMException(error.message, 'TimeoutError'));
}
