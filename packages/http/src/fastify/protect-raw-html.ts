import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { protectForeignHtml } from '../contracts/html-headers.js';
import { addRouteHook, type MountedConfig } from './mount-routes.js';

/**
 * Gives the HTML of raw routes the headers that HTML of controllers has, but for the content security policy: pages that come
 * with plugins have scripts in their text, or from elsewhere, and know best what they need.
 */
export function protectRawHtml(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (options) => {
    const { tenonPlan }: MountedConfig = options.config ?? {};
    if (tenonPlan === undefined) addRouteHook(options, 'onSend', protect);
  });
}

function protect(
  _: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void,
) {
  protectForeignHtml(reply);
  done(null, payload);
}
