import {
  type AbstractClass,
  formatPlace,
  methodParameterNames,
  type ModuleModel,
  parameterNames,
  type Place,
  type ProviderModel,
  type Where,
} from '@tenon/core';
import type { Site } from '../errors.js';

/*
 * Puts parts of controllers into words for a diagnostic. Called only when there is a fault.
 */

/** Gives the name of a method's parameter, `parameter 2` where the source is not at hand. */
export function parameterName(type: AbstractClass, handler: string, index: number): string {
  return namesOf(type, handler)[index]?.name ?? `parameter ${index + 1}`;
}

/** Gives `OrderController.show(id: number)` with a caret under one parameter. */
export function describeHandler(
  type: AbstractClass,
  handler: string,
  place: Place | undefined,
  types: readonly unknown[] | undefined,
  index = -1,
): Where {
  if (!methodOf(type, handler)) return { signature: `${type.name}.${handler}`, place: formatPlace(place) };
  const names = namesOf(type, handler);
  let signature = `${type.name}.${handler}(`;
  let caret: Where['caret'];
  for (let at = 0; at < Math.max(names.length, types?.length ?? 0); at++) {
    const name = names[at]?.name ?? `parameter${at + 1}`;
    if (at > 0) signature += ', ';
    if (at === index) caret = { start: signature.length, length: name.length };
    signature += types ? `${name}: ${typeName(types[at])}` : name;
  }
  return { signature: `${signature})`, caret, place: formatPlace(place) };
}

/** Gives `OrderController.constructor(request)` with a caret under one parameter. */
export function describeConstructor(provider: ProviderModel, type: AbstractClass, index: number): Where {
  const names = parameterNames(type) ?? [];
  let signature = `${type.name}.constructor(`;
  let caret: Where['caret'];
  names.forEach(({ name }, at) => {
    if (at > 0) signature += ', ';
    if (at === index) caret = { start: signature.length, length: name.length };
    signature += name;
  });
  return { signature: `${signature})`, caret, place: formatPlace(provider.place) };
}

/** Gives where a handler stands, and the way to it. */
export function siteOfHandler(
  provider: ProviderModel,
  type: AbstractClass,
  handler: string,
  place: Place | undefined,
  types?: readonly unknown[],
  index?: number,
): Site {
  return { where: describeHandler(type, handler, place, types, index), path: pathTo(provider) };
}

/** Gives the way from the root module to a controller. */
export function pathTo(provider: ProviderModel): string[] {
  const path = provider.role === 'module' ? [] : [provider.name];
  for (let at: ModuleModel | undefined = provider.module; at; at = at.importedBy) path.unshift(at.name);
  return path;
}

const PRIMITIVES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [BigInt, 'bigint'],
  [Symbol, 'symbol'],
]);

/** Gives an emitted type's name: `(erased)` for an interface, union or type-only import. */
export function typeName(type: unknown): string {
  if (type === undefined || type === Object || type === Function) return '(erased)';
  if (typeof type === 'function') return PRIMITIVES.get(type) ?? (type.name || '(anonymous class)');
  return '(enum)';
}

/** Gives what was found in place of something, in words. */
export function thingName(thing: unknown): string {
  if (typeof thing === 'function') return thing.name || '(an anonymous function)';
  if (typeof thing !== 'object' || thing === null) return String(thing);
  const type: unknown = thing.constructor;
  return typeof type === 'function' && type !== Object ? `an instance of ${type.name}` : 'an object';
}

/** Gives a method of a class or of one that it extends, without calling what is an accessor. */
export function methodOf(type: AbstractClass, handler: string): ((...parameters: never[]) => unknown) | undefined {
  for (let at = type.prototype as object | null; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const found = Object.getOwnPropertyDescriptor(at, handler);
    if (found) return typeof found.value === 'function' ? (found.value as () => unknown) : undefined;
  }
  return undefined;
}

function namesOf(type: AbstractClass, handler: string) {
  const method = methodOf(type, handler);
  return method ? methodParameterNames(method) : [];
}
