import type { IncomingMessage } from 'node:http';
import { BadRequestException, HttpException } from '../contracts/http-exception.js';
import { checkEncoded } from './check-encoded.js';
import { isHost } from './is-host.js';
import type { KnownLimits } from './request-limits.js';

/** Gives why a request is refused whatever it asks for, or undefined. */
export type RequestCheck = (raw: IncomingMessage) => HttpException | undefined;

/**
 * Compiles what is checked of every request before anything else is: its version, its host, its target, and how much of it
 * there is. Node lets pass what a proxy before us, or a plugin, may understand otherwise than we do.
 *
 * A request that is as most are costs a comparison of its host with the last one that was found good, and a walk over the
 * names of its headers.
 *
 * @param trustsProxies - whether forwarded headers may be believed, and so have to be in order
 * @see RFC 9112 §3.2 (target and Host), §6.1 (Transfer-Encoding), RFC 9110 §7.2
 */
export function compileRequestCheck(limits: KnownLimits, trustsProxies: boolean): RequestCheck {
  const most = limits.headers * 2;
  let goodHost = '';
  return (raw) => {
    const { rawHeaders, headers, url = '/' } = raw;
    if (raw.httpVersionMajor !== 1) {
      // What came by HTTP/2 has been checked by Node. No header of HTTP/1.1 can be called so.
      return headers[':method'] === undefined
        ? refusal('unsupported-version', 'Only HTTP/1.1 and HTTP/1.0 are spoken here.')
        : undefined;
    }
    if (rawHeaders.length > most) return tooManyHeaders(limits.headers);
    const repeated = repeatedHeader(rawHeaders);
    if (repeated !== undefined) return refusal('repeated-header', `There is more than one ${repeated} header.`);
    const { host } = headers;
    if (host !== goodHost) {
      if (host === undefined) {
        if (raw.httpVersionMinor !== 0) return refusal('invalid-host', 'There is no Host header.');
      } else if (isHost(host)) goodHost = host;
      else return refusal('invalid-host', 'The Host header is no name of a host.');
    }
    const encoding = headers['transfer-encoding'];
    if (encoding !== undefined && (encoding.toLowerCase() !== 'chunked' || raw.httpVersionMinor === 0))
      return refusal('unsupported-transfer-encoding', 'The only Transfer-Encoding is chunked, and that of HTTP/1.1.');
    const { expect } = headers;
    if (expect !== undefined && expect.toLowerCase() !== '100-continue')
      return new HttpException('What the Expect header asks for is not done here.', 417, {
        code: 'unknown-expectation',
      });
    return checkTarget(url, host, limits) ?? (trustsProxies ? checkForwarded(headers) : undefined);
  };
}

/** Headers of which a second one may be another's first. Node takes the first one of each, and says nothing of others. */
function repeatedHeader(rawHeaders: readonly string[]): string | undefined {
  let hosts = 0;
  let types = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 4) {
      if (name === 'Host' || name === 'host' || name.toLowerCase() === 'host') hosts++;
    } else if (name.length === 12 && name.toLowerCase() === 'content-type') types++;
  }
  return hosts > 1 ? 'Host' : types > 1 ? 'Content-Type' : undefined;
}

function checkTarget(url: string, host: string | undefined, limits: KnownLimits): HttpException | undefined {
  if (url.length > limits.url)
    return new HttpException(`The URL is longer than ${limits.url} characters.`, 414, { code: 'url-too-long' });
  if (url.includes('#')) return refusal('invalid-url', 'The URL has a fragment, which is never sent.');
  if (url.charCodeAt(0) !== SLASH && url !== '*') {
    const problem = checkAbsolute(url, host);
    if (problem !== undefined) return problem;
  }
  const query = url.indexOf('?');
  return query === -1 ? undefined : checkEncoded(url.slice(query + 1), 'query', limits.queryKeys);
}

const SLASH = 0x2f;

/**
 * Refuses a whole URL that is of another host than the Host header, or names a user.
 *
 * @see RFC 9112 §3.2.2: the URL would count, and not the header, by which everybody else goes
 */
function checkAbsolute(url: string, host: string | undefined): HttpException | undefined {
  const start = url.indexOf('://');
  // The router answers with 400 what is neither.
  if (start === -1) return undefined;
  const rest = url.slice(start + 3);
  const end = rest.search(/[/?]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  return host !== undefined && authority.toLowerCase() === host.toLowerCase()
    ? undefined
    : refusal('invalid-host', 'The URL is of another host than the Host header.');
}

/** Refuses what a trusted proxy hands on without having looked at it. */
function checkForwarded(headers: IncomingMessage['headers']): HttpException | undefined {
  const host = lastOf(headers['x-forwarded-host']);
  if (host !== undefined && !isHost(host)) return refusal('invalid-host', 'X-Forwarded-Host is no name of a host.');
  const protocol = lastOf(headers['x-forwarded-proto']);
  return protocol === undefined || /^https?$/i.test(protocol)
    ? undefined
    : refusal('invalid-protocol', 'X-Forwarded-Proto is neither http nor https.');
}

function lastOf(value: string | readonly string[] | undefined): string | undefined {
  return value === undefined ? undefined : String(value).split(',').at(-1)?.trim();
}

function refusal(code: string, detail: string): BadRequestException {
  return new BadRequestException(detail, { code, headers: { connection: 'close' } });
}

function tooManyHeaders(most: number): HttpException {
  const detail = `There are more than ${most} headers.`;
  return new HttpException(detail, 431, { code: 'too-many-headers', headers: { connection: 'close' } });
}
