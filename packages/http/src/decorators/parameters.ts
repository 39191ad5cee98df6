import { Inject } from '@tenon/core';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ContextKey, type RequestContext } from '../contracts/context.js';
import type { PipeReference } from '../contracts/enhancers.js';
import type { ArgumentSource } from '../contracts/route-model.js';
import { isStandardSchema, type StandardSchema } from '../contracts/standard-schema.js';
import { memberOf, type ParameterOptions, type ParameterRecord, recordOf, REQUEST_VALUE } from './controller-record.js';
import type { AnyArgumentDecorator, ArgumentDecorator } from './fits.js';

/** What the decorators of values with a name take. */
export type ValueOptions = Pick<ParameterOptions, 'optional' | 'enum' | 'unvalidated'>;
/** What the decorators of whole objects take. */
export type ObjectOptions = Pick<ParameterOptions, 'unvalidated' | 'unknown' | 'groups'>;

/** A class whose objects are made from input. */
export type InputClass<T> = new () => T;
/** What a value of a request may become without a class. */
export type Primitive = typeof String | typeof Number | typeof Boolean | typeof BigInt | typeof Date;
export type PrimitiveOf<P extends Primitive> = P extends typeof Date ? Date : ReturnType<P>;

/** Decorates one value of a request by its name, or all of them as one object. */
export interface ValueDecorator {
  // Schemas come first: many of them have a method `transform`, as pipes have.
  /** One value through a schema. */
  <T>(name: string, schema: StandardSchema<T>, ...pipes: readonly PipeReference[]): ArgumentDecorator<T>;
  /** All values through a schema. */
  <T>(schema: StandardSchema<T>, ...pipes: readonly PipeReference[]): ArgumentDecorator<T>;
  /** One value, converted to the parameter's type. */
  (name: string, ...more: readonly (PipeReference | ValueOptions)[]): AnyArgumentDecorator;
  /** A list of values. */
  <P extends Primitive>(
    name: string,
    types: readonly [P],
    ...more: readonly (PipeReference | ValueOptions)[]
  ): ArgumentDecorator<PrimitiveOf<P>[]>;
  /** All values, as the parameter's class declares them. */
  (...more: readonly (PipeReference | ObjectOptions)[]): AnyArgumentDecorator;
}

/** Decorates the body, or one of its properties. */
export interface BodyDecorator {
  // First, for the same reason.
  /** The body through a schema. */
  <T>(schema: StandardSchema<T>, ...pipes: readonly PipeReference[]): ArgumentDecorator<T>;
  /** The body, as the parameter's class declares it. */
  (...more: readonly (PipeReference | ObjectOptions)[]): AnyArgumentDecorator;
  /** A list of objects of a class. */
  <T extends object>(
    types: readonly [InputClass<T>],
    ...more: readonly (PipeReference | ObjectOptions)[]
  ): ArgumentDecorator<T[]>;
  /** One property of the body. */
  (name: string, ...more: readonly (PipeReference | ValueOptions)[]): AnyArgumentDecorator;
}

/**
 * Gives the request's body: JSON as it stands, a form's strings converted; validated in either case.
 *
 * @example
 * create(@Body() input: CreateOrder) {}
 * createMany(@Body([CreateOrder]) orders: CreateOrder[]) {}
 */
export const Body: BodyDecorator = valueDecorator('Body', 'body');

/**
 * Gives one part of the path, or all of them as a class declares them.
 *
 * @example
 * show(@Param('id') id: number) {} // '/orders/x' is answered with 422
 */
export const Param: ValueDecorator = valueDecorator('Param', 'path');

/** Gives one value of the query, or all of them as a class declares them. */
export const Query: ValueDecorator = valueDecorator('Query', 'query');

/** Gives one header, or all of them as a class declares them; names are in lower case there. */
export const Headers: ValueDecorator = valueDecorator('Headers', 'header');

/** Gives one cookie, or all of them. With `{ signed: true }`, only one whose signature is valid. */
export const Cookies: {
  (
    name: string,
    ...more: readonly (PipeReference | (ValueOptions & Pick<ParameterOptions, 'signed'>))[]
  ): AnyArgumentDecorator;
  (...more: readonly (PipeReference | ObjectOptions)[]): AnyArgumentDecorator;
} = valueDecorator('Cookies', 'cookie');

/** Gives the body as it came, byte by byte, whatever its type: for signatures of webhooks and the like. */
export function RawBody(): ArgumentDecorator<Buffer> {
  return declareParameter({ decorator: 'RawBody', source: 'raw body' });
}

/** Gives the client's address; behind proxies, set `trustProxy`. */
export function Ip(): ArgumentDecorator<string> {
  return declareParameter({ decorator: 'Ip', source: 'ip' });
}

/** Gives the host that the request is for, without the port. */
export function Host(): ArgumentDecorator<string> {
  return declareParameter({ decorator: 'Host', source: 'host' });
}

/** Gives Fastify's request. */
export function Req(): AnyArgumentDecorator {
  return declareParameter({ decorator: 'Req', source: 'request' });
}

/** Gives Fastify's reply. What the handler returns is sent all the same, unless the reply was sent already. */
export function Res(): AnyArgumentDecorator {
  return declareParameter({ decorator: 'Res', source: 'reply' });
}

/** Gives the request's context, as guards and interceptors see it. */
export function Context(): ArgumentDecorator<RequestContext> {
  return declareParameter({ decorator: 'Context', source: 'custom', custom: (_, context) => context });
}

/** Gives a signal that is aborted when the client goes away, or when the handler has taken too long (`@Timeout`). */
export function Signal(): ArgumentDecorator<AbortSignal> {
  return declareParameter({ decorator: 'Signal', source: 'signal' });
}

/**
 * Gives the id of the last event that a client of `@Sse` has seen before it came back; undefined for one that comes for the
 * first time. It is what the client says: any text.
 *
 * @example
 * events(@LastEventId() last: string | undefined) { return this.orders.watchFrom(last); }
 */
export function LastEventId(): ArgumentDecorator<string | undefined> {
  return declareParameter({ decorator: 'LastEventId', source: 'last event id' });
}

/**
 * Gives what a guard or an interceptor of the route has set under a key. Boot sees to it that one of them does.
 *
 * @param options - `optional`: it may be missing, and no guard need provide it
 *
 * @example
 * create(@FromContext(CURRENT_USER) user: User) {}
 */
export function FromContext<T>(
  key: ContextKey<T>,
  options: { readonly optional: true },
): ArgumentDecorator<T | undefined>;
export function FromContext<T>(key: ContextKey<T>, options?: { readonly optional?: false }): ArgumentDecorator<T>;
export function FromContext(key: ContextKey<unknown>, options?: ParameterOptions): ArgumentDecorator<never> {
  return declareParameter({ decorator: 'FromContext', source: 'context', key, options });
}

/**
 * Makes a decorator of your own for parameters.
 *
 * @param give - gets what the decorator was given and the request's context; may give a promise
 *
 * @example
 * export const Language = createParamDecorator((fallback: string, { request }) => request.headers['accept-language'] ?? fallback);
 * // greet(@Language('en') language: string) {}
 */
export function createParamDecorator<T, D = void>(
  give: (data: D, context: RequestContext) => T,
): (data: D, ...pipes: readonly PipeReference[]) => ArgumentDecorator<Awaited<T>> {
  return (data, ...pipes) =>
    declareParameter({ decorator: 'createParamDecorator', source: 'custom', custom: give, data, pipes });
}

/** What some decorators give as it is, for those who want its type. */
export type { FastifyReply, FastifyRequest, IncomingHttpHeaders };

/** Makes a decorator of one value of a source, or of all of them. */
export function valueDecorator(decorator: string, source: ArgumentSource) {
  return (...given: readonly unknown[]): AnyArgumentDecorator => {
    const rest = [...given];
    const name = typeof rest[0] === 'string' ? (rest.shift() as string) : undefined;
    const [first] = rest;
    const target = Array.isArray(first) || isStandardSchema(first) || isInputClass(first) ? rest.shift() : undefined;
    const options = rest.find((each) => !isPipe(each)) as ParameterOptions | undefined;
    const key = source === 'header' ? name?.toLowerCase() : name;
    return declareParameter({ decorator, source, name: key, target, options, pipes: rest.filter(isPipe) });
  };
}

/** Notes what a decorator says of a parameter. */
export function declareParameter(said: Omit<ParameterRecord, 'index'>): AnyArgumentDecorator {
  return (prototype, key, index) => {
    if (key === undefined) {
      (recordOf(prototype).misplaced ??= []).push({ index, decorator: said.decorator });
      // So that the container does not complain of the same parameter in other words.
      Inject(REQUEST_VALUE)(prototype as never, undefined, index);
      return;
    }
    (memberOf(prototype, key).parameters ??= []).push({ index, ...said });
  };
}

/** Whether something is a pipe, and no options. */
export function isPipe(value: unknown): value is PipeReference {
  return typeof value === 'function' || isPipeObject(value);
}

/** Whether something is an object with `transform`, such as `new DefaultValuePipe(1)`. */
export function isPipeObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && typeof (value as { transform?: unknown }).transform === 'function'
  );
}

/** Whether something is a class to make input of, and not a pipe. */
function isInputClass(value: unknown): boolean {
  if (typeof value !== 'function' || value.prototype === undefined || 'transform' in value.prototype) return false;
  return PRIMITIVES.has(value) || Function.prototype.toString.call(value).startsWith('class');
}

const PRIMITIVES: ReadonlySet<unknown> = new Set([String, Number, Boolean, BigInt, Date]);
