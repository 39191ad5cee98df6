import { fastify as createFastify, type FastifyReply, type FastifyRequest } from 'fastify';
import { PROBLEM_TYPE } from '../compile/compile-errors.js';
import { CONTEXT, type WithContext } from '../contracts/context.js';
import { statusText } from '../contracts/http-exception.js';
import type { PolledConfig } from '../health/mount-health.js';
import type { MountedConfig } from './mount-routes.js';

/** Names of query values that look like secrets. */
const SECRET =
  /(?:token|secret|[cx]srf|passw|api[-_]?key|signature|session|credential|^(?:auth|code|key|sig|sid|pwd)$)/i;

/** Writes one line for each completed request, in place of the two that Fastify writes. */
export class RequestLog extends createFastify.LogController {
  /**
   * Fastify says this before it answers an error itself, with the error's message. That happens only where our own answer
   * has failed as well, such as by a hook that fails for every reply: so this is answered here, past all hooks.
   */
  override defaultErrorLog(error: Error, request: FastifyRequest, reply: FastifyReply): void {
    request.log.error({ err: error }, 'The request failed once more when its error was answered.');
    if (reply.sent || reply.raw.headersSent) return;
    reply.hijack();
    const problem = { type: 'about:blank', title: statusText(500), status: 500, requestId: request.id };
    const body = JSON.stringify(problem);
    // The status of what could not be written has left its words.
    reply.raw.writeHead(500, statusText(500), {
      'content-type': PROBLEM_TYPE,
      'content-length': Buffer.byteLength(body),
      'x-content-type-options': 'nosniff',
    });
    reply.raw.end(body);
  }

  /** Whatever was sent of a reply when its stream failed, was cut off. A client that goes away is no failure. */
  override streamError(error: NodeJS.ErrnoException, request: FastifyRequest, reply: FastifyReply): void {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      request.log.error({ err: error }, 'The request failed when its reply had begun.');
      return;
    }
    if (this.isLogDisabled(request)) return;
    const details = describe(request, reply);
    request.log.info(details, `${details.method} ${details.url}, whose client went away`);
  }

  override incomingRequest(): void {
    // The line of the completed request says the same.
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    if (this.isLogDisabled(request)) return;
    const { statusCode } = reply;
    const details = describe(request, reply, statusCode);
    const line = `${details.method} ${details.url} ${statusCode}`;
    // Pollers ask every few seconds; what has changed is logged where it changes.
    if ((request.routeOptions.config as PolledConfig).tenonIsPolled === true) request.log.debug(details, line);
    else if (error) request.log.warn({ ...details, err: error }, `${line}, not sent to its end`);
    else if (statusCode >= 500) request.log.error(details, line);
    else request.log.info(details, line);
  }
}

/** @param status - of a reply that was sent */
function describe(request: FastifyRequest, reply: FastifyReply, status?: number) {
  const { method, raw } = request;
  const { tenon } = request.routeOptions.config as MountedConfig;
  return {
    method,
    url: redactUrl(raw.url ?? ''),
    route: request.routeOptions.url,
    ...(tenon && { handler: `${tenon.controller.name}.${tenon.handler}` }),
    ...(status !== undefined && { status }),
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ip: request.ip,
    // A path that cannot be decoded has none.
    ...(request as unknown as Partial<WithContext>)[CONTEXT]?.notes,
  };
}

/** Puts dots in the place of what looks secret in a URL's query. */
export function redactUrl(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return url;
  const pairs = url.slice(start + 1).split('&');
  return `${url.slice(0, start)}?${pairs.map(redactPair).join('&')}`;
}

function redactPair(pair: string): string {
  const end = pair.indexOf('=');
  if (end === -1) return pair;
  let name = pair.slice(0, end);
  try {
    name = decodeURIComponent(name);
  } catch {
    // It is compared as it is.
  }
  return SECRET.test(name) ? `${pair.slice(0, end)}=…` : pair;
}
