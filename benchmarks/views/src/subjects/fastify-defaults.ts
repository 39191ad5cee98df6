import { randomUUID } from 'node:crypto';
import { fastifyRequestContext } from '@fastify/request-context';
import fastify from 'fastify';
import { HOST, portOf, type Subject } from '../../../harness/subject.js';
import { addSite } from './fastify-site.js';

/*
 * The reference, with what Tenon does for every page unasked: a request id that no client can guess, a request context, and the
 * headers by which browsers protect a page.
 */

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'content-security-policy':
    "default-src 'self'; base-uri 'self'; font-src 'self' https: data:; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self' https: 'unsafe-inline'",
};

export const subject: Subject = {
  async listen() {
    const app = fastify({ genReqId: () => randomUUID() });
    app.register(fastifyRequestContext);
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers(HEADERS);
      done();
    });
    addSite(app);
    await app.listen({ host: HOST, port: 0 });
    return portOf(app.server.address());
  },
};
