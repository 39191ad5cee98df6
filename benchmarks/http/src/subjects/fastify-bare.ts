import fastify from 'fastify';
import { addRoutes } from './fastify-routes.js';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';

/* The routes of the reference without their schemas, for the boot alone: what the goals are measured from. */

export const subject: Subject = {
  async listen() {
    const app = fastify();
    app.addHook('onRoute', (route) => {
      delete route.schema;
    });
    addRoutes(app);
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.server.address());
  },
};
