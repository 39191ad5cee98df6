import { ForbiddenException, isFormType } from '@tenon/http';
import type { FastifyRequest } from 'fastify';
import { isForeign } from './is-foreign.js';

/** What becomes of a request, as far as can be told before its body is read. */
export type CsrfDecision = 'passes' | 'needs-field' | ForbiddenException;

/** What is known of a request's session. */
export interface CsrfFacts {
  readonly hasCookie: boolean;
  readonly isToken: (token: unknown) => boolean;
  readonly trusted: ReadonlySet<string>;
}

/** What changes nothing, RFC 9110 §9.2.1, draft-ietf-httpbis-safe-method-w-body. */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

/** What a browser sends to any site without asking it first: a form's types, and a body without a type. */
const SIMPLE = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(?:;|$)/i;
/** What browsers send by themselves, as they send cookies. Any other scheme is something that no page of another site can say. */
const AMBIENT = /^\s*(?:basic|digest|negotiate|ntlm)?(?:\s|$)/i;

/** Where a form has its token. */
export const CSRF_FIELD = '_csrf';

/**
 * Decides on a request that may change something.
 *
 * The token is what protects; where a browser says from where the request comes, it is believed as well.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function decideOn(request: FastifyRequest, { hasCookie, isToken, trusted }: CsrfFacts): CsrfDecision {
  const { headers } = request.raw;
  const type = headers['content-type'];
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const isSimple = type === undefined ? hasBody : SIMPLE.test(type);
  if (!hasCookie && !isSimple) return 'passes';
  const { authorization } = headers;
  // No token is asked of who says who it is; but a page of another site is not to use the session beside it.
  if (authorization !== undefined && !AMBIENT.test(authorization))
    return hasCookie && isForeign(request, trusted) ? foreign() : 'passes';
  if (isForeign(request, trusted)) return foreign();
  const token = headers['x-csrf-token'];
  if (token !== undefined) return isToken(token) ? 'passes' : withoutToken();
  return isFormType(type) ? 'needs-field' : withoutToken();
}

/** Whether a route is taken out of the check, `@WithoutCsrf()`. */
export function isExempt({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as { readonly csrf?: unknown }).csrf === false;
}

/** Whether a request has fields, one of which may be the token. */
export function hasFields({ raw }: FastifyRequest): boolean {
  return isFormType(raw.headers['content-type']);
}

export function foreign(): ForbiddenException {
  return new ForbiddenException('This comes from a page of another site, and was not taken.', { code: 'csrf' });
}

export function withoutToken(): ForbiddenException {
  return new ForbiddenException(
    'This has no token of your session, or one that is too old, and was not taken. Load the page anew, and send it once more.',
    { code: 'csrf' },
  );
}
