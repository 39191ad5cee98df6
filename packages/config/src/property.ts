import { capturePlace, type Place } from '@tenon/core';

/** What Tenon's own decorators said of one property. */
export interface PropertyRecord {
  /** The whole name of its variable, prefix included. */
  readonly variable?: string;
  readonly isSecret?: boolean;
  readonly parse?: (text: string) => unknown;
  /** Where the first of the decorators stood. */
  readonly place?: Place;
}

/** By prototype, then by property. Written by decorators on import, read at boot. */
const records = new WeakMap<object, Map<string, PropertyRecord>>();

/**
 * Keeps the value of a property from being printed: by diagnostics, `console.log`, `JSON.stringify`, listings.
 *
 * Reading the property gives the value. On a group, everything in it is kept.
 *
 * @example
 * @Secret() @IsString() password!: string;
 */
export function Secret(): (prototype: object, property: string) => void {
  const place = capturePlace(Secret);
  return (prototype, property) => record(prototype, property, { isSecret: true, place });
}

/**
 * Names the variable of a property, for one whose name does not follow from the property or the prefix.
 *
 * @param name - the whole name, without the prefix of the class. On a group, what the names in it begin with
 *
 * @example
 * @Variable('AWS_REGION') @IsString() region!: string;
 */
export function Variable(name: string): (prototype: object, property: string) => void {
  const place = capturePlace(Variable);
  return (prototype, property) => record(prototype, property, { variable: name, place });
}

/**
 * Stands on a property whose type must admit `T`. A private property's type cannot be seen from outside its class; it is
 * then not compared.
 */
export type ParseDecorator<T> = <O extends object, K extends string>(
  prototype: O &
    (K extends keyof O
      ? [T] extends [O[K]]
        ? unknown
        : { readonly 'this is parsed': T; readonly 'into this': O[K] }
      : unknown),
  property: K,
) => void;

/**
 * Gives a property's value from the text of its variable, in place of the conversion that its type asks for.
 *
 * @param parse - gives the value, which the checks then see, or throws; not called for the default. It must not wait
 *
 * @example
 * @Parse(parseDuration) @IsInt() timeoutMs = 30_000; // TIMEOUT_MS=30s
 * @Parse(JSON.parse) @IsObject() labels: Record<string, string> = {};
 */
export function Parse<T>(parse: (text: string) => T): ParseDecorator<T> {
  const place = capturePlace(Parse);
  return (prototype, property) => record(prototype, property, { parse, place });
}

function record(prototype: object, property: string, said: PropertyRecord): void {
  let properties = records.get(prototype);
  if (!properties) records.set(prototype, (properties = new Map<string, PropertyRecord>()));
  const known = properties.get(property);
  properties.set(property, { ...said, ...known, ...(said.isSecret && { isSecret: true }) });
}

/** Gives what was said of a class's properties, inherited ones included; a descendant's word counts. */
export function recordsOf(prototype: object): ReadonlyMap<string, PropertyRecord> {
  const parent = Object.getPrototypeOf(prototype) as object | null;
  const inherited = parent && parent !== Object.prototype ? recordsOf(parent) : undefined;
  const own = records.get(prototype);
  if (!own || !inherited || inherited.size === 0) return own ?? inherited ?? NONE;
  const merged = new Map(inherited);
  for (const [property, said] of own) merged.set(property, { ...inherited.get(property), ...said });
  return merged;
}

const NONE: ReadonlyMap<string, PropertyRecord> = new Map();
