import type { FitsType } from '@tenon/core';

/** Stands on a handler's parameter, whose type must admit `T`. */
export interface ArgumentDecorator<T> {
  <O extends object, K extends string | symbol, I extends number>(
    prototype: O & FitsArgument<T, O, K, I>,
    key: K,
    index: I,
  ): void;
}

/** Admits a handler's parameter whose type takes a `T`. A private method's types cannot be seen from outside its class. */
export type FitsArgument<T, O, K, I extends number> = K extends keyof O
  ? O[K] extends (...parameters: infer P) => unknown
    ? FitsType<T, P[I]>
    : unknown
  : unknown;

/** Stands on a handler's parameter of any type. */
export type AnyArgumentDecorator = (prototype: object, key: string | symbol | undefined, index: number) => void;

/** Stands on a handler that returns a `T`, a promise of one, or nothing. */
export interface ReturnsDecorator<T> {
  <M extends (...parameters: never[]) => unknown>(
    prototype: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<M> & FitsReturn<ReturnType<M>, T>,
  ): void;
}

/** Stands on a handler that returns what a view is given: an `M`, or nothing where the view does without, or null for 404. */
export interface PageDecorator<M, Other> {
  <H extends (...parameters: never[]) => unknown>(
    prototype: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<H> & FitsPage<ReturnType<H>, M, Other>,
  ): void;
}

/** Impossible to satisfy when a view is not given what it wants. */
// oxlint-disable-next-line typescript/no-empty-object-type -- asks whether something without any property would do
export type FitsPage<R, M, Other> = {} extends M
  ? FitsReturn<R, M | Other>
  : [Exclude<Awaited<R>, null>] extends [M | Other]
    ? unknown
    : { readonly 'this is returned': R; readonly 'this is what the view is given': M };

/** Impossible to satisfy when what is returned lacks something that is shown of it. */
export type FitsReturn<R, T> = [Exclude<Awaited<R>, null | undefined | void>] extends [T]
  ? unknown
  : { readonly 'this is returned': R; readonly 'this is shown of it': T };

/**
 * What a value must have to be shown as a `V`: its properties, and theirs. Methods count for nothing.
 *
 * A property that a transform makes of others is declared as optional in the class.
 */
export type Returned<V> = V extends Shown
  ? V
  : V extends readonly (infer E)[]
    ? readonly Returned<E>[]
    : V extends object
      ? { readonly [K in keyof V as V[K] extends (...parameters: never[]) => unknown ? never : K]: Returned<V[K]> }
      : V;

/** Values without properties of their own that would be shown. */
export type Shown = Date | Uint8Array | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;
