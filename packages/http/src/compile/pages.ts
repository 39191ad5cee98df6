import type { FastifyReply } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import type { FormMemory } from '../contracts/failed-form.js';
import { protectHtml } from '../contracts/html-headers.js';
import type { PageWriter } from '../contracts/page-writer.js';
import { Redirection } from '../contracts/redirection.js';
import { View } from '../contracts/view.js';
import type { Fail } from './finish.js';
import { isPromise } from './is-promise.js';

/** What an application's pages come from. Filled before the first request. */
export interface Pages {
  writer: PageWriter | undefined;
  memory: FormMemory | undefined;
}

export const HTML_TYPE = 'text/html; charset=utf-8';

/** Sends a page, once it is written. */
export function sendPage(
  pages: Pages,
  name: string,
  model: object,
  reply: FastifyReply,
  context: RequestContext,
  fail: Fail,
): void {
  if (pages.writer === undefined) throw new TypeError(`No module writes pages such as ${JSON.stringify(name)}.`);
  const text = pages.writer.write(name, model, context);
  if (isPromise(text)) {
    text
      .then((written) => {
        // It has taken longer than the client has waited.
        if (!context.isGivenUp) sendHtml(reply, written);
      })
      .then(undefined, (error: unknown) => fail(reply, error));
  } else sendHtml(reply, text);
}

/** Sends a page that is written. */
export function sendHtml(reply: FastifyReply, text: string): void {
  if (!reply.hasHeader('content-type')) reply.type(HTML_TYPE);
  protectHtml(reply);
  reply.send(text);
}

/** Sends what says by itself which page is next. Gives whether it was that. */
export function sendDecision(
  pages: Pages,
  value: unknown,
  reply: FastifyReply,
  context: RequestContext,
  fail: Fail,
): boolean {
  if (value instanceof View) {
    if (value.status !== undefined) reply.code(value.status);
    sendPage(pages, value.name, value.model, reply, context, fail);
    return true;
  }
  if (value instanceof Redirection) {
    reply.redirect(locationOf(value.url), value.status);
    return true;
  }
  return false;
}

/** What no URL in a header may have as it is, RFC 3986 §2. */
const UNENCODED = /[^!-~]+/g;

/** Encodes what a header could not bear, such as an ü or a line break, and leaves what is encoded already. */
export function locationOf(url: string): string {
  return url.toWellFormed().replace(UNENCODED, (letters) => encodeURIComponent(letters));
}
