import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import secureJson from 'secure-json-parse';
import type { RoutePlan } from '../compile/compile-route.js';
import { RAW_BODY, type WithRawBody } from '../compile/compile-special-arguments.js';
import { QuietRequest } from '../connections/quiet-request.js';
import {
  BadRequestException,
  PayloadTooLargeException,
  UnsupportedMediaTypeException,
} from '../contracts/http-exception.js';
import { checkEncoded } from '../input/check-encoded.js';
import { compileJsonCheck, hasHalfLetter, type JsonCheck } from '../input/check-json.js';
import type { KnownLimits } from '../input/request-limits.js';
import type { MountedConfig } from './mount-routes.js';
import { addMultipartParser } from './multipart-parser.js';

/**
 * Adds the parsers of bodies, where no plugin has added its own.
 *
 * Fastify's own ones take invalid UTF-8 for U+FFFD; here it is refused.
 *
 * @param limits - how much they may bring, beside their size
 * @param takesForms - whether a handler takes forms with files
 */
export function addBodyParsers(fastify: FastifyInstance, limits: KnownLimits, takesForms: boolean): void {
  const checkJson = compileJsonCheck(limits);
  const json = (body: Buffer): unknown => parseJson(body, checkJson);
  addParser(fastify, 'application/json', json);
  addParser(fastify, 'application/x-www-form-urlencoded', (body) => {
    const text = textOf(withSpaces(body));
    const problem = checkEncoded(text, 'form', limits.formKeys);
    if (problem !== undefined) throw problem;
    return { ...parseForm(text, '&', '=', { maxKeys: 0 }) };
  });
  // Other JSON, such as application/merge-patch+json.
  addParser(fastify, /^application\/[\w.-]+\+json(?:\s*;|\s*$)/i, json);
  if (takesForms) addMultipartParser(fastify, (request, payload, done) => takeOther('*', request, payload, done));
  for (const type of ['text/plain', '*']) {
    try {
      fastify.addContentTypeParser(type, (request: FastifyRequest, payload: Payload, done) =>
        takeOther(type, request, payload, done),
      );
    } catch {
      // A plugin has added its own.
    }
  }
}

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Takes a body that is neither JSON nor a form, where a handler asks for its text or its bytes.
 *
 * Others are refused before they are read. Text as well: a browser's form could send what looks like JSON without asking
 * first. Fastify's own routes get text as they are used to.
 */
function takeOther(type: string, request: FastifyRequest, payload: Payload, done: Done): void {
  const { bodyLimit, config } = request.routeOptions;
  const { tenonPlan: plan } = config as MountedConfig;
  if (plan === undefined && request.is404) done(null, undefined);
  else if (plan === undefined ? type === '*' : !plan.takesText && !plan.keepsRawBody) done(unsupported(request));
  else if (plan?.takesText === true && !isInUtf8(request)) done(unsupportedCharset());
  else {
    readBytes(payload, request.raw, bodyLimit ?? Infinity, (error, bytes) => {
      if (error !== null) {
        done(error);
        return;
      }
      keepRaw(request, bytes, plan);
      if (plan !== undefined && !plan.takesText) done(null, undefined);
      else settle(done, () => textOf(bytes));
    });
  }
}

/**
 * Reads a whole body. Fastify does this too, but only for parsers that take whatever comes, and by the events of a stream.
 *
 * @param payload - the request itself, or what a hook of a plugin has made of it (`preParsing`)
 */
function readBytes(payload: Payload, raw: IncomingMessage, limit: number, done: Read): void {
  const said = Number(raw.headers['content-length']);
  if (said > limit) done(tooLarge(), NOTHING);
  else if (!(payload instanceof QuietRequest && payload.collect(limit, take))) readStream(payload, said, limit, done);

  function take(body: Buffer | Error | 'too long' | 'shared'): void {
    if (typeof body === 'object') {
      if (body instanceof Error) done(Object.assign(body, { statusCode: 400 }), NOTHING);
      else done(null, body);
    } else if (body === 'shared') readStream(payload, said, limit, done);
    else done(tooLarge(), NOTHING);
  }
}

type Read = (error: Error | null, bytes: Buffer) => void;
/** What a plugin has unpacked may tell how much has come of what was sent. */
type Payload = NodeJS.ReadableStream & { readonly receivedEncodedLength?: number };

const NOTHING = Buffer.alloc(0);

/** @param said - the length that the client has announced; NaN for none */
function readStream(payload: Payload, said: number, limit: number, done: Read): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = (error: Error | null): void => {
    payload.off('data', add).off('end', finish).off('error', fail);
    // What it says later, as of a rest that cannot be unpacked, is to nobody.
    if (error !== null) payload.on('error', () => {});
    done(error, error === null ? Buffer.concat(chunks, length) : NOTHING);
  };
  const finish = (): void => {
    const sent = payload.receivedEncodedLength || length;
    end(Number.isNaN(said) || sent === said ? null : wrongLength());
  };
  const fail = (error: Error & { statusCode?: unknown }): void => {
    const { statusCode } = error;
    end(typeof statusCode === 'number' && statusCode >= 400 ? error : Object.assign(error, { statusCode: 400 }));
  };
  const add = (chunk: Buffer | string): void => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    length += bytes.length;
    if (length > limit || (payload.receivedEncodedLength ?? 0) > limit) end(tooLarge());
    else chunks.push(bytes);
  };
  payload.on('data', add).on('end', finish).on('error', fail);
  payload.resume();
}

function wrongLength(): BadRequestException {
  const detail = 'Request body size did not match Content-Length';
  return new BadRequestException(detail, { code: 'ctp-invalid-content-length' });
}

function tooLarge(): PayloadTooLargeException {
  return new PayloadTooLargeException('Request body is too large', { code: 'ctp-body-too-large' });
}

/** Gives what a parser makes, or what it throws. */
function settle(done: Done, parse: () => unknown): void {
  let value: unknown;
  try {
    value = parse();
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, value);
}

/** @see RFC 9110 §15.5.16: `Accept` says what would be taken */
function unsupported({ headers }: FastifyRequest): UnsupportedMediaTypeException {
  const type = headers['content-type'];
  return new UnsupportedMediaTypeException(
    type === undefined ? 'The body has no Content-Type.' : 'A body of this Content-Type is not taken here.',
    { code: 'unsupported-type', headers: { accept: 'application/json, application/x-www-form-urlencoded' } },
  );
}

/** Whether a body is said to be in the only encoding of letters that we read. ASCII is part of it. */
function isInUtf8({ raw }: FastifyRequest): boolean {
  const type = raw.headers['content-type'];
  // Most clients say no more than that.
  if (type === undefined || type === 'application/json') return true;
  for (const [, charset = ''] of type.matchAll(CHARSET)) if (!/^(?:utf-?8|us-ascii)$/i.test(charset)) return false;
  return true;
}

const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)/gi;

function unsupportedCharset(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException('The only charset that is taken is utf-8.', { code: 'unsupported-charset' });
}

function addParser(fastify: FastifyInstance, type: string | RegExp, parse: (body: Buffer) => unknown): void {
  try {
    fastify.addContentTypeParser(type, (request: FastifyRequest, payload: Payload, done) => {
      const { bodyLimit, config } = request.routeOptions;
      const { tenonPlan: plan } = config as MountedConfig;
      readBytes(payload, request.raw, bodyLimit ?? Infinity, (error, body) => {
        if (error !== null) {
          done(error);
          return;
        }
        keepRaw(request, body, plan);
        // What is not there is told, and not what is wrong with what was sent to it.
        if (plan === undefined && request.is404) done(null, undefined);
        // Many clients say `application/json` of every request, of a DELETE without a body too.
        else if (body.length === 0 && plan?.takesBody === false) done(null, undefined);
        else if (!isInUtf8(request)) done(unsupportedCharset());
        else settle(done, () => parse(body));
      });
    });
  } catch {
    // A plugin has added its own.
  }
}

function keepRaw(request: FastifyRequest, body: Buffer, plan: RoutePlan | undefined): void {
  if (plan?.keepsRawBody === true) (request as WithRawBody)[RAW_BODY] = body;
}

function textOf(body: Buffer): string {
  if (!isUtf8(body)) throw new BadRequestException('The body is not valid UTF-8.', { code: 'invalid-utf8' });
  return body.toString('utf8');
}

/** Puts spaces in the place of pluses, which is what they mean in a form: in bytes that takes a tenth of the time. */
function withSpaces(body: Buffer): Buffer {
  const first = body.indexOf(PLUS);
  if (first === -1) return body;
  // The route may want the body as it came.
  const copy = Buffer.from(body);
  for (let at = first; at < copy.length; at++) if (copy[at] === PLUS) copy[at] = SPACE;
  return copy;
}

const PLUS = 0x2b;
const SPACE = 0x20;

/** Tells also who sends no body at all what to do: clients like to say `application/json` of every request. */
const EMPTY = 'The body is empty, which is no JSON. Where there is none, leave Content-Type out.';

function parseJson(body: Buffer, check: JsonCheck): unknown {
  const given = textOf(body);
  // RFC 8259 §8.1: a byte order mark may be ignored.
  const text = given.charCodeAt(0) === 0xfeff ? given.slice(1) : given;
  if (text === '') throw new BadRequestException(EMPTY, { code: 'invalid-json' });
  const problem = check(text, body);
  if (problem !== undefined) throw problem;
  const hasEscapes = text.includes('\\u');
  if (hasEscapes && hasHalfLetter(text)) throw new BadRequestException(HALF_LETTER, { code: 'invalid-unicode' });
  try {
    // What might reach a prototype has one of these names in it, or an escape that hides it.
    const isSuspicious = hasEscapes || text.includes('__proto__') || text.includes('constructor');
    return isSuspicious ? secureJson.parse(text, undefined, SECURE) : JSON.parse(text);
  } catch {
    throw new BadRequestException('The body is not valid JSON.', { code: 'invalid-json' });
  }
}

const HALF_LETTER = 'The body has half of a letter in an escape: a surrogate without the other of its pair.';

const SECURE = { protoAction: 'error', constructorAction: 'error' } as const;
