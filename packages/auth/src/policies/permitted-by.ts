import type { AbstractClass } from '@tenon/core';
import { type RouteMark, UseGuards } from '@tenon/http';
import type { AbilitiesAbout, MisfitsOfUser } from './abilities.js';
import { type Asking, createCanGuard, type SubjectOptions } from './can-guard.js';

/** Stands on a method, or on a controller for all its routes: only whom a policy permits it may go on. */
export interface CanDecorator<P> {
  /**
   * @param ability - a method of the policy that is about the class
   * @param subject - the class. Where the ability is about one object, it is loaded by what the path says of it: without one
   *   the reply is 404, and 403 if the policy does not say yes
   */
  <S extends object>(
    ability: AbilityAsked<P, NoInfer<S>>,
    subject: AbstractClass<S>,
    options?: SubjectOptions,
  ): RouteMark;
}

/** What may be asked about an `S`. Where no policy is about it, the compiler's message says what is missing, and not `never`. */
export type AbilityAsked<P, S> = [AbilitiesAbout<P, S>] extends [never]
  ? { readonly 'no policy given to permittedBy is about this class; add the one with @Policy of': S }
  : AbilitiesAbout<P, S>;

/** Makes `@Can` of policies. */
export interface PermittedBy<U> {
  /**
   * @param policies - classes with `@Policy`
   *
   * @example
   * // src/policies.ts
   * export const Can = permittedBy(ArticlePolicy, CommentPolicy);
   *
   * // somewhere else
   * @Patch('/:slug')
   * @UseGuards(SignedIn)
   * @Can('update', Article)
   * edit(@Subject(Article) article: Article) {}
   */
  <const P extends readonly AbstractClass<object>[]>(
    ...policies: { readonly [I in keyof P]: P[I] & FitsUser<P[I], U> }
  ): CanDecorator<InstanceType<P[number]>>;
}

/** A policy whose abilities take a `U` for the user. */
export type FitsUser<C, U> =
  C extends AbstractClass<infer P>
    ? [MisfitsOfUser<P, U>] extends [never]
      ? unknown
      : { readonly 'these abilities': MisfitsOfUser<P, U>; readonly 'do not take this user': U }
    : never;

/** Makes `permittedBy` for the users of one application. */
export function createPermittedBy<U extends object>(asking: Asking): PermittedBy<U> {
  return (...policies) =>
    (ability, subject, options = {}) =>
      UseGuards(createCanGuard({ ...asking, policies, ability: ability as string, subject, options }));
}
