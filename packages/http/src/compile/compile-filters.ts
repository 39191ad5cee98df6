import type { AbstractClass, ApplicationContext } from '@tenon/core';
import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import { HttpException } from '../contracts/http-exception.js';
import type { FilterModel } from '../contracts/route-model.js';
import { compileCall } from './call-enhancer.js';
import { asException, type ErrorSettings, sendProblem, statusOf } from './compile-errors.js';
import { compileErrorReply } from './compile-reply.js';
import type { AnswerForm } from './failed-forms.js';
import { type Finish, LATE_ERRORS } from './finish.js';
import { isPromise } from './is-promise.js';
import { asError } from './thrown-value.js';

/** Answers a request of which something failed. Throws what Fastify answers in the end, where no reply can be written. */
export type AnswerError = (error: unknown, reply: FastifyReply, context: RequestContext) => void;

/** Compiles the filters of one route, and what comes after them: the problem that the client is told. */
export function compileFilters(
  filters: readonly FilterModel[],
  app: ApplicationContext,
  settings: ErrorSettings,
  answerForm?: AnswerForm,
): AnswerError {
  const finishError = compileErrorReply(settings.pages ?? { writer: undefined, memory: undefined });
  const steps = filters.map((filter) => ({ catches: filter.catches, call: compileCall(filter, 'catch', app) }));

  function answerFrom(start: number, error: unknown, failure: Failure): void {
    const { reply, context } = failure;
    for (let index = start; index < steps.length; index++) {
      const { catches, call } = steps[index] as (typeof steps)[number];
      if (!isCaught(error, catches)) continue;
      // What a filter throws is the next one's business.
      const goOn = (next: unknown): void => answerFrom(index + 1, next, failure);
      reply.code(statusOf(asException(error, context.isOwn), settings));
      let value: unknown;
      try {
        value = call(context, error, context);
      } catch (next) {
        goOn(next);
        return;
      }
      if (isPromise(value)) {
        finishLater(value, reply, (later) => finishOr(finishError, later, error, failure, goOn), goOn);
      } else finishOr(finishError, value, error, failure, goOn);
      return;
    }
    reply.code(statusOf(asException(error, context.isOwn), settings));
    logFailure(error, failure);
    const last = (other: unknown): void => {
      if (other === error) sendLast(error, reply, context, settings);
      else answerLate(other, failure);
    };
    if (answerForm) LATE_ERRORS.set(context, last);
    if (answerForm?.(error, reply, context, last) !== true) last(error);
  }

  /** Answers an error that has come in place of the reply to another one. */
  function answerLate(error: unknown, { reply, context }: Failure): void {
    reply.code(statusOf(asException(error, context.isOwn), settings));
    logFailure(error, { thrown: error, reply, context });
    sendLast(error, reply, context, settings);
  }

  return (error, reply, context) => {
    // A handler that has begun to answer can only be cut off.
    if (reply.raw.headersSent) {
      if (!isAbandoned(error, reply, context))
        context.request.log.error({ err: error }, 'The request failed when its reply had begun.');
      reply.raw.destroy();
      return;
    }
    context.isSent = false;
    // Whatever is sent from here on is text already.
    reply.serializer(asItIs);
    const failure = { thrown: error, reply, context };
    // Whoever makes the answer may take too long for it.
    LATE_ERRORS.set(context, (late) => answerLate(late, failure));
    try {
      const meant = mapped(error, context, settings);
      if (isPromise(meant)) {
        finishLater(
          meant,
          reply,
          (came) => answerFrom(0, came ?? error, failure),
          (other) => answerFrom(0, other, failure),
        );
      } else answerFrom(0, meant, failure);
    } catch (last) {
      // Fastify takes what is no Error for what is to be sent.
      throw asError(last);
    }
  };
}

/** An error on its way through the filters. */
interface Failure {
  /** What was thrown in the first place. */
  readonly thrown: unknown;
  readonly reply: FastifyReply;
  readonly context: RequestContext;
}

/** Goes on when something has come. Fastify sees what is thrown only where nothing had to be waited for. */
function finishLater(
  value: PromiseLike<unknown>,
  reply: FastifyReply,
  came: (value: unknown) => void,
  failed: (error: unknown) => void,
): void {
  Promise.resolve(value)
    .then(came, failed)
    .catch((last: unknown) => reply.send(asError(last)));
}

function asItIs(text: unknown): string {
  return text as string;
}

/** Logs what the client is not told of. */
function logFailure(error: unknown, { thrown, reply, context }: Failure): void {
  const { log } = context.request;
  if (reply.statusCode < 500) {
    log.debug({ err: thrown }, 'The request was refused.');
    return;
  }
  if (isAbandoned(thrown, reply, context)) return;
  log.error({ err: thrown }, 'The request failed.');
  // A filter has failed, or the body of the reply could not be made.
  if (error !== thrown && !(error instanceof HttpException))
    log.error({ err: error }, 'The request failed once more when its error was answered.');
}

/**
 * Whether the client has gone away, which is logged: what fails then, such as by the signal that says so, is mostly no
 * failure of the server.
 */
function isAbandoned(error: unknown, { raw }: FastifyReply, { request }: RequestContext): boolean {
  if (raw.destroyed) request.log.info({ err: error }, 'The request failed when its client had gone away.');
  return raw.destroyed;
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
  finishError: Finish,
  value: unknown,
  error: unknown,
  failure: Failure,
  otherwise: (error: unknown) => void,
): void {
  const { reply, context } = failure;
  logFailure(error, failure);
  if (reply.sent || reply.raw.headersSent) return;
  try {
    LATE_ERRORS.set(context, otherwise);
    // With the error's status, unless the filter has said another.
    finishError(reply, value, context);
  } catch (next) {
    otherwise(next);
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
      pages: undefined,
    });
  }
}
