import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type WrittenPolicy, writePolicy } from './security-policy.js';

/**
 * Headers of HTML replies, on top of `X-Content-Type-Options` and the content security policy.
 *
 * Pages of the same origin are told where a request comes from: without it, browsers send forms with `Origin: null` and no
 * `Referer`, and nobody could tell one's own forms from those of others (Fetch §3.1, append a request `Origin` header).
 */
const HTML_HEADERS: Readonly<Record<string, string>> = Object.freeze({
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
});

const POLICY = Symbol('tenon.policy');
const NONCE = Symbol('tenon.nonce');

/** A server that knows the policy of its application. */
interface WithPolicy {
  [POLICY]?: WrittenPolicy | undefined;
}

/** A request of which somebody has asked for a nonce. */
interface WithNonce {
  [NONCE]?: string;
}

/** Of servers that are not an application's. */
const DEFAULT_POLICY = writePolicy();

/** Sets the policy of all pages that a server sends. Those of its parts are derived from it, and see it too. */
export function usePolicy(fastify: FastifyInstance, policy: WrittenPolicy | undefined): void {
  (fastify as WithPolicy)[POLICY] = policy;
}

/** Gives the nonce of a request: 128 random bits in base64, made when it is asked for first. */
export function nonceOf(request: FastifyRequest): string {
  return ((request as WithNonce)[NONCE] ??= randomBytes(16).toString('base64'));
}

/**
 * Sets these headers, unless they are there, if what is sent is HTML. Where @fastify/helmet is registered, it decides.
 *
 * @param type - its type, where the reply does not have it yet
 */
export function protectHtml(reply: FastifyReply, type: unknown = reply.getHeader('content-type')): void {
  if (!isToBeProtected(reply, type)) return;
  setMissing(reply);
  setPolicy(reply, nonceUsedBy(reply));
}

/** The same, but for the content security policy, unless somebody has asked for a nonce. */
export function protectForeignHtml(reply: FastifyReply): void {
  if (!isToBeProtected(reply, reply.getHeader('content-type'))) return;
  setMissing(reply);
  const nonce = nonceUsedBy(reply);
  if (nonce !== undefined) setPolicy(reply, nonce);
}

function isToBeProtected(reply: FastifyReply, type: unknown): boolean {
  return typeof type === 'string' && HTML.test(type) && !reply.server.hasReplyDecorator('helmet');
}

function nonceUsedBy(reply: FastifyReply): string | undefined {
  return (reply.request as WithNonce)[NONCE];
}

function setMissing(reply: FastifyReply): void {
  for (const name in HTML_HEADERS) if (!reply.hasHeader(name)) reply.header(name, HTML_HEADERS[name]);
}

function setPolicy(reply: FastifyReply, nonce: string | undefined): void {
  const server = reply.server as WithPolicy;
  const policy = POLICY in server ? server[POLICY] : DEFAULT_POLICY;
  if (policy === undefined) return;
  const { header, text } = policy;
  if (nonce === undefined) {
    if (!reply.hasHeader(header)) reply.header(header, text);
    return;
  }
  // What was to be sent first may have had none, and then failed: the page of the error may have one.
  const said = reply.getHeader(header);
  if (said === undefined || said === text) reply.header(header, policy.withNonce(nonce));
  // A nonce is for one reply. Whoever gets the same page again gets the same one, and could have been told it by others.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
}

/** What a browser runs scripts of where it is opened as a page. */
const HTML = /^\s*(?:text\/html|application\/xhtml\+xml|image\/svg\+xml)\b/i;
