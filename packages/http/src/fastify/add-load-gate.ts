import type { Server } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { otherServers } from '../connections/open-connections.js';
import { type HealthOptions, healthPath } from '../health/health-options.js';
import { LoadGate, type OpenWork } from '../overload/load-gate.js';
import type { OverloadOptions } from '../overload/overload-options.js';
import { shedLoad, writeRefusal } from '../overload/shed-load.js';

/**
 * Refuses requests while there are more than can be served; those that ask how the application is are always answered.
 *
 * It stands before Fastify: a request that is refused has to cost far less than one that is served. Requests that are
 * injected do not come through it.
 */
export function addLoadGate(
  fastify: FastifyInstance,
  open: OpenWork,
  options: OverloadOptions,
  health: HealthOptions | false,
): void {
  const gate = new LoadGate(options, open, (isShedding, refused) => {
    if (isShedding) fastify.log.warn('There is more to do than can be done: requests are refused.');
    else fastify.log.warn({ refused }, `Requests are served again. ${refused} were refused.`);
  });
  const refusal = writeRefusal(options.retryAfterSeconds);
  const path = health === false ? undefined : healthPath(health);
  shedLoad(fastify.server, gate, refusal, path);
  fastify.addHook('onListen', (done) => {
    for (const server of otherServers(fastify)) shedLoad(server as Server, gate, refusal, path);
    done();
  });
  fastify.addHook('onClose', (_, done) => {
    gate.close();
    done();
  });
}
