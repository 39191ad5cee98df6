import { negotiate } from '@fastify/accept-negotiator';

const KNOWN = new Map<string, boolean>();
/** Clients send few different headers, and hostile ones as many as they like. */
const MOST_KNOWN = 200;

/**
 * Tells whether a client takes JSON.
 *
 * @param accept - the request's header; nothing means everything (RFC 9110 §12.5.1)
 */
export function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return true;
  const known = KNOWN.get(accept);
  if (known !== undefined) return known;
  const answer = negotiate(accept, ['application/json']) !== null;
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(accept, answer);
  return answer;
}
