import fastify, { type FastifyError } from 'fastify';
import { addRoutes, fieldOf } from './fastify-routes.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/* The reference: Fastify with schemas written by hand, and with nothing else. */

export const subject: Subject = {
  async listen() {
    const app = fastify();
    app.setErrorHandler<FastifyError>((error, _request, reply) => {
      if (error.validation === undefined) return reply.send(error);
      const { message, validation } = error;
      return reply.code(422).send({ message, fields: validation.map(fieldOf) });
    });
    addRoutes(app);
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.server.address());
  },
};
