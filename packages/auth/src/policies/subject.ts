import type { AbstractClass } from '@tenon/core';
import { type ArgumentDecorator, type ContextKey, createContextKey, FromContext } from '@tenon/http';

const keys = new WeakMap<AbstractClass, ContextKey<object>>();

/** Gives the key under which an object of a class stands in the context of a request that is about it. */
export function subjectKey(type: AbstractClass): ContextKey<object> {
  let key = keys.get(type);
  if (!key) {
    const { name } = type;
    // Its guards have no names of their own, and one of an ability that is about no object provides none.
    const mend = `put @Can('…', ${name}) on it, with an ability that takes the ${name} beside the user: it loads what the path names, and provides it`;
    keys.set(type, (key = createContextKey<object>(`subject ${name}`, { mend })));
  }
  return key;
}

/**
 * Gives the object that a `@Can` of the route has loaded and admitted.
 *
 * @param type - its class, as it stands in the `@Can`
 *
 * @example
 * @Patch('/:slug')
 * @Can('update', Article)
 * edit(@Subject(Article) article: Article) {}
 */
export function Subject<S extends object>(type: AbstractClass<S>): ArgumentDecorator<S> {
  return FromContext(subjectKey(type) as ContextKey<S>);
}
