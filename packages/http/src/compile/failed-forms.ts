import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefersHtml } from '../contracts/accept.js';
import { createContextKey, type RequestContext } from '../contracts/context.js';
import { FAILED_FORM, type FailedForm } from '../contracts/failed-form.js';
import type { InputError } from '../contracts/invalid-input.js';
import { isLocal } from '../contracts/redirection.js';
import type { RouteModel } from '../contracts/route-model.js';
import type { ReadArgument } from './compile-arguments.js';
import { asException, type ErrorSettings, problemOf } from './compile-errors.js';
import type { CompiledHandler } from './compile-handler.js';
import { isPromise } from './is-promise.js';
import type { Pages } from './pages.js';

/**
 * Answers a form that was refused.
 *
 * @param otherwise - tells an error in the usual way
 * @returns whether it is, or will be, answered
 */
export type AnswerForm = (
  error: unknown,
  reply: FastifyReply,
  context: RequestContext,
  otherwise: (error: unknown) => void,
) => boolean;

/** Fields that are no input of the handler's. */
const OWN_FIELDS = ['_csrf', '_method'] as const;

/** What came as a form, once the handler's arguments are read: whoever was refused before has no business with the form. */
const TAKEN_FORM = createContextKey<object>('taken form');

/** Reads a form, and remembers what was typed in case that it is refused. */
export function readingForm(read: ReadArgument): ReadArgument {
  return (request, context) => {
    const body = request.body as Record<string, unknown> | undefined;
    if (typeof body === 'object' && body !== null) for (const name of OWN_FIELDS) delete body[name];
    context.set(TAKEN_FORM, body ?? {});
    return read(request, context);
  };
}

/** What tells of the request and not of what was typed: it is not mended by typing anew. */
const NOT_OF_THE_FORM: ReadonlySet<number> = new Set([403, 404, 405, 406, 408, 410, 415]);

/**
 * Compiles what becomes of forms that are refused.
 *
 * @param showAgain - gives what calls the handler that shows the form; undefined where none does
 */
export function compileFailedForms(
  route: RouteModel,
  showAgain: () => CompiledHandler['show'] | undefined,
  pages: Pages,
  settings: ErrorSettings,
): AnswerForm {
  const handler = `${route.controller.name}.${route.handler}`;
  return (error, reply, context, otherwise) => {
    const { request } = context;
    const body = context.get(TAKEN_FORM);
    const exception = asException(error, context.isOwn);
    if (body === undefined || exception === undefined || !prefersHtml(request)) return false;
    const problem = problemOf(error, request, context.isOwn, settings);
    if (problem.status < 400 || problem.status >= 500 || NOT_OF_THE_FORM.has(problem.status)) return false;
    const errors = errorsOf(problem);
    const form: FailedForm = {
      handler,
      message: errors.length > 0 ? undefined : (problem.detail ?? problem.title),
      errors,
      old: oldOf(body),
    };
    const show = showAgain();
    if (show) {
      context.set(FAILED_FORM, form);
      if (exception.headers) reply.headers({ ...exception.headers });
      // What was said of another reply; and what somebody has typed is nothing for caches.
      reply.removeHeader('content-type');
      reply.header('cache-control', 'no-store');
      reply.code(problem.status);
      send(show, request, reply, context, otherwise);
      return true;
    }
    const back = pageBefore(request);
    if (back === undefined || pages.memory?.keep(form, context, back) !== true) return false;
    reply.redirect(back, 303);
    return true;
  };
}

/** Sends the form's page. If that fails too, there is another error to tell. */
function send(
  show: CompiledHandler['show'],
  request: FastifyRequest,
  reply: FastifyReply,
  context: RequestContext,
  otherwise: (error: unknown) => void,
): void {
  try {
    const shown = show(request, reply, context);
    if (isPromise(shown)) {
      shown.then(undefined, (error: unknown) => {
        if (!context.isGivenUp && !reply.sent) otherwise(error);
      });
    }
  } catch (error) {
    otherwise(error);
  }
}

/** Gives what is wrong with the form's fields. An exception of the application's may have called anything `errors`. */
function errorsOf({ errors }: { readonly errors?: unknown }): readonly InputError[] {
  if (!Array.isArray(errors)) return [];
  return (errors as readonly (Partial<InputError> | null)[]).filter(
    (each): each is InputError => each?.in === 'body' && typeof each.message === 'string',
  );
}

/** Names of fields that nobody sends back: passwords, codes of a second factor, and what is on a card. */
const SECRET = /passw|passphrase|^pwd$|secret|token|otp$|\bpin$|cvc|cvv|card_?-?number/i;

/** Gives what was typed. Files are not, and what is secret is typed again. */
function oldOf(body: object): FailedForm['old'] {
  const old: [string, string | readonly string[]][] = [];
  for (const [name, value] of Object.entries(body)) {
    if (SECRET.test(name)) continue;
    if (typeof value === 'string') old.push([name, value]);
    else if (Array.isArray(value)) old.push([name, value.filter((each) => typeof each === 'string')]);
  }
  return Object.fromEntries(old);
}

/** Gives the page of this site that the form was on, as the browser says. */
function pageBefore({ headers, host, protocol }: FastifyRequest): string | undefined {
  const { referer } = headers;
  const here = `${protocol}://${host}`;
  if (referer === undefined || !URL.canParse(referer) || !URL.canParse(here)) return undefined;
  const { origin, pathname, search } = new URL(referer);
  const path = `${pathname}${search}`;
  return origin === new URL(here).origin && isLocal(path) ? path : undefined;
}
