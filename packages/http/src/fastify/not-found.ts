import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { MethodNotAllowedException, NotFoundException } from '../contracts/http-exception.js';
import { VERSION_CONSTRAINT } from './constraints.js';

/** In the order in which people list them. */
const USUAL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Answers what no route answers, unless the application has said how by `setNotFoundHandler`: OPTIONS with the methods of
 * the path, a path that has other methods with 405, and the rest with 404.
 *
 * @see RFC 9110 §15.5.6 (405 and Allow), §9.3.7 (OPTIONS)
 */
export function answerNotFound(
  fastify: FastifyInstance,
  versionOf: (request: FastifyRequest) => string | undefined,
): void {
  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const { method, raw, headers } = request;
    const path = (raw.url ?? '/').split('?', 1)[0] as string;
    if (isForServer(request)) {
      reply.code(204).send();
      return;
    }
    const constraints: Record<string, string | undefined> = {
      host: headers.host,
      [VERSION_CONSTRAINT]: versionOf(request),
    };
    // Fastify's own versions, of raw routes.
    if (headers['accept-version'] !== undefined && fastify.hasConstraintStrategy('version'))
      constraints['version'] = String(headers['accept-version']);
    const methods = [...new Set([...USUAL_METHODS, ...fastify.supportedMethods])];
    const allowed = methods.filter((each) => each !== 'OPTIONS' && answers(fastify, each, path, constraints));
    // Where the method is among them, the route has said itself that there is nothing, by reply.callNotFound().
    if (allowed.length === 0 || allowed.includes(method)) throw new NotFoundException('Nothing answers at this path.');
    const allow = [...allowed, 'OPTIONS'].join(', ');
    if (method === 'OPTIONS') reply.code(204).header('allow', allow).send();
    else throw new MethodNotAllowedException(`This path does not answer ${method}.`, { headers: { allow } });
  };
  try {
    fastify.setNotFoundHandler(handler);
  } catch {
    // The application has its own.
  }
}

/** Whether something is asked of the server as a whole, RFC 9110 §9.3.7. */
export function isForServer({ method, raw }: FastifyRequest): boolean {
  return method === 'OPTIONS' && raw.url === '*';
}

function answers(
  fastify: FastifyInstance,
  method: string,
  url: string,
  constraints: Readonly<Record<string, string | undefined>>,
): boolean {
  try {
    const asked = { method, url, constraints } as Parameters<FastifyInstance['findRoute']>[0];
    return fastify.findRoute(asked) !== null;
  } catch {
    // A path that cannot be decoded.
    return false;
  }
}
