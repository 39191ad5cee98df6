import { type AbstractClass, createMetadata } from '@tenon/core';
import { FASTIFY, Inject, Injectable, Optional, type RouteModel } from '@tenon/http';
import type { FastifyInstance, onSendHookHandler } from 'fastify';

/** What is said of guards whose routes answer with what is meant for one reader, such as a token. */
interface PrivateMark {
  /** Of a 401 that says none itself, such as one that a handler throws. Default: none. */
  readonly challenge?: string;
}

/** Marks guards whose routes answer with what is meant for one reader. */
export const Private = createMetadata<PrivateMark>('private');

/**
 * Keeps replies behind such guards out of caches, unless the handler has said something of caching itself, and sees to it that
 * a 401 has a challenge. Errors are such replies as well.
 *
 * The guards ask for it, so that it is there when they are. It is a hook of the route: a guard cannot see what the handler says
 * later.
 *
 * @see RFC 6749 §5.1, RFC 9111 §3.5, RFC 9110 §15.5.2
 */
@Injectable()
export class PrivateReplies {
  constructor(@Optional() @Inject(FASTIFY) fastify?: FastifyInstance) {
    fastify?.addHook('onRoute', (route) => {
      const { tenon: model }: { readonly tenon?: RouteModel } = route.config ?? {};
      const marks = model?.guards.flatMap(({ provider }) => markOf(provider?.token) ?? []) ?? [];
      if (marks.length === 0) return;
      const { onSend = [] } = route;
      const say = hookFor(marks.find(({ challenge }) => challenge !== undefined)?.challenge);
      route.onSend = [...(Array.isArray(onSend) ? onSend : [onSend]), say];
    });
  }
}

function hookFor(challenge: string | undefined): onSendHookHandler {
  return (_, reply, payload, done) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    if (reply.statusCode === 401 && challenge !== undefined && !reply.hasHeader('www-authenticate'))
      reply.header('www-authenticate', challenge);
    done(null, payload);
  };
}

function markOf(token: unknown): PrivateMark | undefined {
  return typeof token === 'function' ? Private.ofClass(token as AbstractClass) : undefined;
}
