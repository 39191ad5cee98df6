import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../contracts/context.js';

/**
 * Sends what a handler returned.
 *
 * Called once for each request, after the handler and all interceptors. Throws what becomes an error reply.
 */
export type Finish = (reply: FastifyReply, value: unknown, context: RequestContext) => void;

/**
 * What answers an error that comes while a reply to another error is being made ready, when nobody could catch it any more.
 * Fastify would answer it in its own words.
 */
export const LATE_ERRORS = new WeakMap<RequestContext, (error: unknown) => void>();

/** Answers with an error that came while a reply was being made ready, when nobody could catch it any more. */
export type Fail = (reply: FastifyReply, error: unknown) => void;
