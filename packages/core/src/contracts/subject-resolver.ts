import { type AbstractClass, createMultiToken, type MultiToken } from '../metadata/token.js';

/**
 * Loads one object by the value that a part of the path has; null or undefined where there is none.
 *
 * @typeParam R - the request, as whoever serves it knows it
 */
export type SubjectLoader<T extends object = object, R extends object = object> = (
  value: string,
  request: R,
) => T | null | undefined | PromiseLike<T | null | undefined>;

/**
 * Knows how objects of some classes are loaded that a path names, such as an article by its slug.
 *
 * An application, or a package for data, provides it by `SUBJECT_RESOLVER`; guards that decide about such objects ask for it.
 */
export interface SubjectResolver<R extends object = object> {
  /** Whether it is asked after all others, as a package is: what an application says of its own counts more. Default: false. */
  readonly isFallback?: boolean;
  /**
   * Gives how objects of a class are loaded by one of their properties. Asked at boot, once for each route, when every
   * `onInit` has ended.
   *
   * @param property - mostly the name of a part of the path. Its value comes as the client sent it: one that the property
   *   cannot have, such as `x` for a number, names nothing
   * @returns undefined for what this one does not load; then the next one is asked
   */
  loaderOf(type: AbstractClass, property: string): SubjectLoader<object, R> | undefined;
}

/** By this token an application, or a package for data, says how objects are loaded that a path names. */
export const SUBJECT_RESOLVER: MultiToken<SubjectResolver> = createMultiToken<SubjectResolver>('subject resolver');
