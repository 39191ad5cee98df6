import { serialise } from '@tenon/dto';

/**
 * Writes a value as JSON: class instances as class-transformer's decorators say, plain objects as they are.
 *
 * @throws TypeError for what JSON has no word for, such as a function
 */
export function writeJson(value: unknown): string {
  const text = isPlain(value, 0) ? JSON.stringify(value) : serialise(value);
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
