import type { FastifyReply } from 'fastify';

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

const { 'content-security-policy': _, ...withoutPolicy } = HTML_HEADERS;
const FOREIGN_HTML_HEADERS: Readonly<Record<string, string>> = Object.freeze(withoutPolicy);

/**
 * Sets these headers, unless they are there, if what is sent is HTML. Where @fastify/helmet is registered, it decides.
 *
 * @param type - its type, where the reply does not have it yet
 */
export function protectHtml(reply: FastifyReply, type: unknown = reply.getHeader('content-type')): void {
  protect(reply, type, HTML_HEADERS);
}

/** The same, but for the content security policy. */
export function protectForeignHtml(reply: FastifyReply): void {
  protect(reply, reply.getHeader('content-type'), FOREIGN_HTML_HEADERS);
}

function protect(reply: FastifyReply, type: unknown, headers: Readonly<Record<string, string>>): void {
  if (typeof type !== 'string' || !HTML.test(type) || reply.server.hasReplyDecorator('helmet')) return;
  for (const name in headers) if (!reply.hasHeader(name)) reply.header(name, headers[name]);
}

/** What a browser runs scripts of where it is opened as a page. */
const HTML = /^\s*(?:text\/html|application\/xhtml\+xml|image\/svg\+xml)\b/i;
