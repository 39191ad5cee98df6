import type { ConversionPlan } from '../ir/conversion-plan.js';
import { hasPrefix } from '../read/read-conversion.js';
import type { ConversionRun, Serialiser } from './conversion-set.js';
import { convertValue, isPlain } from './convert-value.js';
import { isUserClass } from './declared-type.js';
import { escapeText, quote, quoteTime } from './json-text.js';

/**
 * Writes a value of which no class is declared, by what it is at run time.
 *
 * @returns the text of `JSON.stringify(instanceToPlain(value))`; nothing for what JSON has no word for
 */
export function serialiseAny(run: ConversionRun, value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      // A bigint throws, unless somebody gave it a toJSON.
      return JSON.stringify(value);
  }
  if (value === null) return 'null';
  if (!run.set.isGenerated || run.set.options.checksCircles || run.tags !== undefined)
    return serialiseSlowly(run, value);
  if (Array.isArray(value)) return serialiseItems(run, value);
  if (isPlain(run, value)) return serialisePlain(run, value);
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === Date.prototype) return quoteTime((value as Date).getTime());
  const serialiser = serialiserByPrototype(run, value, prototype);
  if (serialiser !== undefined && !isThenable(value)) return serialiser.serialiseObject(run, value);
  return serialiseSlowly(run, value);
}

/** Writes the value that the caller gave. A Map is one only inside something else: the original's own rule. */
export function serialiseRoot(run: ConversionRun, value: unknown): string | undefined {
  if (value instanceof Map) return JSON.stringify(convertValue(run, value, undefined, undefined, false));
  return serialiseAny(run, value);
}

function serialiseSlowly(run: ConversionRun, value: object): string | undefined {
  return JSON.stringify(convertValue(run, value, undefined, undefined, value instanceof Map));
}

/** Finds what writes an object by its class, if its prototype tells all about that. */
function serialiserByPrototype(run: ConversionRun, value: object, prototype: object | null): Serialiser | undefined {
  const target = value.constructor;
  if (!isPrototypeOf(prototype, target)) return undefined;
  return run.set.knownSerialiserOf(target) ?? (isUserClass(target) ? run.set.serialiserOf(target) : undefined);
}

function isPrototypeOf(prototype: object | null, target: unknown): target is Function {
  return typeof target === 'function' && target.prototype === prototype;
}

function isThenable(value: object): boolean {
  return typeof (value as { then?: unknown }).then === 'function';
}

/** Writes a list of which no class is declared. */
export function serialiseList(run: ConversionRun, items: readonly unknown[]): string | undefined {
  return run.tags === undefined ? serialiseItems(run, items) : serialiseSlowly(run, items);
}

/** A list mostly holds one kind of items. Strings are joined together with the quotes between them. */
function serialiseItems(run: ConversionRun, items: readonly unknown[]): string {
  const { length } = items;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    const item = items[index];
    if (typeof item !== 'string') return serialiseOthers(run, items, index, index === 0 ? '' : `"${text}"`);
    text += index === 0 ? escapeText(item) : `","${escapeText(item)}`;
  }
  return length === 0 ? '[]' : `["${text}"]`;
}

/** Goes on with a list that does not hold strings alone. What wrote the last object mostly writes the next one. */
function serialiseOthers(run: ConversionRun, items: readonly unknown[], from: number, before: string): string {
  const { length } = items;
  let text = before;
  let target: unknown;
  let prototype: object | null | undefined;
  let serialiser: Serialiser | undefined;
  for (let index = from; index < length; index += 1) {
    const item = items[index];
    // A hole is no item.
    if (item === undefined && !(index in items)) continue;
    let json: string | undefined;
    if (typeof item !== 'object' || item === null) {
      json = serialiseAny(run, item);
    } else if (
      serialiser !== undefined &&
      Object.getPrototypeOf(item) === prototype &&
      item.constructor === target &&
      !isThenable(item) &&
      run.tags === undefined
    ) {
      json = serialiser.serialiseObject(run, item);
    } else {
      json = serialiseAny(run, item);
      const other = Object.getPrototypeOf(item) as object | null;
      if (other !== prototype) {
        prototype = other;
        target = item.constructor;
        serialiser = isPrototypeOf(other, target) ? run.set.knownSerialiserOf(target) : undefined;
      }
    }
    if (text.length > 0) text += ',';
    text += json ?? 'null';
  }
  return `[${text}]`;
}

/** Writes a plain object. Nothing tells a class for what it holds either. */
function serialisePlain(run: ConversionRun, value: object): string {
  const { plan } = run.set.of(undefined);
  if (!plan.takesOwnKeys) return '{}';
  let text = '';
  for (const key of Object.keys(value)) {
    const json = serialiseUnknown(run, plan, key, value as Record<string, unknown>);
    if (json !== undefined) text += `${text.length === 0 ? '{' : ','}${quote(key)}:${json}`;
  }
  return text.length === 0 ? '{}' : `${text}}`;
}

/** Writes the value of one own key of which no decorator says anything. */
export function serialiseUnknown(
  run: ConversionRun,
  plan: ConversionPlan,
  key: string,
  value: Record<string, unknown>,
): string | undefined {
  const { excludedPrefixes } = plan.options;
  if (key === '__proto__' || key === 'constructor') return undefined;
  if (excludedPrefixes !== undefined && hasPrefix(key, excludedPrefixes)) return undefined;
  const raw = value[key];
  return serialiseAny(run, typeof raw === 'function' ? Reflect.apply(raw, value, []) : raw);
}

/**
 * Writes a value as a class declares it, whatever object it is: the class's exposed properties, and nothing else.
 *
 * Lists hold values of the class. What is exposed without a class of its own is written as it is.
 *
 * @param run - of a closed set
 */
export function serialiseClosed(run: ConversionRun, target: Function, value: unknown): string | undefined {
  return run.set.serialiserOf(target).serialiseValue(run, value);
}
