import { type AbstractClass, capturePlace, declareInjectable } from '@tenon/core';
import type { MisfitsOfSubject } from './abilities.js';

/** Written on import, read at boot. */
const subjects = new WeakMap<object, AbstractClass>();

/** Gives what the abilities of a policy are about; undefined for a class that is none. */
export function subjectOf(policy: AbstractClass): AbstractClass | undefined {
  return subjects.get(policy);
}

/** A class whose public methods are abilities about an `S`: what else there is about it is told by the compiler. */
export type FitsSubject<P, S> = [MisfitsOfSubject<P, S>] extends [never]
  ? unknown
  : { readonly 'these are no abilities': MisfitsOfSubject<P, S>; readonly 'about this': S };

/**
 * Marks a class that says what users may do with the objects of another. The container makes it, so that it may ask for
 * services in its constructor.
 *
 * Each of its public methods is an ability. It gets the user and, if it has a second parameter, the object that the request is
 * about, and gives true for yes, or a promise of it.
 *
 * @param subject - the class that its abilities are about
 *
 * @example
 * @Policy(Article)
 * export class ArticlePolicy {
 *   create(user: User) { return user.isActive; }
 *   update(user: User, article: Article) { return article.authorId === user.id; }
 * }
 */
export function Policy<S extends object>(
  subject: AbstractClass<S>,
): <P extends object>(type: AbstractClass<P> & FitsSubject<P, S>) => void {
  const place = capturePlace(Policy);
  return (type) => {
    subjects.set(type, subject);
    declareInjectable(type, { decorator: 'Policy', place });
  };
}
