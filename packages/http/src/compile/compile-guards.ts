import type { ApplicationContext } from '@tenon/core';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { contextOf, type RequestContext } from '../contracts/context.js';
import { ForbiddenException } from '../contracts/http-exception.js';
import type { EnhancerModel, RouteModel } from '../contracts/route-model.js';
import { compileGuard, type Decide, type PreparedGuards } from './prepare-guards.js';
import { isPromise } from './is-promise.js';
import { asError } from './thrown-value.js';

/** One of Fastify's hooks in its callback form, which costs no promise. */
export type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

/**
 * Compiles guards into one hook. For two of them it amounts to
 *
 *     (request, reply, done) => {
 *       const context = request[CONTEXT];
 *       if (!first.canActivate(context)) return done(new ForbiddenException());
 *       if (!second.canActivate(context)) return done(new ForbiddenException());
 *       done();
 *     }
 *
 * where a promise is waited for, and nothing else.
 */
export function compileGuards(
  guards: readonly EnhancerModel[],
  route: RouteModel,
  app: ApplicationContext,
  prepared: PreparedGuards,
): Hook {
  const decisions = prepared.get(route);
  const calls = guards.map((guard) => decisions?.get(guard) ?? compileGuard(guard, route, app));
  const count = calls.length;

  function runFrom(start: number, context: RequestContext, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    for (let index = start; index < count; index++) {
      const answer = (calls[index] as Decide)(context, context);
      if (answer === true && !context.isSent) continue;
      if (isPromise(answer)) {
        answer.then(
          (later) => {
            if (!isAllowed(later, reply, context, done)) return;
            try {
              runFrom(index + 1, context, reply, done);
            } catch (error) {
              fail(error, context, done);
            }
          },
          (error: unknown) => fail(error, context, done),
        );
        return;
      }
      if (!isAllowed(answer, reply, context, done)) return;
    }
    done();
  }

  return (request, reply, done) => {
    const context = contextOf(request);
    try {
      runFrom(0, context, reply, done);
    } catch (error) {
      fail(error, context, done);
    }
  };
}

/** Ends a request with what a guard has thrown: an error of the application's own code, as one of the handler's is. */
function fail(error: unknown, context: RequestContext, done: HookHandlerDoneFunction): void {
  if (context.isGivenUp) return;
  context.isOwn = true;
  done(asError(error));
}

/** Tells whether a request may go on, and ends it otherwise. A guard may have answered itself. */
function isAllowed(
  answer: unknown,
  reply: FastifyReply,
  context: RequestContext,
  done: HookHandlerDoneFunction,
): boolean {
  if (context.isSent || context.isGivenUp || reply.sent || reply.raw.headersSent) return false;
  // The client has gone while the guard was waiting: nobody is left to work for.
  if (reply.raw.destroyed) return false;
  if (answer === true) return true;
  // Only true lets a request pass: a guard that forgets to answer must not.
  done(new ForbiddenException());
  return false;
}
