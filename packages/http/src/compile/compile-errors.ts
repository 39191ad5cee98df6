import type { Host } from '@tenon/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import { addVary } from '../contracts/vary.js';
import { HttpException, statusText } from '../contracts/http-exception.js';
import { InvalidInputException } from '../contracts/invalid-input.js';
import type { Problem } from '../contracts/problem.js';
import { protectHtml } from '../contracts/html-headers.js';
import { prefersHtml, weighAccept } from '../contracts/accept.js';
import { isPromise } from './is-promise.js';
import { type Pages, sendHtml } from './pages.js';
import { isError } from './thrown-value.js';

/** What an application says of its errors. */
export interface ErrorSettings {
  /** Turns errors of the application's own into ones that are meant for clients. */
  readonly map: ((error: unknown, context: RequestContext) => unknown) | undefined;
  /** Makes the whole body of an error reply; undefined leaves it to us. */
  readonly render: ((problem: Problem, error: unknown, context: RequestContext) => unknown) | undefined;
  /** Whether clients are told what went wrong inside. */
  readonly showsInternals: boolean;
  /** Makes the page of an unexpected error, under `tenon dev`. */
  readonly page: Host['pageOf'];
  readonly validationStatus: number;
  /** What writes pages of errors; undefined where none is wanted. */
  readonly pages: Pages | undefined;
}

/**
 * Turns whatever was thrown into the problem that the client is told.
 *
 * @see RFC 9457
 */
export function problemOf(error: unknown, request: FastifyRequest, isOwn: boolean, settings: ErrorSettings): Problem {
  const exception = asException(error, isOwn);
  const status = statusOf(exception, settings);
  const problem = {
    type: exception?.type ?? 'about:blank',
    title: exception?.title ?? statusText(status),
    status,
    ...detailOf(error, exception, settings),
    ...(exception?.code !== undefined && { code: exception.code }),
    requestId: request.id,
  };
  // What an exception adds stands behind, and takes the place of nothing (RFC 9457 §3.2).
  return exception?.extensions ? { ...problem, ...exception.extensions, ...problem } : problem;
}

/** Gives the status of the reply to an error: 500 where an exception has none that could be sent. */
export function statusOf(exception: HttpException | undefined, { validationStatus }: ErrorSettings): number {
  if (exception instanceof InvalidInputException) return validationStatus;
  const status = exception?.status ?? 500;
  return status >= 200 && status <= 599 ? status : 500;
}

function detailOf(
  error: unknown,
  exception: HttpException | undefined,
  { showsInternals }: ErrorSettings,
): { detail?: string } {
  if (exception !== undefined && exception.message !== '') return { detail: exception.message };
  if (error instanceof HttpException || !showsInternals) return {};
  return { detail: isError(error) ? `${error.name}: ${error.message}` : String(error) };
}

/** What errors of Fastify, of its plugins and of http-errors have. */
interface ErrorWithStatus {
  readonly message?: unknown;
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly expose?: unknown;
  readonly headers?: unknown;
}

/**
 * Finds out whether an error is meant for the client.
 *
 * An error that a guard or a handler throws may come from a client of another server and bear that server's status: it is ours only
 * if it was made for HTTP by Fastify (`FST_…`) or http-errors (`expose`).
 */
export function asException(error: unknown, isOwn: boolean): HttpException | undefined {
  if (error instanceof HttpException) return error;
  // Hooks of plugins may throw an object with a status, such as what @fastify/rate-limit lets an application build.
  const isTaken = isError(error) || (!isOwn && typeof error === 'object' && error !== null);
  if (!isTaken) return undefined;
  const { statusCode, code, expose, headers, message } = error as ErrorWithStatus;
  if (typeof statusCode !== 'number' || !(statusCode >= 400 && statusCode <= 599)) return undefined;
  const isOfFastify = typeof code === 'string' && code.startsWith('FST_');
  if (isOwn && !isOfFastify && expose !== true) return undefined;
  const isTold = statusCode < 500 || expose === true;
  return new HttpException(isTold && typeof message === 'string' ? message : '', statusCode, {
    ...(isOfFastify &&
      isTold && {
        code: code
          .slice('FST_'.length)
          .replace(/(^|_)ERR_/, '$1')
          .toLowerCase()
          .replaceAll('_', '-'),
      }),
    ...(typeof headers === 'object' && headers !== null && { headers: headers as Record<string, string> }),
    cause: error,
  });
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/**
 * Writes a whole reply with a problem, for where there is no request that Fastify could answer. The connection ends with it.
 *
 * @param headers - more of them, each with its line break
 */
export function writeRawProblem(status: number, headers = ''): string {
  const title = statusText(status);
  const body = JSON.stringify({ type: 'about:blank', title, status });
  return `HTTP/1.1 ${status} ${title}\r\n${headers}Content-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`;
}

/** Sends an error reply. */
export function sendProblem(
  reply: FastifyReply,
  error: unknown,
  context: RequestContext,
  settings: ErrorSettings,
): void {
  const exception = asException(error, context.isOwn);
  if (exception?.headers) reply.headers({ ...exception.headers });
  const problem = problemOf(error, context.request, context.isOwn, settings);
  reply.code(problem.status);
  if (problem.status < 400) {
    reply.send();
    return;
  }
  const rendered = settings.render?.(problem, error, context);
  if (isPromise(rendered)) {
    rendered.then(undefined, () => {});
    throw new TypeError('renderProblem gave a promise, and not the body of the reply.');
  }
  const isRendered = rendered !== undefined;
  const body = isRendered ? rendered : problem;
  if (typeof body === 'string' || body instanceof Uint8Array) {
    protectHtml(reply);
    reply.send(body);
    return;
  }
  const page =
    (exception || !settings.showsInternals ? undefined : settings.page?.(error, context.request.headers)) ??
    (isRendered ? undefined : pageOf(problem, error, reply, context, settings));
  if (page !== undefined) {
    // The type may have been said of what is not sent now.
    reply.removeHeader('content-type');
    sendHtml(reply, page);
    return;
  }
  if (!isRendered || !reply.hasHeader('content-type')) reply.type(PROBLEM_TYPE);
  reply.send(writeProblem(body));
}

/** Gives the page of a problem, for who would rather have one. Where the application has made the body itself, nobody asks. */
function pageOf(
  problem: Problem,
  error: unknown,
  reply: FastifyReply,
  context: RequestContext,
  { pages, showsInternals }: ErrorSettings,
): string | undefined {
  if (pages?.writer === undefined) return undefined;
  addVary(reply, 'accept');
  if (!prefersHtml(context.request)) return undefined;
  const weights = weighAccept(context.request.raw.headers.accept);
  return weights.problem > weights.html
    ? undefined
    : pages.writer.writeProblem(problem, error, context, showsInternals);
}

/** Writes a problem. What was given to a rule may be something that JSON has no word for, and must not hide the problem. */
function writeProblem(problem: unknown): string | undefined {
  return JSON.stringify(problem, (_, value: unknown) =>
    typeof value === 'bigint' || value instanceof RegExp ? String(value) : value,
  );
}
