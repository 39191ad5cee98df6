import { IsOptional, ValidateIf } from 'class-validator';
import { isGiven } from '../ir/is-given.js';
import { copyMetadata } from '../read/copy-metadata.js';

/** A class that is made from others, and may be extended. */
export type MappedClass<T> = new () => T;

/** A class to take properties from; it may be abstract. */
export type AnyClass<T> = abstract new (...values: never[]) => T;

/**
 * Makes a class with the properties of another, all of them optional.
 *
 * Default values are not taken over: what a partial update does not mention must stay as it is.
 *
 * @param options - `skipNullProperties: false` lets an absent property pass, but checks null; default: both pass
 */
export function PartialType<T extends object>(
  from: AnyClass<T>,
  options: { readonly skipNullProperties?: boolean } = {},
): MappedClass<Partial<T>> {
  const mapped = makeClass<Partial<T>>(`Partial${from.name}`, []);
  const optional = options.skipNullProperties === false ? ValidateIf(isGiven) : IsOptional();
  for (const name of copyMetadata(from, mapped, () => true)) optional(mapped.prototype as object, name);
  return mapped;
}

/** Makes a class with some properties of another. */
export function PickType<T extends object, K extends keyof T>(
  from: AnyClass<T>,
  names: readonly K[],
): MappedClass<Pick<T, K>> {
  const taken = new Set<unknown>(names);
  const isTaken = (name: string): boolean => taken.has(name);
  const mapped = makeClass<Pick<T, K>>(`Pick${from.name}`, [[from, isTaken]]);
  copyMetadata(from, mapped, isTaken);
  return mapped;
}

/** Makes a class with the properties of another, without some. */
export function OmitType<T extends object, K extends keyof T>(
  from: AnyClass<T>,
  names: readonly K[],
): MappedClass<Omit<T, K>> {
  const left = new Set<unknown>(names);
  const isTaken = (name: string): boolean => !left.has(name);
  const mapped = makeClass<Omit<T, K>>(`Omit${from.name}`, [[from, isTaken]]);
  copyMetadata(from, mapped, isTaken);
  return mapped;
}

/** Makes a class with the properties of several others. Where two have one of the same name, both are checked. */
export function IntersectionType<T extends readonly object[]>(
  ...from: { readonly [I in keyof T]: AnyClass<T[I]> }
): MappedClass<Intersection<T>> {
  const classes = from as readonly AnyClass<object>[];
  const mapped = makeClass<Intersection<T>>(
    `Intersection${classes.map(({ name }) => name).join('')}`,
    classes.map((each) => [each, () => true]),
  );
  for (const each of classes) copyMetadata(each, mapped, () => true);
  return mapped;
}

/** All types of a list at once. */
export type Intersection<T extends readonly object[]> = T extends readonly [infer First, ...infer Rest extends object[]]
  ? First & Intersection<Rest>
  : unknown;

type Initialiser = readonly [from: AnyClass<object>, isTaken: (name: string) => boolean];

/** Makes an empty class whose constructor takes over the default values of others. */
function makeClass<T>(name: string, initialisers: readonly Initialiser[]): MappedClass<T> {
  const mapped = class {
    constructor() {
      for (const [from, isTaken] of initialisers) {
        for (const [key, value] of Object.entries(defaultsOf(from))) {
          if (isTaken(key) && (this as Record<string, unknown>)[key] === undefined) {
            Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
          }
        }
      }
    }
  };
  Object.defineProperty(mapped, 'name', { value: name, configurable: true });
  return mapped as MappedClass<T>;
}

function defaultsOf(from: AnyClass<object>): object {
  try {
    return new (from as unknown as new () => object)();
  } catch {
    // A class whose constructor wants something has no defaults that could be known.
    return {};
  }
}
