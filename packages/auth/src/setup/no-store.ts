import { createMetadata } from '@tenon/core';
import { FASTIFY, Inject, Injectable, Optional, type RouteModel } from '@tenon/http';
import type { FastifyInstance, onSendHookHandler } from 'fastify';

/** Marks guards whose routes answer with what is meant for one reader, such as a token. */
export const NoStore = createMetadata<true>('no store');

/**
 * Keeps replies behind such guards out of caches, unless the handler has said something of caching itself. Errors are such
 * replies as well.
 *
 * The guards ask for it, so that it is there when they are.
 *
 * A hook of the route and not a header of the guard's: a guard cannot see whether the handler says something later.
 *
 * @see RFC 6749 §5.1, RFC 9111 §3.5
 */
@Injectable()
export class NoStoreHook {
  constructor(@Optional() @Inject(FASTIFY) fastify?: FastifyInstance) {
    fastify?.addHook('onRoute', (route) => {
      const { tenon: model }: { readonly tenon?: RouteModel } = route.config ?? {};
      if (model === undefined || !model.guards.some(({ provider }) => isMarked(provider?.token))) return;
      const { onSend = [] } = route;
      route.onSend = [...(Array.isArray(onSend) ? onSend : [onSend]), sayNoStore];
    });
  }
}

const sayNoStore: onSendHookHandler = (_, reply, payload, done) => {
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  done(null, payload);
};

function isMarked(type: unknown): boolean {
  return typeof type === 'function' && NoStore.ofClass(type as never) === true;
}
