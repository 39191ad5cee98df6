import { capturePlace } from '@tenon/core';
import { memberOf } from './controller-record.js';
import type { MethodMark } from './controller.js';
import { reflectParameterTypes, reflectReturnType } from './reflected-types.js';

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
    const place = capturePlace(declare);
    const paths = typeof path === 'string' ? [path] : path;
    return (prototype, key) => {
      const types = reflectParameterTypes(prototype, key);
      const returned = reflectReturnType(prototype, key);
      const route = { decorator, methods, paths, name: options.name, place, types, returned };
      (memberOf(prototype, key).routes ??= []).push(route);
    };
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
