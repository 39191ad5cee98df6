import { addVary } from '../contracts/vary.js';
import { compile } from '@tenon/dto';
import type { FastifyReply } from 'fastify';
import { contextOf, type RequestContext } from '../contracts/context.js';
import { NotFoundException } from '../contracts/http-exception.js';
import type { ReplyModel } from '../contracts/route-model.js';
import type { ServerPhase } from '../contracts/server-phase.js';
import { prefersHtml } from '../contracts/accept.js';
import { requireJson } from './accepts.js';
import { sendFile } from '../files/send-file.js';
import { StreamableFile } from '../files/streamable-file.js';
import { protectHtml } from '../contracts/html-headers.js';
import { compileEvents } from './compile-events.js';
import { type Fail, type Finish, LATE_ERRORS } from './finish.js';
import {
  bytesOf,
  endIterator,
  endUnread,
  isAsyncIterable,
  iteratorOf,
  jsonItems,
  rawItems,
  stepOf,
  streamOf,
} from './item-stream.js';
import { locationOf, type Pages, sendDecision, sendPage } from './pages.js';
import { asError, isError } from './thrown-value.js';
import { writeJson } from './write-json.js';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** What holds for the replies of a route beside what its decorators say. */
export interface ReplySettings {
  /**
   * Whether Fastify gets objects to write, for hooks that want to see them (`preSerialization`); otherwise it gets the text.
   */
  readonly sendsObjects: boolean;
  /** Ends replies that would go on for ever. */
  readonly phase: ServerPhase;
  readonly pages: Pages;
}

/** Compiles what becomes of what the handlers of one route return. */
export function compileReply(
  { status, headers, redirect, events, view, page }: ReplyModel,
  { sendsObjects, phase, pages }: ReplySettings,
): Finish {
  const fail = compileFail(headers);
  const json = view && compileView(view, sendsObjects ? sendViewAsObject : sendJson, pages, fail);
  const send = redirect
    ? compileRedirect(redirect, pages, fail)
    : events
      ? compileEvents(events, view, phase, fail)
      : page !== undefined
        ? compilePage(page, json, pages, fail)
        : (json ??
          sendAny(
            status !== undefined,
            sendsObjects ? sendObject : (reply, value) => sendJson(reply, writeJson(value)),
            true,
            pages,
            fail,
          ));
  return headers.length === 0 ? send : withHeaders(headers, send);
}

/** Compiles what becomes of what filters return, whatever the client takes: an error is told to everybody. */
export function compileErrorReply(pages: Pages): Finish {
  return sendAny(true, (reply, value) => sendJson(reply, writeJson(value)), false, pages, compileFail([]));
}

/**
 * Compiles a page, and the other face of it for programs.
 *
 * @param json - sends the same as JSON; undefined for a page that has no other face
 */
function compilePage(name: string, json: Finish | undefined, pages: Pages, fail: Fail): Finish {
  return (reply, value, context) => {
    if (json) {
      addVary(reply, 'accept');
      if (!prefersHtml(context.request)) {
        json(reply, value, context);
        return;
      }
    }
    if (isHandled(reply, value, context)) return;
    if (value === null) throw new NotFoundException();
    if (sendDecision(pages, value, reply, context, fail)) return;
    if (isError(value)) throw value;
    sendPage(pages, name, modelOf(value, name), reply, context, fail);
  };
}

/** What the handler of a page returns is an object with names, or nothing. */
function modelOf(value: unknown, name: string): object {
  if (value === undefined) return {};
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(
    `A handler with @Render('${name}') returned ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}. Return an object: its properties are what the template is given.`,
  );
}

/** Compiles what becomes of what fails before anything was sent: the headers of the route are not those of a problem. */
function compileFail(headers: ReplyModel['headers']): Fail {
  return (reply, error) => {
    for (const [name] of headers) reply.removeHeader(name);
    const context = contextOf(reply.request);
    // Its time was over before, and somebody else has answered.
    if (context.isGivenUp) return;
    const answer = LATE_ERRORS.get(context);
    if (answer === undefined) {
      reply.send(asError(error));
      return;
    }
    try {
      answer(error);
    } catch (last) {
      reply.send(asError(last));
    }
  };
}

/** Sets headers, unless the handler has said otherwise, and takes them back if there is an error to tell instead. */
function withHeaders(headers: ReplyModel['headers'], send: Finish): Finish {
  return (reply, value, context) => {
    const added = headers.filter(([name]) => !reply.hasHeader(name));
    for (const [name, given] of added) reply.header(name, given);
    try {
      send(reply, value, context);
    } catch (error) {
      for (const [name] of added) reply.removeHeader(name);
      throw error;
    }
  };
}

/** Compiles the text of a view: the class's exposed properties, and nothing else. */
function compileView(
  { target, isList, groups }: NonNullable<ReplyModel['view']>,
  send: (reply: FastifyReply, text: string) => void,
  pages: Pages,
  fail: Fail,
): Finish {
  const options = groups && { conversion: { groups: [...groups] } };
  const one = compile(target, options);
  if (!isList) {
    return (reply, value, context) => {
      if (isHandled(reply, value, context)) return;
      if (value === undefined || value === null) throw new NotFoundException();
      if (sendDecision(pages, value, reply, context, fail)) return;
      if (isAsyncIterable(value)) throw new TypeError(`A handler with @Returns(${target.name}) has returned many.`);
      send(reply, one.serialise(value));
    };
  }
  const all = compile([target], options);
  return (reply, value, context) => {
    if (isHandled(reply, value, context)) return;
    if (value === undefined || value === null) throw new NotFoundException();
    if (Array.isArray(value)) send(reply, all.serialise(value));
    else if (sendDecision(pages, value, reply, context, fail)) return;
    else if (isAsyncIterable(value)) {
      if (!reply.hasHeader('content-type')) reply.type(JSON_TYPE);
      const iterator = iteratorOf(value);
      if (context.request.method === 'HEAD') endUnread(reply, iterator);
      else
        reply.send(
          streamOf(
            iterator,
            undefined,
            jsonItems((item) => one.serialise(item as object)),
          ),
        );
    } else send(reply, all.serialise([...(value as Iterable<object>)]));
  };
}

function sendJson(reply: FastifyReply, text: string): void {
  if (!reply.hasHeader('content-type')) reply.type(JSON_TYPE);
  reply.send(text);
}

/** Lets Fastify's hooks see a value before it is written. */
function sendObject(reply: FastifyReply, value: unknown): void {
  if (!reply.hasHeader('content-type')) reply.type(JSON_TYPE);
  reply.serializer(writeJson).send(value);
}

/** The same for a view: hooks see what leaves, and nothing that the class hides. */
function sendViewAsObject(reply: FastifyReply, text: string): void {
  sendObject(reply, JSON.parse(text));
}

function compileRedirect({ url, status }: NonNullable<ReplyModel['redirect']>, pages: Pages, fail: Fail): Finish {
  return (reply, value, context) => {
    if (isHandled(reply, value, context)) return;
    if (sendDecision(pages, value, reply, context, fail)) return;
    const said = typeof value === 'object' && value !== null ? (value as { url?: unknown; statusCode?: unknown }) : {};
    const to = typeof value === 'string' ? value : typeof said.url === 'string' ? said.url : url;
    if (to === '') throw new TypeError('A handler with @Redirect() said no URL, and neither did the decorator.');
    reply.redirect(locationOf(to), typeof said.statusCode === 'number' ? said.statusCode : status);
  };
}

/**
 * Sends whatever is returned, by what it is.
 *
 * @param hasStatus - whether the route says its status, also for replies without content
 * @param sendValue - sends what is to be JSON
 * @param isPicky - whether a client that takes no JSON is refused
 * @param fail - answers where there is nothing to send after all
 */
function sendAny(
  hasStatus: boolean,
  sendValue: (reply: FastifyReply, value: unknown) => void,
  isPicky: boolean,
  pages: Pages,
  fail: Fail,
): Finish {
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
        if (value !== null && sendUnusual(reply, value, context, pages, fail)) return;
        break;
      default:
    }
    if (isPicky) demandJson(reply, context);
    sendValue(reply, value);
  };
}

/** Refuses a client that takes no JSON, unless the reply is something else by its own word, such as an `application/…+json`. */
function demandJson(reply: FastifyReply, { request }: RequestContext): void {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD') return;
  if (!reply.hasHeader('content-type')) requireJson(request);
}

/** Sends what is not JSON: files, streams, bytes, a Web Response, an async iterable. Gives whether it was any of these. */
function sendUnusual(reply: FastifyReply, value: object, context: RequestContext, pages: Pages, fail: Fail): boolean {
  const { request } = context;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Array.prototype || (prototype === Object.prototype && !isAsyncIterable(value))) return false;
  if (value === reply || sendDecision(pages, value, reply, context, fail)) return true;
  // Whoever returns an error means what whoever throws it means.
  if (isError(value)) throw value;
  const isHead = request.method === 'HEAD';
  if (value instanceof StreamableFile) {
    sendFile(reply, value).catch((error: unknown) => fail(reply, error));
    return true;
  }
  if (isResponse(value)) {
    protectHtml(reply, value.headers.get('content-type') ?? undefined);
    if (isHead) void value.body?.cancel().catch(() => {});
    reply.send(isHead ? new Response(null, value) : value);
    return true;
  }
  const bytes = bytesOf(value);
  if (bytes !== undefined) {
    protectHtml(reply);
    reply.send(bytes);
    return true;
  }
  const isStream = 'pipe' in value || 'getReader' in value;
  // A stream of objects is a list of them.
  if (isStream && (value as { readableObjectMode?: unknown }).readableObjectMode !== true) {
    protectHtml(reply);
    if (isHead) endUnread(reply, value);
    else reply.send(value);
    return true;
  }
  if (!isAsyncIterable(value)) return false;
  const iterator = iteratorOf(value);
  if (isHead) endUnread(reply, iterator);
  else sendIterable(reply, iterator, fail);
  return true;
}

/** Known by its tag, as Fastify knows it: the mention of the class would load all of undici. */
function isResponse(value: object): value is Response {
  return (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Response';
}

/** Streams what comes: texts and bytes as they are, everything else as a JSON array. The first item decides. */
function sendIterable(reply: FastifyReply, iterator: AsyncIterator<unknown>, fail: Fail): void {
  const { raw } = reply;
  const stop = (): void => endIterator(iterator);
  // The handler has taken longer than the client has waited: nothing will tell of that any more.
  if (raw.destroyed) {
    stop();
    return;
  }
  // Nobody else looks whether the client is still there before the first item has come.
  raw.once('close', stop);
  stepOf(iterator)
    .then((first) => {
      if (raw.destroyed) return;
      raw.off('close', stop);
      if (raw.headersSent) {
        stop();
        return;
      }
      const isText = typeof first.value === 'string';
      const isRaw = isText || first.value instanceof Uint8Array;
      const type = isText ? 'text/plain; charset=utf-8' : isRaw ? 'application/octet-stream' : JSON_TYPE;
      if (!reply.hasHeader('content-type')) reply.type(type);
      protectHtml(reply);
      reply.send(streamOf(iterator, first, isRaw ? rawItems() : jsonItems(writeJson)));
    })
    .catch((error: unknown) => {
      raw.off('close', stop);
      fail(reply, error);
    });
}

/** Whether the handler has sent the reply itself. */
function isHandled(reply: FastifyReply, value: unknown, { isSent }: RequestContext): boolean {
  return isSent || value === reply || reply.sent;
}
