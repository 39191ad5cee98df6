import { Readable } from 'node:stream';
import { types } from 'node:util';
import { compile } from '@tenon/dto';
import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import { NotAcceptableException, NotFoundException } from '../contracts/http-exception.js';
import type { ReplyModel } from '../contracts/route-model.js';
import { acceptsJson } from './accepts-json.js';
import { writeJson } from './write-json.js';

/**
 * Sends what a handler returned.
 *
 * Called once for each request, after the handler and all interceptors. Throws what becomes an error reply.
 */
export type Finish = (reply: FastifyReply, value: unknown, context: RequestContext) => void;

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Headers of HTML replies, on top of `X-Content-Type-Options`. */
const HTML_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'content-security-policy':
    "default-src 'self'; base-uri 'self'; font-src 'self' https: data:; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self' https: 'unsafe-inline'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
});

/** Compiles what becomes of what the handlers of one route return. */
export function compileReply({ status, headers, redirect, view }: ReplyModel): Finish {
  const send = redirect ? compileRedirect(redirect) : view ? compileView(view) : sendAny(status !== undefined);
  if (headers.length === 0) return send;
  return (reply, value, context) => {
    // The handler's own word counts more.
    for (const [name, given] of headers) if (!reply.hasHeader(name)) reply.header(name, given);
    send(reply, value, context);
  };
}

/** Compiles the text of a view: the class's exposed properties, and nothing else. */
function compileView({ target, isList, groups }: NonNullable<ReplyModel['view']>): Finish {
  const options = groups && { conversion: { groups: [...groups] } };
  const one = compile(target, options);
  if (!isList) {
    return (reply, value, context) => {
      if (isHandled(reply, value, context)) return;
      if (value === undefined || value === null) throw new NotFoundException();
      sendJson(reply, one.serialise(value));
    };
  }
  const all = compile([target], options);
  return (reply, value, context) => {
    if (isHandled(reply, value, context)) return;
    if (value === undefined || value === null) throw new NotFoundException();
    if (Array.isArray(value)) sendJson(reply, all.serialise(value));
    else if (isAsyncIterable(value)) {
      reply.type(JSON_TYPE).send(Readable.from(writeItems(value, (item) => one.serialise(item as object))));
    } else sendJson(reply, all.serialise([...(value as Iterable<object>)]));
  };
}

function sendJson(reply: FastifyReply, text: string): void {
  if (!reply.hasHeader('content-type')) reply.type(JSON_TYPE);
  reply.send(text);
}

/** Writes a list item by item, as they come, so that no list is too long. */
async function* writeItems(items: AsyncIterable<unknown>, write: (item: unknown) => string): AsyncGenerator<string> {
  let start = '[';
  for await (const item of items) {
    yield start + write(item);
    start = ',';
  }
  yield start === '[' ? '[]' : ']';
}

function compileRedirect({ url, status }: NonNullable<ReplyModel['redirect']>): Finish {
  return (reply, value, context) => {
    if (isHandled(reply, value, context)) return;
    const said = typeof value === 'object' && value !== null ? (value as { url?: unknown; statusCode?: unknown }) : {};
    const to = typeof value === 'string' ? value : typeof said.url === 'string' ? said.url : url;
    reply.redirect(to, typeof said.statusCode === 'number' ? said.statusCode : status);
  };
}

/**
 * Sends whatever is returned, by what it is.
 *
 * @param hasStatus - whether the route says its status, also for replies without content
 */
function sendAny(hasStatus: boolean): Finish {
  return (reply, value, context) => {
    if (context.isSent) return;
    switch (typeof value) {
      case 'string':
        protectHtml(reply);
        reply.send(value);
        return;
      case 'undefined':
        if (isHandled(reply, value, context)) return;
        if (!hasStatus && reply.statusCode === 200) reply.code(204);
        reply.send();
        return;
      case 'object':
        if (value !== null && sendUnusual(reply, value)) return;
        break;
      default:
    }
    if (context.request.method === 'GET' && !acceptsJson(context.request.raw.headers.accept))
      throw new NotAcceptableException();
    sendJson(reply, writeJson(value));
  };
}

/** Sends what is not JSON: streams, bytes, a Web Response, an async iterable. Gives whether it was any of these. */
function sendUnusual(reply: FastifyReply, value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) return false;
  if (value === reply) return true;
  if (value instanceof Response || value instanceof ReadableStream || 'pipe' in value || ArrayBuffer.isView(value)) {
    protectHtml(reply);
    reply.send(value);
    return true;
  }
  if (types.isAnyArrayBuffer(value)) {
    reply.send(Buffer.from(value));
    return true;
  }
  if (!isAsyncIterable(value)) return false;
  sendIterable(reply, value);
  return true;
}

/** Streams what comes: texts and bytes as they are, everything else as a JSON array. */
function sendIterable(reply: FastifyReply, value: AsyncIterable<unknown>): void {
  const iterator = value[Symbol.asyncIterator]();
  const { log } = reply;
  iterator.next().then(
    (first) => {
      const isRaw = typeof first.value === 'string' || first.value instanceof Uint8Array;
      const items = resume(first, iterator);
      if (isRaw) {
        const type = typeof first.value === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
        if (!reply.hasHeader('content-type')) reply.type(type);
        reply.send(Readable.from(items));
      } else {
        reply.type(JSON_TYPE).send(Readable.from(writeItems(items, writeJson)));
      }
    },
    (error: unknown) => {
      log.debug('The stream failed before its first item.');
      reply.send(error instanceof Error ? error : new Error('The stream failed.', { cause: error }));
    },
  );
}

async function* resume(first: IteratorResult<unknown>, iterator: AsyncIterator<unknown>): AsyncGenerator {
  try {
    for (let step = first; !step.done; step = await iterator.next()) yield step.value;
  } finally {
    await iterator.return?.();
  }
}

/** Whether the handler has sent the reply itself. */
function isHandled(reply: FastifyReply, value: unknown, { isSent }: RequestContext): boolean {
  return isSent || value === reply || reply.sent;
}

function protectHtml(reply: FastifyReply): void {
  const type = reply.getHeader('content-type');
  if (typeof type !== 'string' || !type.startsWith('text/html')) return;
  for (const name in HTML_HEADERS) if (!reply.hasHeader(name)) reply.header(name, HTML_HEADERS[name]);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
