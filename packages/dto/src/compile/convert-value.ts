import { DIRECTION } from '../ir/conversion-options.js';
import type { ConversionPlan, DiscriminatorPlan, PropertyPlan } from '../ir/conversion-plan.js';
import { hasPrefix, readDesignType } from '../read/read-conversion.js';
import type { ConversionRun, Tags } from './conversion-set.js';

type Keyed = Record<PropertyKey, unknown>;

/**
 * Converts any value by what it is at run time: this is the whole of class-transformer's algorithm over plans.
 *
 * Generated functions come here for whatever they were not made for: lists of lists, Sets, Maps, objects of
 * unknown classes, targets to be filled. The closure back end does everything here.
 *
 * @param target - the class to convert to; in place of it, for arrays with a discriminator, `@Type`'s record
 * @param arrayType - the property's declared list class, when the value is an array
 * @param isMap - whether the value is, or becomes, a Map
 * @param source - the object to be filled, if there is one
 */
export function convertValue(
  run: ConversionRun,
  value: unknown,
  target: unknown,
  arrayType?: unknown,
  isMap?: boolean,
  source?: unknown,
): unknown {
  if (typeof value === 'object' && value !== null) {
    if (Array.isArray(value) || value instanceof Set) return convertList(run, value, target, arrayType, source);
    if (isMap) return convertObject(run, value, target, true, source);
    if (target === String || target === Number || target === Boolean)
      return (target as (value: unknown) => unknown)(value);
    if (value instanceof Date) return new Date(value.valueOf());
    if (target === Date) return new Date(value as unknown as string);
    if (target === Buffer || value instanceof Buffer) return Buffer.from(value as unknown as Uint8Array);
    if (typeof (value as { then?: unknown }).then === 'function')
      return convertPromise(run, value as Promise<unknown>, target);
    return convertObject(run, value, target, false, source);
  }
  if (target === undefined || isMap || value === undefined || value === null) return value;
  if (target === String || target === Number || target === Boolean)
    return (target as (value: unknown) => unknown)(value);
  if (target === Date) return new Date(value as string);
  if (target === Buffer) return Buffer.from(value as string);
  return value;
}

/** Gives a promise of the converted value. A conversion that fails leaves it pending, as in the original. */
function convertPromise(run: ConversionRun, value: Promise<unknown>, target: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // oxlint-disable-next-line promise/catch-or-return -- a rejection is handed on
    void value.then((data) => resolve(convertValue(run, data, target)), reject);
  });
}

function convertList(
  run: ConversionRun,
  list: readonly unknown[] | ReadonlySet<unknown>,
  target: unknown,
  arrayType: unknown,
  source: unknown,
): unknown {
  const { direction } = run.set;
  const discriminator = discriminatorOf(target);
  const result: unknown[] | Set<unknown> =
    arrayType && direction === DIRECTION.toInstance ? makeList(arrayType as new () => object) : [];
  const isArray = Array.isArray(list);
  const items: readonly unknown[] = isArray ? list : [...list];
  for (let index = 0, end = items.length; index < end; index += 1) {
    const item = items[index];
    // A hole is no item: the original's forEach passes over it.
    if (item === undefined && isArray && !(index in list)) continue;
    let converted: unknown = item;
    if (run.circle === undefined || !run.circle.has(item)) {
      const itemTarget = discriminator ? itemType(run, discriminator, target, item, result) : target;
      // The items of a Set are their own keys.
      const itemKey = isArray ? index : (item as PropertyKey);
      const itemSource = source ? readPart(source as Keyed, itemKey) : undefined;
      converted = convertValue(run, item, itemTarget, undefined, item instanceof Map, itemSource);
    } else if (direction !== DIRECTION.copy) {
      continue;
    }
    if (result instanceof Set) result.add(converted);
    else result.push(converted);
  }
  return result;
}

/** Gives the class of one item of an array that has a discriminator. */
function itemType(
  run: ConversionRun,
  { property, subTypes, isKept }: DiscriminatorPlan,
  record: unknown,
  item: unknown,
  result: unknown,
): unknown {
  const { direction } = run.set;
  if (direction === DIRECTION.copy) return (item as object).constructor;
  if (direction === DIRECTION.toPlain) {
    run.tag(item, property, subTypeName(subTypes, item));
    // The original asks for no class here, and so takes the run-time one.
    return undefined;
  }
  const name = (item as Keyed)[property];
  const subType = subTypes.find((each) => each.name === name);
  const { typeFunction } = record as { typeFunction: (help: object) => unknown };
  const otherwise = typeFunction({ newObject: result, object: item, property: undefined });
  if (!isKept) run.tag(item, property, undefined);
  return subType === undefined ? otherwise : subType.value;
}

/** Makes the list class that `design:type` names, if it is one to which items can be added. */
function makeList(arrayType: new () => object): unknown[] | Set<unknown> {
  const list = new arrayType();
  return list instanceof Set || 'push' in list ? (list as unknown[] | Set<unknown>) : [];
}

function discriminatorOf(target: unknown): DiscriminatorPlan | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const { options } = target as {
    options?: { discriminator?: DiscriminatorPlan; keepDiscriminatorProperty?: boolean };
  };
  const discriminator = options?.discriminator;
  if (!discriminator?.property || !discriminator.subTypes) return undefined;
  const { property, subTypes } = discriminator;
  return { property, subTypes, isKept: Boolean(options?.keepDiscriminatorProperty) };
}

/** Gives the name of an object's class among the sub-types. A class that is not among them is a TypeError, as in the original. */
function subTypeName(subTypes: DiscriminatorPlan['subTypes'], value: unknown): string {
  const subType = subTypes.find((each) => each.value === (value as object).constructor);
  return (subType as { name: string }).name;
}

/** Gives the class that an untyped object says it has. What its data says is not believed. */
function classOf(value: object): Function | undefined {
  const found = value.constructor;
  if (found === Object) return undefined;
  if (Object.hasOwn(value, 'constructor')) {
    const inherited = (Object.getPrototypeOf(value) as object | null)?.constructor;
    return inherited === Object || inherited === Array ? undefined : inherited;
  }
  // An object that merely inherits from an array would be a cheap way to ask for an array of any length.
  return found === Array ? undefined : found;
}

function convertObject(run: ConversionRun, value: object, given: unknown, isMap: boolean, source: unknown): unknown {
  let target = given as Function | undefined;
  if (!target) target = classOf(value) ?? (source ? source.constructor : undefined);
  const compiled = run.set.of(target || undefined);
  const isOrdinary = !isMap && !source && run.tagsOf(value) === undefined && !(value instanceof Map);
  if (isOrdinary) {
    // Fewer calls in each other, so that the closure back end goes nearly as deep.
    if (compiled.isWalked) return fillByPlan(run, compiled.plan, value, makeResult(compiled.plan), false, undefined);
    const prototype = Object.getPrototypeOf(value) as object | null;
    return prototype === compiled.prototype ? compiled.convertExpected(run, value) : compiled.convertObject(run, value);
  }
  return convertByPlan(run, compiled.plan, value, isMap, source as Keyed | undefined);
}

/** Makes what an object is converted into, before any of its keys. */
export function makeResult({ direction, target }: ConversionPlan): Keyed {
  return target === undefined || direction === DIRECTION.toPlain ? {} : new (target as new () => Keyed)();
}

/**
 * Converts one object of which nothing tells a class, as most of what JSON brings.
 *
 * One function for the object and what it nests, so that deep objects need little of the stack.
 */
export function convertUntyped(run: ConversionRun, plan: ConversionPlan, value: object): unknown {
  const { direction, options, takesOwnKeys } = plan;
  const { excludedPrefixes } = options;
  const result: Keyed = {};
  if (!takesOwnKeys) return result;
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || key === 'constructor') continue;
    if (excludedPrefixes !== undefined && hasPrefix(key, excludedPrefixes)) continue;
    let part = (value as Keyed)[key];
    if (direction !== DIRECTION.toInstance && typeof part === 'function') part = Reflect.apply(part, value, []);
    if (direction !== DIRECTION.toPlain && key in Object.prototype) continue;
    if (typeof part === 'object' && part !== null) {
      part = isPlain(run, part)
        ? convertUntyped(run, plan, part)
        : convertValue(run, part, undefined, undefined, part instanceof Map);
    }
    if (part !== undefined || options.exposesUnset) result[key] = part;
  }
  return result;
}

export function isPlain(run: ConversionRun, value: object): boolean {
  return (
    Object.getPrototypeOf(value) === Object.prototype &&
    run.tags === undefined &&
    typeof (value as { then?: unknown }).then !== 'function'
  );
}

/** Converts one object by walking its class's plan. */
export function convertByPlan(
  run: ConversionRun,
  plan: ConversionPlan,
  value: object,
  isMap: boolean,
  source: Keyed | undefined,
): unknown {
  let result = source;
  if (!result) {
    const becomesMap = isMap && plan.direction !== DIRECTION.toPlain;
    result = becomesMap ? (new Map() as unknown as Keyed) : makeResult(plan);
  }
  return fillByPlan(run, plan, value, result, isMap, source);
}

/** Converts one object into a result that is there, by walking its class's plan. */
export function fillByPlan(
  run: ConversionRun,
  plan: ConversionPlan,
  value: object,
  result: Keyed,
  isMap: boolean,
  source: Keyed | undefined,
): unknown {
  run.circle?.add(value);
  const tags = run.tagsOf(value);
  for (const key of keysOf(plan, value, isMap, tags)) {
    convertProperty(run, plan, key, value as Keyed, result, isMap, source, tags);
  }
  run.circle?.delete(value);
  return result;
}

/** Gives the keys to convert, in their order. A key of a Map may be anything. */
function keysOf(plan: ConversionPlan, value: object, isMap: boolean, tags: Tags | undefined): Iterable<unknown> {
  const { excludedPrefixes } = plan.options;
  if (isMap) return ownKeys(value, tags);
  if (!plan.takesOwnKeys) return plan.listedKeys;
  let keys = ownKeys(value, tags);
  if (plan.properties.size > 0 || excludedPrefixes) {
    keys = keys.filter((key) => {
      const property = plan.properties.get(key);
      return property ? !property.isDropped : !excludedPrefixes || !hasPrefix(key, excludedPrefixes);
    });
  }
  return plan.listedKeys.length > 0 ? new Set([...keys, ...plan.listedKeys]) : keys;
}

function ownKeys(value: object, tags: Tags | undefined): unknown[] {
  if (value instanceof Map) return [...value.keys()];
  let keys: string[] = Object.keys(value);
  for (const [property, name] of tags ?? []) {
    if (name === undefined) keys = keys.filter((key) => key !== property);
    else if (!keys.includes(property)) keys.push(property);
  }
  return keys;
}

/** Says whether a key may change what an object is, rather than what it holds. */
export function isForbiddenKey(key: unknown, plan: ConversionPlan): boolean {
  if (key === '__proto__' || key === 'constructor') return true;
  return (
    key === 'prototype' &&
    plan.direction === DIRECTION.toInstance &&
    plan.target !== undefined &&
    plan.target !== Object
  );
}

/** Reads a key that the value itself or its class has. What every object inherits is nobody's data. */
export function readKey(value: Keyed, key: PropertyKey): unknown {
  const found = value[key];
  if (found === undefined || Object.hasOwn(value, key)) return found;
  return found === (Object.prototype as unknown as Keyed)[key] ? undefined : found;
}

/** Reads the part of a target that is to be filled. A method is nothing to be filled: every object of its class shares it. */
function readPart(source: Keyed, key: PropertyKey): unknown {
  const part = readKey(source, key);
  return typeof part === 'function' && !Object.hasOwn(source, key) ? undefined : part;
}

/**
 * Converts one own key of which no decorator says anything.
 *
 * Generated functions call it: it is `convertProperty` for the most common rare case.
 */
export function convertUnknown(
  run: ConversionRun,
  plan: ConversionPlan,
  key: string,
  value: Keyed,
  result: Keyed,
): void {
  const { direction, options, target } = plan;
  if (options.excludedPrefixes !== undefined && hasPrefix(key, options.excludedPrefixes)) return;
  if (options.convertsImplicitly && direction === DIRECTION.toInstance) {
    convertProperty(run, plan, key, value, result, false, undefined, undefined);
    return;
  }
  if (isForbiddenKey(key, plan)) return;
  const raw = value[key];
  let final = raw;
  if (direction === DIRECTION.toPlain) {
    if (typeof raw === 'function') final = Reflect.apply(raw, value, []);
  } else {
    if (direction === DIRECTION.copy && typeof raw === 'function') final = Reflect.apply(raw, value, []);
    const inherits = target !== undefined && key in (target.prototype as object);
    if (inherits ? isUnwritable(result, key) : typeof result[key] === 'function') return;
    if (final === undefined && options.exposesDefaults) final = result[key];
  }
  if (typeof final === 'object' && final !== null)
    final = convertValue(run, final, undefined, undefined, final instanceof Map);
  if (final !== undefined || options.exposesUnset) result[key] = final;
}

/** Converts one key of an object. The order of the steps is the original's: users' functions are called in it. */
export function convertProperty(
  run: ConversionRun,
  plan: ConversionPlan,
  key: unknown,
  value: Keyed,
  result: Keyed,
  isMap: boolean,
  source: Keyed | undefined,
  tags: Tags | undefined,
): void {
  if (isForbiddenKey(key, plan)) return;
  const { direction, options, target } = plan;
  const property = plan.properties.get(key);
  const into = property ? property.into : (key as PropertyKey);
  if (into === '__proto__') return;
  const raw = tags?.has(key as string) ? tags.get(key as string) : readKey(value, key as PropertyKey);
  let subValue = raw;
  if (direction !== DIRECTION.toInstance) {
    if (value instanceof Map) subValue = value.get(key);
    else if (typeof raw === 'function') subValue = Reflect.apply(raw, value, []);
  }

  let type: unknown;
  let isSubMap = subValue instanceof Map;
  if (target && isMap) {
    type = target;
  } else if (target) {
    if (property?.type) {
      const { typeOf, reflected, discriminator, record } = property.type;
      const declared = typeOf
        ? typeOf({ newObject: result, object: value, property: property.name as string })
        : reflected;
      if (!discriminator) {
        type = declared;
      } else if (Array.isArray(raw)) {
        type = record;
      } else if (direction === DIRECTION.toInstance) {
        type = declared;
        if (subValue && subValue instanceof Object && discriminator.property in subValue) {
          const name = (subValue as Keyed)[discriminator.property];
          const subType = discriminator.subTypes.find((each) => each.name === name);
          if (subType !== undefined) type = subType.value;
          if (!discriminator.isKept) run.tag(subValue, discriminator.property, undefined);
        }
      } else if (direction === DIRECTION.copy) {
        type = (subValue as object).constructor;
      } else if (subValue) {
        run.tag(subValue, discriminator.property, subTypeName(discriminator.subTypes, subValue));
      }
      isSubMap ||= reflected === Map;
    } else if (property) {
      type = property.otherType;
    } else if (options.convertsImplicitly && options.targetMaps === undefined && direction === DIRECTION.toInstance) {
      type = readDesignType(target, key as PropertyKey) || undefined;
    }
  }
  // What no class is declared for is shown by its own, even inside a closed class.
  const inner = type === undefined && !property?.type?.discriminator ? run.open : run;
  const arrayType = Array.isArray(raw) ? property?.type?.reflected : undefined;
  const subSource = source ? readPart(source, key as PropertyKey) : undefined;

  if ((direction !== DIRECTION.toPlain || source) && isUnwritable(result, into) && direction !== DIRECTION.toPlain)
    return;
  let final: unknown;
  if (run.circle === undefined || !run.circle.has(subValue)) {
    if (direction === DIRECTION.toPlain) {
      final = applyTransforms(run, property, raw, value);
      if (final === raw) final = subValue;
      final = convertValue(inner, final, type, arrayType, isSubMap, subSource);
    } else if (subValue === undefined && options.exposesDefaults) {
      final = result[into];
    } else {
      final = convertValue(inner, subValue, type, arrayType, isSubMap, subSource);
      final = applyTransforms(run, property, final, value);
    }
  } else if (direction === DIRECTION.copy) {
    final = applyTransforms(run, property, subValue, value);
  } else {
    return;
  }
  if (final === undefined && !options.exposesUnset) return;
  if (result instanceof Map) result.set(into, final);
  else result[into] = final;
}

/** Says whether a result keeps what it has: methods, and what its class can only read. */
export function isUnwritable(result: Keyed, into: PropertyKey): boolean {
  const owner = result.constructor.prototype as object | undefined;
  if (!owner) return false;
  const descriptor = Object.getOwnPropertyDescriptor(owner, into);
  return (descriptor !== undefined && !descriptor.set) || typeof result[into] === 'function';
}

function applyTransforms(run: ConversionRun, property: PropertyPlan | undefined, value: unknown, obj: object): unknown {
  if (property === undefined) return value;
  let transformed = value;
  for (const transform of property.transforms) {
    transformed = transform({
      value: transformed,
      // The key that transforms are told is the one by which they were found.
      key: (run.set.direction === DIRECTION.toInstance ? property.into : property.key) as string,
      obj,
      type: run.set.direction,
      options: run.options,
    });
  }
  return transformed;
}
