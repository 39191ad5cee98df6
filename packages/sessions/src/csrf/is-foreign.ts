import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser says that a request comes from a page of another origin. Whoever says nothing of it is no browser, or an old
 * one, and has to bring the token.
 *
 * A browser knows better than we do which origins are the same, and says so wherever it trusts the connection. Elsewhere its
 * `Origin` is compared.
 *
 * @param trusted - origins that are taken for our own
 * @see https://www.w3.org/TR/fetch-metadata, RFC 6454 §7.3
 */
export function isForeign({ raw, protocol, host }: FastifyRequest, trusted: ReadonlySet<string>): boolean {
  const { origin, 'sec-fetch-site': site } = raw.headers;
  if (origin !== undefined && trusted.has(origin)) return false;
  // `none` is a person who has typed the address. Others are `same-site`, which a neighbour's domain is, and `cross-site`.
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  // `null` is what a page says that is in a sandbox.
  const from = URL.parse(origin);
  const own = URL.parse(`${protocol}://${host}`);
  if (from === null || own === null || from.host === '') return true;
  if (from.host === own.host) return protocol === 'https' && from.protocol !== 'https:';
  // Whoever ends TLS before us may not tell us of it: then https's own port stands in the one and not in the other.
  return from.protocol !== 'https:' || from.host !== URL.parse(`https://${host}`)?.host;
}
