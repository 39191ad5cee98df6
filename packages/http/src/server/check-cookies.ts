import { TenonError } from '@tenon/core';
import type { FastifyInstance } from 'fastify';
import type { RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import { siteOfHandler } from '../model/describe.js';

/**
 * Refuses handlers that take signed cookies where no signature can be checked. Not before all plugins are there: one of them
 * may be `@fastify/cookie` with a secret of its own.
 *
 * @throws TenonError `TENON_HTTP_NO_COOKIE_SECRET`
 */
export function checkCookieSecret(fastify: FastifyInstance, routes: readonly RouteModel[]): void {
  if (fastify.hasRequestDecorator('unsignCookie')) return;
  const found = routes.flatMap(({ provider, controller, handler, place, arguments: all }) =>
    all.flatMap(({ isSigned, name = '' }, index) => {
      if (!isSigned) return [];
      const site = siteOfHandler(provider, controller, handler, place, undefined, index);
      return [faults.noCookieSecret(site, { handler: `${controller.name}.${handler}`, cookie: name })];
    }),
  );
  if (found.length > 0) throw new TenonError(found);
}
