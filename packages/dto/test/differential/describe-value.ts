/**
 * Describes a value so that two descriptions are equal exactly when the values cannot be told apart:
 * classes, order of keys, undefined keys, -0, lists, sets, maps, dates, buffers, and which parts are one object.
 */
export function describeValue(value: unknown, seen: Map<object, number> = new Map()): unknown {
  if (value === undefined) return 'undefined';
  if (typeof value === 'bigint') return `bigint ${value}`;
  if (typeof value === 'number') return Object.is(value, -0) ? 'number -0' : `number ${value}`;
  if (typeof value === 'function') return `function ${value.name} ${value.toString()}`;
  if (typeof value !== 'object' || value === null) return value;
  const known = seen.get(value);
  if (known !== undefined) return `object ${known}`;
  seen.set(value, seen.size);
  const prototype = Object.getPrototypeOf(value) as object | null;
  const description: unknown[] = [prototype === null ? 'bare' : `made by ${identityOf(prototype)}`];
  if (value instanceof Date) description.push(value.getTime());
  if (Buffer.isBuffer(value)) return [...description, value.toString('hex')];
  if (value instanceof Map)
    for (const entry of value)
      description.push(['entry', describeValue(entry[0], seen), describeValue(entry[1], seen)]);
  if (value instanceof Set) for (const item of value) description.push(['item', describeValue(item, seen)]);
  for (const key of Reflect.ownKeys(value)) {
    if (Array.isArray(value) && key === 'length') description.push(value.length);
    else description.push([key, describeValue((value as Record<PropertyKey, unknown>)[key], seen)]);
  }
  return description;
}

const identities = new WeakMap<object, number>();
let count = 0;

function identityOf(prototype: object): string {
  if (!identities.has(prototype)) identities.set(prototype, count++);
  return `${prototype.constructor.name} ${identities.get(prototype)}`;
}
