import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../contracts/context.js';

/**
 * Sends what a handler returned.
 *
 * Called once for each request, after the handler and all interceptors. Throws what becomes an error reply.
 */
export type Finish = (reply: FastifyReply, value: unknown, context: RequestContext) => void;
