import { capturePlace } from '../diagnostics/place.js';
import { findRecord, recordOf, refuseStandard } from './class-record.js';
import type { AbstractClass } from './token.js';

/** A decorator for classes and methods that records a value, and the way to read it back. */
export interface MetadataDecorator<T> {
  (value: T): (target: object, member?: string | symbol, descriptor?: PropertyDescriptor) => void;
  /** The word for it in diagnostics and listings. */
  readonly description: string;
  /** Reads what was said of a class; the nearest class of its line wins. */
  ofClass(type: AbstractClass): T | undefined;
  /** Reads what was said of a method; the nearest class of its line wins. */
  ofMethod(type: AbstractClass, member: string | symbol): T | undefined;
  /** Gives every decorated method of a class, inherited ones included, those of the class itself first. */
  methodsOf(type: AbstractClass): readonly { readonly member: string | symbol; readonly value: T }[];
}

/**
 * Makes a decorator of your own that records a typed value on classes and methods.
 *
 * @param description - a word for it, shown in listings
 *
 * @example
 * export const Every = createMetadata<{ minutes: number }>('every');
 * class Reports {
 *   @Every({ minutes: 5 }) send() {}
 * }
 * Every.ofMethod(Reports, 'send'); // { minutes: 5 }
 */
export function createMetadata<T>(description: string): MetadataDecorator<T> {
  function decorate(value: T) {
    const place = capturePlace(decorate);
    return (target: object, member?: string | symbol): void => {
      refuseStandard(description, member, place);
      const record = recordOf(typeof target === 'function' ? target : target.constructor);
      const entries = (record.metadata ??= new Map<object, never>());
      entries.set(decorate, [...(entries.get(decorate) ?? []), { value, member, place }]);
    };
  }

  function* entriesOf(type: AbstractClass) {
    for (
      let at: unknown = type;
      typeof at === 'function' && at !== Function.prototype;
      at = Object.getPrototypeOf(at)
    ) {
      yield* findRecord(at)?.metadata?.get(decorate) ?? [];
    }
  }

  return Object.assign(decorate, {
    description,
    ofClass: (type: AbstractClass) =>
      entriesOf(type).find((entry) => entry.member === undefined)?.value as T | undefined,
    ofMethod: (type: AbstractClass, member: string | symbol) =>
      entriesOf(type).find((entry) => entry.member === member)?.value as T | undefined,
    methodsOf: (type: AbstractClass) => {
      const found = new Map<string | symbol, T>();
      for (const { member, value } of entriesOf(type)) {
        if (member !== undefined && !found.has(member)) found.set(member, value as T);
      }
      return Array.from(found, ([member, value]) => ({ member, value }));
    },
  });
}
