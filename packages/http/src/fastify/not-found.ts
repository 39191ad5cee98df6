import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MethodNotAllowedException, NotFoundException } from '../contracts/http-exception.js';
import { VERSION_CONSTRAINT } from './mount-routes.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Answers what no route answers: OPTIONS with the methods of the path, a path that has other methods with 405, and the
 * rest with 404.
 *
 * @see RFC 9110 §15.5.6 (405 and Allow), §9.3.7 (OPTIONS)
 */
export function answerNotFound(fastify: FastifyInstance, versionOf: (request: FastifyRequest) => string | undefined) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const { method, raw } = request;
    const path = (raw.url ?? '/').split('?', 1)[0] as string;
    if (method === 'OPTIONS' && path === '*') {
      reply.code(204).send();
      return;
    }
    const constraints = { host: request.headers.host, [VERSION_CONSTRAINT]: versionOf(request) };
    const allowed = METHODS.filter((each) => answers(fastify, each, path, constraints));
    if (allowed.length === 0) {
      throw new NotFoundException('Nothing answers at this path.');
    }
    const allow = [...allowed, 'OPTIONS'].join(', ');
    if (method === 'OPTIONS') reply.code(204).header('allow', allow).send();
    else throw new MethodNotAllowedException(`This path does not answer ${method}.`, { headers: { allow } });
  };
}

function answers(
  fastify: FastifyInstance,
  method: (typeof METHODS)[number],
  url: string,
  constraints: object,
): boolean {
  try {
    return fastify.findRoute({ method, url, constraints: constraints as Record<string, string> }) !== null;
  } catch {
    // A path that cannot be decoded.
    return false;
  }
}
