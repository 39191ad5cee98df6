import type { Diagnostic } from '@tenon/core';
import { isLocal, prefersHtml, type RequestContext, UnauthorizedException } from '@tenon/http';
import * as faults from '../errors.js';

/** What Node says of a request's headers, each name before its value. */
type RawHeaders = readonly string[];

/** How long a header may be that is looked at, in characters: a scheme, a blank, and the longest token. */
const MOST_CHARACTERS = 8300;

/** The words in which tokens are asked for and given: `Bearer`, or another scheme of the `Authorization` header. */
export class Challenge {
  readonly scheme: string;
  /** As it stands in `WWW-Authenticate`: `Bearer realm="api"`. */
  readonly text: string;
  readonly #pattern: RegExp;
  readonly #signInPage: string | undefined;
  readonly #missing: Readonly<Record<string, string>>;
  readonly #invalid: Readonly<Record<string, string>>;

  /**
   * @param signInPage - where browsers are sent in place of the challenge
   * @throws TenonError `TENON_AUTH_INVALID_WORD` for what cannot stand in a header (RFC 9110 §11.1, §5.6.4),
   *   `TENON_AUTH_INVALID_SIGN_IN_PAGE` for what is no page of this site
   */
  constructor(scheme: string, realm: string, signInPage: string | undefined) {
    const found: Diagnostic[] = [];
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(scheme))
      found.push(faults.invalidWord({ option: 'scheme', value: scheme, is: 'is not one word' }));
    if (!/^[\x20-\x7e]*$/.test(realm))
      found.push(faults.invalidWord({ option: 'realm', value: realm, is: 'is not ASCII' }));
    if (signInPage !== undefined && !isLocal(signInPage)) found.push(faults.invalidSignInPage({ page: signInPage }));
    faults.refuse(found);
    this.#signInPage = signInPage;
    this.scheme = scheme;
    // Schemes are compared without regard to case (RFC 9110 §11.1).
    this.#pattern = new RegExp(`^${RegExp.escape(scheme)} +([\\w-]+\\.[\\w-]+\\.[\\w-]+)$`, 'i');
    this.text = `${scheme} realm="${realm.replaceAll(/["\\]/g, '\\$&')}"`;
    this.#missing = headersWith(this.text);
    this.#invalid = headersWith(`${this.text}, error="invalid_token"`);
  }

  /** Gives the token of an `Authorization` header; undefined if it has anything else. */
  tokenIn(header: string, rawHeaders: RawHeaders): string | undefined {
    if (header.length > MOST_CHARACTERS || isRepeated(rawHeaders)) return undefined;
    return this.#pattern.exec(header)?.[1];
  }

  /** For who says nothing of who they are. */
  missing(): UnauthorizedException {
    return new UnauthorizedException(`Sign in, and send the token: Authorization: ${this.scheme} …`, {
      code: 'missing-token',
      headers: this.#missing,
    });
  }

  /**
   * Asks whoever has not signed in to do so: a browser is sent to the page for it, if there is one, and comes back from there to the
   * page that it asked for.
   *
   * @returns false: somebody else has answered
   * @throws UnauthorizedException `missing-token` for programs
   */
  demand(context: RequestContext): false {
    const page = this.#signInPage;
    const { request } = context;
    if (page === undefined || !prefersHtml(request)) throw this.missing();
    // What was sent is not sent a second time: only a page is returned to.
    const next = request.method === 'GET' && isLocal(request.url) ? `next=${encodeURIComponent(request.url)}` : '';
    const url = next === '' ? page : `${page}${page.includes('?') ? '&' : '?'}${next}`;
    context.reply.header('cache-control', 'no-store').redirect(url, 303);
    return false;
  }

  /** For a token that is not good, whatever the reason: who forges one is not to learn how far it came. */
  invalid(): UnauthorizedException {
    return new UnauthorizedException('The token is not valid, or no longer.', {
      code: 'invalid-token',
      headers: this.#invalid,
    });
  }
}

/** @see RFC 6750 §3 */
function headersWith(challenge: string): Readonly<Record<string, string>> {
  return Object.freeze({ 'www-authenticate': challenge, 'cache-control': 'no-store' });
}

/** Whether there are several: Node takes the first, a proxy before us may have looked at another. */
function isRepeated(rawHeaders: RawHeaders): boolean {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 13 && name.toLowerCase() === 'authorization') count++;
  }
  return count > 1;
}
