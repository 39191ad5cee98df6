import type { FastifyRequest } from 'fastify';
import { NotAcceptableException } from '../contracts/http-exception.js';

/** Refuses a client that takes no JSON. */
export function requireJson({ raw }: FastifyRequest): void {
  if (!acceptsJson(raw.headers.accept))
    throw new NotAcceptableException('The reply is JSON, which the Accept header does not take.');
}

const KNOWN = new Map<string, boolean>();
/** Clients send few different headers, and hostile ones as many as they like. */
const MOST_KNOWN = 200;

/**
 * Tells whether a client takes JSON.
 *
 * @param accept - the request's header; nothing means everything (RFC 9110 §12.5.1)
 */
function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return true;
  const known = KNOWN.get(accept);
  if (known !== undefined) return known;
  const answer = readAccept(accept);
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(accept, answer);
  return answer;
}

/** From the least specific, which counts least, to the most specific. Parameters of a type narrow nothing of JSON. */
const RANGES = ['*/*', 'application/*', 'application/json'];

/**
 * One range of the list, and its parameters; a quoted one may have commas in it.
 *
 * A quote that is never closed ends with the header: otherwise each quote would be tried up to the header's end in vain.
 */
const RANGE = /([^\s;,]+)((?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",])*)/g;

/** The most specific range decides, by its weight; nobody is refused for a header without any range. */
function readAccept(accept: string): boolean {
  let best = -1;
  let isTaken = accept.trim() === '';
  for (const [, range = '', parameters = ''] of accept.matchAll(RANGE)) {
    const rank = RANGES.indexOf(range.toLowerCase());
    if (rank < best || rank === -1) continue;
    const weight = /;\s*q=\s*([\d.]+)/i.exec(parameters)?.[1];
    isTaken = (rank === best && isTaken) || weight === undefined || Number(weight) > 0;
    best = rank;
  }
  return isTaken;
}
