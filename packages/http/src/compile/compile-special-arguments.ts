import { TenonError } from '@tenon/core';
import type { FastifyRequest } from 'fastify';
import type { ContextKey } from '../contracts/context.js';
import type { ArgumentModel, RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import type { ReadArgument } from './compile-arguments.js';

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
