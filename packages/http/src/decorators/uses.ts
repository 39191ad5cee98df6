import { capturePlace, declareInjectable, type AbstractClass } from '@tenon/core';
import type { FastifyContextConfig, RouteOptions, RouteShorthandOptions } from 'fastify';
import type { ContextKey } from '../contracts/context.js';
import type { FilterReference, GuardReference, InterceptorReference, PipeReference } from '../contracts/enhancers.js';
import { findRecord, recordOf, usesOf, type Uses } from './controller-record.js';

/** Stands on a controller, for all its routes, or on a method. */
export type RouteMark = (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => void;

type Listed = 'guards' | 'withoutGuards' | 'interceptors' | 'pipes' | 'filters' | 'hooks' | 'headers';

/** Adds to a list. Decorators run from the last to the first, so what comes later stands before what was there. */
function use<K extends Listed>(list: K, added: NonNullable<Uses[K]>): RouteMark {
  return (target, key) => {
    const uses = usesOf(target, key);
    uses[list] = [...added, ...(uses[list] ?? [])] as unknown as Uses[K];
  };
}

/** Lets these guards decide, one after the other, whether a request may go on. */
export function UseGuards(...guards: readonly GuardReference[]): RouteMark {
  return use('guards', guards);
}

/**
 * Leaves out guards that stand around: on a controller those of the application, on a method those of its controller as well.
 * Everything is then as if they were not there: nobody is asked who they are, and nothing that they provide is to be had.
 *
 * @example
 * // createApp(AppModule, { guards: [SignedIn] })
 * @Post('/sign-in')
 * @WithoutGuards(SignedIn)
 * signIn(@Body() input: Credentials) {}
 */
export function WithoutGuards(...guards: readonly [GuardReference, ...GuardReference[]]): RouteMark {
  return use('withoutGuards', guards);
}

/** Wraps the handler with these interceptors, the first one outermost. */
export function UseInterceptors(...interceptors: readonly InterceptorReference[]): RouteMark {
  return use('interceptors', interceptors);
}

/** Sends every argument that comes from the request through these pipes, before the parameter's own. */
export function UsePipes(...pipes: readonly PipeReference[]): RouteMark {
  return use('pipes', pipes);
}

/** Lets these filters turn errors into replies. */
export function UseFilters(...filters: readonly FilterReference[]): RouteMark {
  return use('filters', filters);
}

/** Fastify's hooks that a route may have, by their own names. */
export type RouteHooks = Pick<
  RouteShorthandOptions,
  | 'onRequest'
  | 'preParsing'
  | 'preValidation'
  | 'preHandler'
  | 'preSerialization'
  | 'onSend'
  | 'onResponse'
  | 'onTimeout'
  | 'onError'
  | 'onRequestAbort'
>;

/**
 * Adds Fastify's own hooks. They run before guards of the same stage.
 *
 * @example
 * @UseHooks({ onSend: (request, reply, payload, done) => { reply.header('x-served-by', 'tenon'); done(null, payload); } })
 */
export function UseHooks(hooks: RouteHooks): RouteMark {
  const added = Object.entries(hooks).flatMap(([hook, given]) =>
    (Array.isArray(given) ? given : [given]).map((call) => ({ hook, call })),
  );
  return use('hooks', added);
}

/** Sets a header of what is answered with; not of errors. */
export function Header(name: string, value: string): RouteMark {
  return use('headers', [[name.toLowerCase(), value]]);
}

/**
 * Limits the body.
 *
 * @param bytes - how large it may be; more is answered with 413
 */
export function BodyLimit(bytes: number): RouteMark {
  return (target, key) => {
    usesOf(target, key).bodyLimit = bytes;
  };
}

/**
 * Limits the time until the reply begins. What takes longer is answered with 503, and `@Signal()` is aborted.
 *
 * @param ms - how long it may take from the first hook on, in milliseconds; 0 means without limit. Default: what
 *   `timeouts.handlerMs` says to `createApp`
 */
export function Timeout(ms: number): RouteMark {
  return (target, key) => {
    usesOf(target, key).timeoutMs = ms;
  };
}

/**
 * Says what plugins of Fastify's read of a route, in its `config`.
 *
 * @example
 * @RouteConfig({ rateLimit: { max: 10, timeWindow: '1 minute' } }) // of @fastify/rate-limit
 */
export function RouteConfig(config: FastifyContextConfig & Readonly<Record<string, unknown>>): RouteMark {
  return (target, key) => {
    const uses = usesOf(target, key);
    uses.config = { ...config, ...uses.config };
  };
}

/** What Fastify and its plugins take of a route, and no decorator of ours says. */
export type FastifyRouteOptions = Omit<
  RouteOptions,
  | keyof RouteHooks
  | 'method'
  | 'url'
  | 'path'
  | 'handler'
  | 'websocket'
  | 'errorHandler'
  | 'config'
  | 'bodyLimit'
  | 'constraints'
  | 'exposeHeadRoute'
  | 'prefixTrailingSlash'
>;

/**
 * Says what else Fastify and its plugins take of a route, beside its `config`.
 *
 * @example
 * @FastifyOptions({ compress: false }) // of @fastify/compress
 */
export function FastifyOptions(options: FastifyRouteOptions): RouteMark {
  return (target, key) => {
    const uses = usesOf(target, key);
    uses.options = { ...options, ...uses.options };
  };
}

/** Says what a guard or an interceptor passes on, so that boot knows who may ask for it by `@FromContext`. */
export function Provides(...keys: readonly ContextKey<unknown>[]): (type: AbstractClass) => void {
  return (type) => {
    recordOf(type).provides = keys;
  };
}

/** Makes a guard wait for the body. Others run before it is read, so that who may not come in cannot make us read it. */
export function ReadsBody(): (type: AbstractClass) => void {
  return (type) => {
    recordOf(type).readsBody = true;
  };
}

/**
 * Marks an exception filter.
 *
 * @param errors - the classes of the errors that it gets, with those that extend them; none for all errors
 */
export function Catch(...errors: readonly AbstractClass[]): (type: AbstractClass) => void {
  const place = capturePlace(Catch);
  return (type) => {
    recordOf(type).catches = errors;
    declareInjectable(type, { decorator: 'Catch', place, isFallback: true });
  };
}

/** Reads what was said of a class of guards, interceptors or filters; the nearest class of its line wins. */
export function inheritedMark<K extends 'provides' | 'readsBody' | 'catches' | 'security' | 'notes'>(
  type: unknown,
  mark: K,
) {
  for (let at = type; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const said = findRecord(at)?.[mark];
    if (said !== undefined) return said;
  }
  return undefined;
}
