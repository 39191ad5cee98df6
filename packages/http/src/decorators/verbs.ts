import { capturePlace } from '@tenon/core';
import { memberOf, type RouteRecord } from './controller-record.js';
import type { MethodMark } from './controller.js';
import { reflectParameterTypes, reflectReturnType } from './reflected-types.js';
import type { FitsReturn } from './fits.js';

/** What the decorators of verbs take beside a path. */
export interface RouteOptions {
  /** For `urlFor`; unique in the application. Default: none. */
  readonly name?: string;
}

export type Verb = (path?: string | readonly string[], options?: RouteOptions) => MethodMark;

/**
 * Makes the decorator of one verb.
 *
 * The place is kept here alone: whatever else is said of a method stands beside its verb.
 */
function verb(decorator: string, methods: readonly string[]): Verb {
  return function declare(path = '', options = {}) {
    return declareRoute({ decorator, methods, name: options.name, place: capturePlace(declare) }, path);
  };
}

function declareRoute(
  said: Omit<RouteRecord, 'paths' | 'types' | 'returned'>,
  path: string | readonly string[],
): MethodMark {
  const paths = typeof path === 'string' ? [path] : path;
  return (prototype, key) => {
    const types = reflectParameterTypes(prototype, key);
    const returned = reflectReturnType(prototype, key);
    (memberOf(prototype, key).routes ??= []).push({ ...said, paths, types, returned });
  };
}

/**
 * Answers GET, and HEAD with it.
 *
 * @param path - after the controller's: `/:id`, `/:id(^\\d+$)`, `/:page?`, `/files/*`; several for the same handler
 */
export const Get: Verb = verb('Get', ['GET']);
/** Answers POST, with 201 unless `@HttpCode` says otherwise. */
export const Post: Verb = verb('Post', ['POST']);
/** Answers PUT. */
export const Put: Verb = verb('Put', ['PUT']);
/** Answers PATCH. */
export const Patch: Verb = verb('Patch', ['PATCH']);
/** Answers DELETE. */
export const Delete: Verb = verb('Delete', ['DELETE']);
/** Answers HEAD alone, in place of what the GET route of the path would. */
export const Head: Verb = verb('Head', ['HEAD']);
/** Answers OPTIONS, in place of the list of methods. */
export const Options: Verb = verb('Options', ['OPTIONS']);
/** Answers every method. */
export const All: Verb = verb('All', ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What `@Sse` takes beside a path. */
export interface SseOptions extends RouteOptions {
  /**
   * How long there may be silence before a comment is sent, in milliseconds, so that nobody on the way takes the connection
   * for a dead one; 0 for as long as there is. Default: what `createApp` says, else 15,000.
   */
  readonly heartbeatMs?: number;
}

/** Stands on a handler that returns an async iterable, or nothing, or a promise of either. */
export type SseMark = <M extends (...parameters: never[]) => unknown>(
  prototype: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M> & FitsReturn<ReturnType<M>, AsyncIterable<unknown>>,
) => void;

/**
 * Answers GET with a stream of events (`text/event-stream`), which a browser reads by `EventSource`: each item of the async
 * iterable that is returned is one of them.
 *
 * A text is its data as it is, a `ServerSentEvent` says more, and everything else is JSON, through the view where there is
 * `@Returns([View])`. An item is asked for when the client has taken the one before; when it goes away the iterable is ended.
 *
 * @param path - after the controller's, as for `@Get`
 *
 * @example
 * @Sse('/events')
 * async *events(@Signal() signal: AbortSignal) {
 *   for await (const order of this.orders.watch(signal)) yield order;
 * }
 */
export function Sse(path: string | readonly string[] = '', options: SseOptions = {}): SseMark {
  const { name, heartbeatMs } = options;
  const place = capturePlace(Sse);
  return declareRoute({ decorator: 'Sse', methods: ['GET'], name, events: { heartbeatMs }, place }, path) as SseMark;
}
