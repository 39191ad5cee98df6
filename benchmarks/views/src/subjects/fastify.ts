import fastify from 'fastify';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';
import { addSite } from './fastify-site.js';

/* The reference: Fastify with @fastify/view and Eta, and with nothing else. */

export const subject: Subject = {
  async listen() {
    const app = fastify();
    addSite(app);
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.server.address());
  },
};
