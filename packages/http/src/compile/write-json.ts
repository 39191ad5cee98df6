import { isTransformed, serialise } from '@tenon/dto';

/**
 * Writes a value as JSON: class instances as class-transformer's decorators say, by their `toJSON` where those say nothing,
 * and everything else as `JSON.stringify` does. A Map is an object, a Set a list.
 *
 * @throws TypeError for what JSON has no word for, such as a function
 */
export function writeJson(value: unknown): string {
  const text = isPlain(value, 0) ? JSON.stringify(value) : writeAny(value, '');
  if (text === undefined) throw new TypeError(`A handler returned a ${typeof value}, which JSON has no word for.`);
  return text;
}

/** How far nested data is looked into here; deeper data is written by the slower way, which overflows in a controlled way. */
const MOST_DEPTH = 32;

/** Tells whether a value has nothing but plain objects, arrays, dates and primitives in it: then the engine's own way will do. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  if (depth === MOST_DEPTH) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) if (!isPlain(value[index], depth + 1)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return prototype === Date.prototype;
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key], depth + 1)) return false;
  return true;
}

/** Writes what has class instances, or other things that `JSON.stringify` knows nothing of, somewhere in it. */
function writeAny(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return isOfInstances(value) ? serialise(value) : writeItems(value);
  if (value instanceof Map) {
    return writeProperties([...(value as Map<unknown, unknown>)].map(([name, each]) => [String(name), each]));
  }
  if (value instanceof Set) return writeItems([...(value as Set<unknown>)]);
  if (isInstance(value)) return serialise(value);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return writeAny(Reflect.apply(toJSON, value, [key]), key);
  return isPlainObject(value) ? writeProperties(Object.entries(value)) : serialise(value);
}

function writeItems(items: readonly unknown[]): string {
  return `[${Array.from(items, (item, index) => writeAny(item, String(index)) ?? 'null').join(',')}]`;
}

function writeProperties(properties: readonly (readonly [name: string, value: unknown])[]): string {
  const texts = properties.flatMap(([name, each]) => {
    const text = writeAny(each, name);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${texts.join(',')}}`;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether class-transformer's decorators say how an object is shown. */
function isInstance(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || isPlainObject(value)) return false;
  const { constructor } = value;
  return typeof constructor === 'function' && isDecorated(constructor);
}

/** A list of such objects is written in one go. */
function isOfInstances(items: readonly unknown[]): boolean {
  return items.length > 0 && items.every(isInstance);
}

const decorated = new WeakMap<Function, boolean>();

/** Decorators run before there is anything to send, so that the answer stays. */
function isDecorated(type: Function): boolean {
  let known = decorated.get(type);
  if (known === undefined) decorated.set(type, (known = isTransformed(type)));
  return known;
}
