import { isUtf8 } from 'node:buffer';
import { parse as parseForm } from 'fast-querystring';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import secureJson from 'secure-json-parse';
import type { RoutePlan } from '../compile/compile-route.js';
import { RAW_BODY, type WithRawBody } from '../compile/compile-special-arguments.js';
import { BadRequestException, UnsupportedMediaTypeException } from '../contracts/http-exception.js';
import type { MountedConfig } from './mount-routes.js';

/**
 * Adds the parsers of bodies, where no plugin has added its own.
 *
 * Fastify's own ones take invalid UTF-8 for U+FFFD; here it is refused.
 */
export function addBodyParsers(fastify: FastifyInstance): void {
  addParser(fastify, 'application/json', parseJson);
  addParser(fastify, 'application/x-www-form-urlencoded', (text) => ({ ...parseForm(text) }));
  // Other JSON, such as application/merge-patch+json.
  addParser(fastify, /^application\/[\w.-]+\+json\b/i, parseJson);
  // Text of any type would let a browser's form send what looks like JSON, without asking first.
  fastify.removeContentTypeParser('text/plain');
  try {
    fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done) => {
      const plan = planOf(request);
      keepRaw(request, body, plan);
      if (plan?.takesText === true) done(null, textOf(body));
      else if (plan?.keepsRawBody === true) done(null, undefined);
      else done(unsupported(request));
    });
  } catch {
    // A plugin takes whatever nobody else does.
  }
}

/** Refuses a body of a type that nobody parses before it is read. */
export function refuseUnknownType(request: FastifyRequest): UnsupportedMediaTypeException | undefined {
  const plan = planOf(request);
  return plan === undefined || plan.takesText || plan.keepsRawBody ? undefined : unsupported(request);
}

function unsupported({ headers }: FastifyRequest): UnsupportedMediaTypeException {
  const type = headers['content-type'];
  return new UnsupportedMediaTypeException(
    type === undefined ? 'The body has no Content-Type.' : 'A body of this Content-Type is not taken here.',
  );
}

function addParser(fastify: FastifyInstance, type: string | RegExp, parse: (text: string) => unknown): void {
  try {
    fastify.addContentTypeParser(type, { parseAs: 'buffer' }, (request: FastifyRequest, body: Buffer, done) => {
      const plan = planOf(request);
      if (plan?.keepsRawBody === true) keepRaw(request, body, plan);
      let value: unknown;
      try {
        value = parse(textOf(body));
      } catch (error) {
        done(error as Error, undefined);
        return;
      }
      done(null, value);
    });
  } catch {
    // A plugin has added its own.
  }
}

function keepRaw(request: FastifyRequest, body: Buffer, plan: RoutePlan | undefined): void {
  if (plan?.keepsRawBody === true) (request as WithRawBody)[RAW_BODY] = body;
}

function planOf(request: FastifyRequest): RoutePlan | undefined {
  return (request.routeOptions.config as MountedConfig).tenonPlan;
}

function textOf(body: Buffer): string {
  if (!isUtf8(body)) throw new BadRequestException('The body is not valid UTF-8.', { code: 'invalid-utf8' });
  return body.toString('utf8');
}

function parseJson(text: string): unknown {
  if (text === '') throw new BadRequestException('The body is empty, and no JSON therefore.', { code: 'invalid-json' });
  try {
    // What might reach a prototype has one of these names in it, or an escape that hides it.
    const isSuspicious = text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
    return isSuspicious ? secureJson.parse(text, undefined, SECURE) : JSON.parse(text);
  } catch {
    throw new BadRequestException('The body is not valid JSON.', { code: 'invalid-json' });
  }
}

const SECURE = { protoAction: 'error', constructorAction: 'error' } as const;
