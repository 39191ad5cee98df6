import { TenonError } from '@tenon/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ContextKey, RequestContext } from '../contracts/context.js';
import type { ArgumentModel, RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import type { ReadArgument } from './compile-arguments.js';
import { protectHtml } from './html-headers.js';

/** Where a request keeps its body as it came, for routes that ask for it. */
export const RAW_BODY = Symbol('tenon.rawBody');

/** A request whose body was kept. */
export interface WithRawBody {
  [RAW_BODY]?: Buffer;
}

/** Gives the body byte by byte; empty where there is none. */
export function readRawBody(request: FastifyRequest): Buffer {
  return (request as WithRawBody)[RAW_BODY] ?? Buffer.alloc(0);
}

/** Compiles what `@FromContext` gives. */
export function readContext({ key, isOptional }: ArgumentModel, route: RouteModel): ReadArgument {
  const wanted = key as ContextKey<unknown>;
  return (_, context) => {
    const value = context.get(wanted);
    if (value === undefined && !isOptional) throw notSet(wanted, route);
    return value;
  };
}

function notSet(key: ContextKey<unknown>, { controller, handler, guards, interceptors }: RouteModel): TenonError {
  const providers = [...guards, ...interceptors]
    .filter(({ provides }) => provides.includes(key))
    .map(({ name }) => name);
  const facts = { key: key.description, handler: `${controller.name}.${handler}`, providers };
  return new TenonError([faults.notSet({}, facts)]);
}

/**
 * Gives the reply, and notices when the handler sends it itself: then nothing else is sent, although a stream, or a hook
 * that waits, may not have written anything yet.
 */
export function readReply(_: FastifyRequest, context: RequestContext): FastifyReply {
  const { reply } = context;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the reply
  const { send } = reply;
  reply.send = function sendOnce(this: FastifyReply, payload?: unknown) {
    context.isSent = true;
    reply.send = send;
    protectHtml(reply);
    return send.call(this, payload);
  };
  return reply;
}
