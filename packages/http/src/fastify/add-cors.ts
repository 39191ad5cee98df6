import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Which other origins may read replies. */
export interface CorsOptions extends Omit<FastifyCorsOptions, 'origin'> {
  /** Exact origins, as `https://shop.example`. Whoever asks is never simply believed. */
  readonly origin: string | readonly string[];
}

/**
 * Lets other origins read replies.
 *
 * @fastify/cors takes every OPTIONS request for a browser's question. One that is none goes to its route, or is answered
 * with the methods of its path.
 */
export async function addCors(fastify: FastifyInstance, { origin, ...rest }: CorsOptions): Promise<void> {
  const { default: cors } = await import('@fastify/cors');
  const usual: FastifyCorsOptions = {
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    ...rest,
    origin: typeof origin === 'string' ? [origin] : [...origin],
  };
  const plain = { ...usual, preflight: false };
  await fastify.register(cors, {
    ...(rest.hook !== undefined && { hook: rest.hook }),
    delegator: (request: FastifyRequest, done: (error: Error | null, options: FastifyCorsOptions) => void) => {
      const { method, headers } = request;
      const isOther = method === 'OPTIONS' && headers['access-control-request-method'] === undefined;
      done(null, isOther ? plain : usual);
    },
  } as never);
}
