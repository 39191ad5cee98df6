import type { AbstractClass, ApplicationContext } from '@tenon/core';
import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import type { FilterModel } from '../contracts/route-model.js';
import { compileCall } from './call-enhancer.js';
import { asException, type ErrorSettings, sendProblem, statusOf } from './compile-errors.js';
import { compileReply } from './compile-reply.js';
import { isPromise } from './is-promise.js';

/** Answers a request of which something failed. Never throws. */
export type AnswerError = (error: unknown, reply: FastifyReply, context: RequestContext) => void;

/** What a filter returns is sent as what a handler returns, with the error's status unless the filter says another. */
const finish = compileReply({ status: 500, headers: [], redirect: undefined, view: undefined });

/** Compiles the filters of one route, and what comes after them: the problem that the client is told. */
export function compileFilters(
  filters: readonly FilterModel[],
  app: ApplicationContext,
  settings: ErrorSettings,
): AnswerError {
  const steps = filters.map((filter) => ({ catches: filter.catches, call: compileCall(filter, 'catch', app) }));

  function answerFrom(start: number, error: unknown, reply: FastifyReply, context: RequestContext): void {
    for (let index = start; index < steps.length; index++) {
      const { catches, call } = steps[index] as (typeof steps)[number];
      if (!isCaught(error, catches)) continue;
      // What a filter throws is the next one's business.
      const goOn = (next: unknown): void => answerFrom(index + 1, next, reply, context);
      reply.code(statusOf(asException(error, context.isHandling), settings));
      try {
        const value = call(context, error, context);
        if (isPromise(value)) value.then((later) => finishOr(later, reply, context, goOn), goOn);
        else finishOr(value, reply, context, goOn);
      } catch (next) {
        goOn(next);
      }
      return;
    }
    sendLast(error, reply, context, settings);
  }

  return (error, reply, context) => {
    // A handler that has begun to answer can only be cut off.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    context.isSent = false;
    answerFrom(0, mapped(error, context, settings), reply, context);
  };
}

function isCaught(error: unknown, catches: readonly AbstractClass[]): boolean {
  return catches.length === 0 || catches.some((type) => error instanceof type);
}

function mapped(error: unknown, context: RequestContext, { map }: ErrorSettings): unknown {
  if (map === undefined) return error;
  try {
    return map(error, context) ?? error;
  } catch (other) {
    return other;
  }
}

function finishOr(
  value: unknown,
  reply: FastifyReply,
  context: RequestContext,
  otherwise: (error: unknown) => void,
): void {
  if (reply.sent || reply.raw.headersSent) return;
  try {
    finish(reply, value, context);
  } catch (error) {
    otherwise(error);
  }
}

/** Tells the client. If the application's own form of problems fails, ours is sent. */
function sendLast(error: unknown, reply: FastifyReply, context: RequestContext, settings: ErrorSettings): void {
  try {
    sendProblem(reply, error, context, settings);
  } catch (other) {
    context.request.log.error({ err: other }, 'The body of an error reply could not be made.');
    sendProblem(reply, new Error('The body of an error reply could not be made.'), context, {
      ...settings,
      render: undefined,
      showsInternals: false,
    });
  }
}
