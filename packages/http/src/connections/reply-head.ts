import type { IncomingMessage, ServerResponse } from 'node:http';
import { http, stateOf } from './node-http.js';

/* oxlint-disable no-underscore-dangle -- Node has no other names for these */

// Not the globals, which a test may have replaced.
const { setTimeout } = process.getBuiltinModule('node:timers');

type Headers = Readonly<Record<string, unknown>>;

/** What Node keeps of a response whose head is to be written. */
interface NodeResponse extends ServerResponse {
  /** The head, once it is written. */
  _header: string | null;
  _headerSent: boolean;
  _contentLength: number | null;
  readonly _keepAliveTimeout: number;
  readonly _defaultKeepAlive: boolean;
  readonly _removedConnection: boolean;
  readonly _expect_continue: boolean;
  readonly _maxRequestsPerSocket?: number | null;
}

/** Headers that change more of a reply than its head. */
const SPECIAL: readonly string[] = [
  'connection',
  'content-disposition',
  'date',
  'expect',
  'keep-alive',
  'trailer',
  'transfer-encoding',
];
const NAME = /^[\da-z-]+$/;
/** What no value of a header may have in it, RFC 9110 §5.5. */
const BAD_CHARACTER = /[^\t\x20-\x7e\x80-\xff]/;

/** Names that were found good. */
const goodNames = new Set<string>();
/** An application has far fewer, unless it makes them of what it is sent. */
const MOST_NAMES = 200;

/** The first lines of replies by their status. */
const statusLines = new Map<number, string>();

/**
 * Writes the head of a reply as Node would, if it is a common one: with a body of a known length, on a connection that stays,
 * and with headers of one value each. Node looks at every name and value in several ways, which is a fifteenth of what a
 * small request costs.
 *
 * @returns whether it was written; what is uncommon, or wrong, is left to Node
 */
export function writeCommonHead(response: ServerResponse, status: number, headers: Headers): boolean {
  const node = response as NodeResponse;
  if (headers['content-length'] === undefined || !isCommon(node)) return false;
  let head = statusLines.get(status) ?? statusLine(status);
  if (head === '') return false;
  /** What is inherited is not sent. */
  let length: unknown;
  for (const name in headers) {
    if (!Object.hasOwn(headers, name)) continue;
    const value = headers[name];
    if (!goodNames.has(name) && !isGoodName(name)) return false;
    if (typeof value === 'string' ? BAD_CHARACTER.test(value) : typeof value !== 'number') return false;
    if (name === 'content-length') length = value;
    head += `${name}: ${value as string}\r\n`;
  }
  if (length === undefined) return false;
  node.statusCode = status;
  node.statusMessage = http.STATUS_CODES[status] as string;
  node._contentLength = Number(length);
  node._header = head + dateLine() + keepAliveLines(node._keepAliveTimeout);
  node._headerSent = false;
  return true;
}

/**
 * Whether this version of Node writes what we do, and keeps it where we do: what we know of it is nowhere promised. If not, it
 * is to write all heads itself.
 */
export function knowsHeads(): boolean {
  const request = { method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1, headers: {} } as IncomingMessage;
  const headers = { 'content-type': 'text/plain', 'content-length': 5 };
  const [ours, theirs] = [new http.ServerResponse(request), new http.ServerResponse(request)];
  for (const response of [ours, theirs]) Object.assign(response, { _keepAliveTimeout: 5000 });
  if (!writeCommonHead(ours, 200, headers)) return false;
  theirs.writeHead(200, headers);
  return withoutDate(stateOf(ours)) === withoutDate(stateOf(theirs));
}

function withoutDate(state: string): string {
  return state.replace(/^Date: .*$/m, '');
}

function isCommon(response: NodeResponse): boolean {
  return (
    response.shouldKeepAlive &&
    response._header === null &&
    response.sendDate &&
    response._defaultKeepAlive &&
    !response._removedConnection &&
    !response._expect_continue &&
    !((response._maxRequestsPerSocket ?? 0) > 0) &&
    !response.statusMessage &&
    response.getHeaderNames().length === 0
  );
}

/** Gives '' where there is no body, or no such status. */
function statusLine(status: number): string {
  const text = Number.isInteger(status) ? http.STATUS_CODES[status] : undefined;
  const isBare = text === undefined || status < 200 || status === 204 || status === 304;
  const line = isBare ? '' : `HTTP/1.1 ${status} ${text}\r\n`;
  if (!isBare) statusLines.set(status, line);
  return line;
}

function isGoodName(name: string): boolean {
  if (!NAME.test(name) || SPECIAL.includes(name)) return false;
  if (goodNames.size < MOST_NAMES) goodNames.add(name);
  return true;
}

let date = '';

/** The time holds for the rest of its second, RFC 9110 §6.6.1. */
function dateLine(): string {
  if (date !== '') return date;
  const now = new Date();
  date = `Date: ${now.toUTCString()}\r\n`;
  setTimeout(() => (date = ''), 1000 - now.getMilliseconds()).unref();
  return date;
}

let keptMs = -1;
let kept = '';

function keepAliveLines(ms: number): string {
  if (ms === keptMs) return kept;
  keptMs = ms;
  const hint = ms > 0 ? `Keep-Alive: timeout=${Math.floor(ms / 1000)}\r\n` : '';
  return (kept = `Connection: keep-alive\r\n${hint}\r\n`);
}
