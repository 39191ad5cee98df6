import { randomUUID } from 'node:crypto';
import { fastifyRequestContext } from '@fastify/request-context';
import fastify, { type FastifyError } from 'fastify';
import { addRoutes, fieldOf } from './fastify-routes.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/*
 * The same routes, with what Tenon does for every request unasked: a request id that no client can guess, a request
 * context, `X-Content-Type-Options`, and problem details for each error (RFC 9457).
 */

const PROBLEM = 'application/problem+json';

export const subject: Subject = {
  async listen() {
    const app = fastify({ genReqId: () => randomUUID() });
    app.register(fastifyRequestContext);
    app.addHook('onRequest', (_request, reply, done) => {
      reply.header('x-content-type-options', 'nosniff');
      done();
    });
    app.setErrorHandler<FastifyError>((error, request, reply) => {
      const status = error.validation === undefined ? (error.statusCode ?? 500) : 422;
      return reply
        .code(status)
        .type(PROBLEM)
        .send({
          type: 'about:blank',
          status,
          title: status < 500 ? error.message : 'Internal Server Error',
          requestId: request.id,
          fields: error.validation?.map(fieldOf),
        });
    });
    app.setNotFoundHandler((request, reply) =>
      reply
        .code(404)
        .type(PROBLEM)
        .send({ type: 'about:blank', status: 404, title: 'Not Found', requestId: request.id }),
    );
    app.register((routes, _options, done) => {
      addRoutes(routes);
      done();
    });
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.server.address());
  },
};
