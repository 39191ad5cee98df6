import { BadRequestException } from './http-exception.js';

/** Where a client is sent. Made by `redirect`. */
export class Redirection {
  /** @internal */
  constructor(
    readonly url: string,
    readonly status: number,
  ) {}
}

/** How a client is sent elsewhere. */
export interface RedirectOptions {
  /** Default: 303, after which a browser asks by GET, whatever it has sent before (RFC 9110 §15.4.4). */
  readonly status?: 301 | 302 | 303 | 307 | 308;
  /** Whether the URL may lead to another site. Default: false. */
  readonly external?: boolean;
}

/**
 * Sends the client to another page, for handlers that decide it themselves.
 *
 * @param url - a path of this site, which may come from the client: one that leads elsewhere is refused
 * @throws BadRequestException `foreign-url` for a URL of another site, unless `external` allows it
 *
 * @example
 * return redirect(this.urls.for('articles.show', { slug }));
 */
export function redirect(url: string, { status = 303, external = false }: RedirectOptions = {}): Redirection {
  if (!external && !isLocal(url))
    throw new BadRequestException('The page to go to next is not one of this site.', { code: 'foreign-url' });
  return new Redirection(url, status);
}

/**
 * Whether a URL is a path of this site, such as `/articles?page=2`, and clients can take it for nothing else.
 *
 * Browsers read `//host`, `/\host` and `/<tab>/host` as another site's (WHATWG URL, 4.4).
 */
export function isLocal(url: string): boolean {
  if (!url.startsWith('/') || FOREIGN.test(url)) return false;
  try {
    return new URL(url, HERE).origin === HERE;
  } catch {
    return false;
  }
}

const HERE = 'http://here.invalid';
// oxlint-disable-next-line no-control-regex -- browsers leave them out, and what they part comes together
const FOREIGN = /^\/[/\\]|[\u0000-\u001f\u007f]/;
