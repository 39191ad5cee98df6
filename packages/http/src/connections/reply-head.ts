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

/** Names that were found good, each with a value that was: of most names the next one is the same. */
const goodHeaders = new Map<string, unknown>();
/** An application has far fewer, unless it makes them of what it is sent. */
const MOST_NAMES = 200;

/** What a reply begins with. */
interface StatusLine {
  readonly text: string;
  /** `HTTP/1.1 200 OK` and the end of the line. */
  readonly line: string;
}

const statusLines = new Map<number, StatusLine>();

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
  const start = statusLines.get(status) ?? statusLine(status);
  if (start === undefined) return false;
  let head = start.line;
  /** What is inherited is not sent. */
  let length: unknown;
  for (const name in headers) {
    if (!Object.hasOwn(headers, name)) continue;
    const value = headers[name];
    if (value === undefined || (goodHeaders.get(name) !== value && !isGoodHeader(name, value))) return false;
    if (name === 'content-length') length = value;
    head += `${name}: ${value as string}\r\n`;
  }
  if (length === undefined) return false;
  node.statusCode = status;
  node.statusMessage = start.text;
  node._contentLength = Number(length);
  node._header = head + lastLines(node._keepAliveTimeout);
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

/** Gives undefined where there is no body, or no such status. */
function statusLine(status: number): StatusLine | undefined {
  const text = Number.isInteger(status) ? http.STATUS_CODES[status] : undefined;
  if (text === undefined || status < 200 || status === 204 || status === 304) return undefined;
  const start = { text, line: `HTTP/1.1 ${status} ${text}\r\n` };
  statusLines.set(status, start);
  return start;
}

function isGoodHeader(name: string, value: unknown): boolean {
  if (typeof value === 'string' ? BAD_CHARACTER.test(value) : typeof value !== 'number') return false;
  if (!goodHeaders.has(name)) {
    if (!NAME.test(name) || SPECIAL.includes(name)) return false;
    if (goodHeaders.size >= MOST_NAMES) return true;
  }
  goodHeaders.set(name, value);
  return true;
}

/** What the heads of this second end with, for clients that are told of so many milliseconds. */
let lines = '';
let linesMs = 0;

/** The time holds for the rest of its second, RFC 9110 §6.6.1. */
function lastLines(keepAliveMs: number): string {
  if (lines !== '' && linesMs === keepAliveMs) return lines;
  const now = new Date();
  const hint = keepAliveMs > 0 ? `Keep-Alive: timeout=${Math.floor(keepAliveMs / 1000)}\r\n` : '';
  if (lines === '') setTimeout(() => (lines = ''), 1000 - now.getMilliseconds()).unref();
  linesMs = keepAliveMs;
  lines = `Date: ${now.toUTCString()}\r\nConnection: keep-alive\r\n${hint}\r\n`;
  return lines;
}
