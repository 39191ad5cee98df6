import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { MountedConfig } from './mount-routes.js';

const MULTIPART = 'multipart/form-data';

type Done = (error: Error | null, body?: unknown) => void;
type Parser = (this: FastifyInstance, request: FastifyRequest, payload: Readable, done: Done) => unknown;

/**
 * Adds the parser of forms with files, where no plugin has added its own.
 *
 * @param other - for routes that take none
 */
export function addMultipartParser(fastify: FastifyInstance, other: Parser): void {
  if (!fastify.hasContentTypeParser(MULTIPART)) fastify.addContentTypeParser(MULTIPART, other);
}

/**
 * Lets handlers with `@UploadedFile` and its like read their forms, also where a plugin such as @fastify/multipart is there:
 * its own parser counts for all other routes.
 */
export function watchMultipartParsers(fastify: FastifyInstance): void {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the instance
  const original = fastify.addContentTypeParser as (...given: unknown[]) => FastifyInstance;
  // A plugin's scope inherits this method.
  fastify.addContentTypeParser = function addWatchedParser(this: FastifyInstance, ...given: unknown[]) {
    const [type, parser] = given;
    const isMultipart = String(Array.isArray(type) && type.length === 1 ? type[0] : type).toLowerCase() === MULTIPART;
    // What is parsed from bytes or text would have all of the body in memory.
    if (!isMultipart || typeof parser !== 'function') return original.apply(this, given);
    return original.call(this, type, takeFormOr(parser as Parser));
  } as typeof fastify.addContentTypeParser;
}

function takeFormOr(other: Parser): Parser {
  return function parseMultipart(request, payload, done) {
    const { tenonPlan: plan } = request.routeOptions.config as MountedConfig;
    if (plan?.takesForm !== true) return other.call(this, request, payload, done);
    plan.takeForm(request, payload).then(
      (body) => done(null, body),
      (error: unknown) => done(error as Error),
    );
    return undefined;
  };
}
