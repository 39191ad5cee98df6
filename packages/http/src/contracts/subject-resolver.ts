import { type AbstractClass, createMultiToken, type MultiToken } from '@tenon/core';
import type { RequestContext } from './context.js';

/** Loads one object by the value that a part of the path has; null or undefined where there is none. */
export type SubjectLoader<T extends object = object> = (
  value: string,
  context: RequestContext,
) => T | null | undefined | PromiseLike<T | null | undefined>;

/**
 * Knows how objects of some classes are loaded that a path names, such as an article by its slug.
 *
 * An application, or a package for data, provides it by `SUBJECT_RESOLVER`; guards that decide about such objects ask for it.
 *
 * @example
 * @Injectable()
 * export class ArticleResolver implements SubjectResolver {
 *   constructor(private readonly articles: Articles) {}
 *   loaderOf(type: AbstractClass, property: string) {
 *     return type === Article && property === 'slug' ? (slug: string) => this.articles.find(slug) : undefined;
 *   }
 * }
 * // providers: [provide(SUBJECT_RESOLVER, { useClass: ArticleResolver })]
 */
export interface SubjectResolver {
  /**
   * Gives how objects of a class are loaded by one of their properties. Asked at boot, once for each route, when every
   * `onInit` has ended.
   *
   * @param property - mostly the name of a part of the path. Its value comes as the client sent it: one that the property
   *   cannot have, such as `x` for a number, names nothing
   * @returns undefined for what this one does not load; then the next one is asked
   */
  loaderOf(type: AbstractClass, property: string): SubjectLoader | undefined;
}

/** By this token an application, or a package for data, says how objects are loaded that a path names. */
export const SUBJECT_RESOLVER: MultiToken<SubjectResolver> = createMultiToken<SubjectResolver>('subject resolver');
