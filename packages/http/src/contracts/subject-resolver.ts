import {
  type MultiToken,
  SUBJECT_RESOLVER as ANY_SUBJECT_RESOLVER,
  type SubjectLoader as AnySubjectLoader,
  type SubjectResolver as AnySubjectResolver,
} from '@tenon/core';
import type { RequestContext } from './context.js';

/** Loads one object by the value that a part of the path has; null or undefined where there is none. */
export type SubjectLoader<T extends object = object> = AnySubjectLoader<T, RequestContext>;

/**
 * Knows how objects of some classes are loaded that a path names, such as an article by its slug. `@tenon/data` has one for
 * all entities; an application has one for what it loads in another way.
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
export interface SubjectResolver extends AnySubjectResolver<RequestContext> {}

/** By this token an application says how objects are loaded that a path names. It is that of `@tenon/core`. */
export const SUBJECT_RESOLVER: MultiToken<SubjectResolver> = ANY_SUBJECT_RESOLVER;
