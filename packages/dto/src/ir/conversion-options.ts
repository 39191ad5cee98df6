import { TransformationType, type TargetMap } from 'class-transformer';

/** Which way a conversion goes, in words. `@Transform` functions are given the library's own. */
export const DIRECTION = {
  toInstance: TransformationType.PLAIN_TO_CLASS,
  toPlain: TransformationType.CLASS_TO_PLAIN,
  copy: TransformationType.CLASS_TO_CLASS,
} as const;
export type Direction = TransformationType;

/**
 * The options of one conversion, settled: what is absent, empty or merely falsy has become one value.
 *
 * Two calls whose options mean the same share one set, and so share what was compiled for it.
 */
export interface ConversionOptions {
  /** Whether a class without a strategy of its own shows its undecorated properties. */
  readonly exposesByDefault: boolean;
  readonly excludesExtraneous: boolean;
  /** Never empty: no groups are `undefined`. */
  readonly groups: readonly string[] | undefined;
  readonly version: number | undefined;
  /** Never empty. */
  readonly excludedPrefixes: readonly string[] | undefined;
  readonly ignoresDecorators: boolean;
  /** May be empty: even an empty list switches implicit conversion off, as in the original. */
  readonly targetMaps: readonly TargetMap[] | undefined;
  readonly checksCircles: boolean;
  readonly convertsImplicitly: boolean;
  readonly exposesDefaults: boolean;
  readonly exposesUnset: boolean;
  /** Whether a declared class shows its exposed properties alone, whatever object stands in its place. Ours, not the original's. */
  readonly isClosed: boolean;
}

/** What class-transformer starts from, key by key. */
export const DEFAULT_OPTIONS: Readonly<Record<string, unknown>> = Object.freeze({
  enableCircularCheck: false,
  enableImplicitConversion: false,
  excludeExtraneousValues: false,
  excludePrefixes: undefined,
  exposeDefaultValues: false,
  exposeUnsetFields: true,
  groups: undefined,
  ignoreDecorators: false,
  strategy: undefined,
  targetMaps: undefined,
  version: undefined,
});

type GivenOptions = Readonly<Record<string, unknown>>;

/** Settles options that already hold the defaults. Lists are copied, since the caller may change his. */
export function settleOptions(given: GivenOptions): ConversionOptions {
  const groups = given['groups'] as readonly string[] | undefined;
  const prefixes = given['excludePrefixes'] as readonly string[] | undefined;
  const maps = given['targetMaps'] as readonly TargetMap[] | undefined;
  return {
    exposesByDefault: (given['strategy'] || 'exposeAll') === 'exposeAll',
    excludesExtraneous: Boolean(given['excludeExtraneousValues']),
    groups: groups && groups.length ? copyList(groups) : undefined,
    version: given['version'] as number | undefined,
    excludedPrefixes: prefixes && prefixes.length ? copyList(prefixes) : undefined,
    ignoresDecorators: Boolean(given['ignoreDecorators']),
    targetMaps: maps ? maps.map(({ target, properties }) => ({ target, properties: { ...properties } })) : undefined,
    checksCircles: Boolean(given['enableCircularCheck']),
    convertsImplicitly: Boolean(given['enableImplicitConversion']),
    exposesDefaults: Boolean(given['exposeDefaultValues']),
    exposesUnset: Boolean(given['exposeUnsetFields']),
    isClosed: false,
  };
}

/**
 * Gives a text that is equal for two sets of options exactly when they mean the same.
 *
 * It is made at every call that has options, because an options object may be changed between two calls.
 */
export function optionsKey(given: GivenOptions): string {
  const flags =
    ((given['strategy'] || 'exposeAll') === 'exposeAll' ? 1 : 0) |
    (given['excludeExtraneousValues'] ? 2 : 0) |
    (given['ignoreDecorators'] ? 4 : 0) |
    (given['enableCircularCheck'] ? 8 : 0) |
    (given['enableImplicitConversion'] ? 16 : 0) |
    (given['exposeDefaultValues'] ? 32 : 0) |
    (given['exposeUnsetFields'] ? 64 : 0);
  let key = String(flags);
  const { groups, version, excludePrefixes, targetMaps } = given as {
    groups?: readonly unknown[];
    version?: unknown;
    excludePrefixes?: readonly unknown[];
    targetMaps?: readonly TargetMap[];
  };
  if (version !== undefined) key += `;v${valueKey(version)}`;
  if (groups && groups.length) key += `;g${listKey(groups)}`;
  if (excludePrefixes && excludePrefixes.length) key += `;p${listKey(excludePrefixes)}`;
  if (targetMaps) {
    key += ';t';
    for (const map of targetMaps) {
      key += `{${identityOf(map.target)}`;
      for (const [name, type] of Object.entries(map.properties)) key += `,${JSON.stringify(name)}:${valueKey(type)}`;
      key += '}';
    }
  }
  return key;
}

/** Copies a list. What is no list (JavaScript callers) stays as it is, and fails where the original fails. */
function copyList<T>(list: readonly T[]): readonly T[] {
  return Array.isArray(list) ? list.slice() : list;
}

function listKey(list: readonly unknown[]): string {
  return Array.isArray(list) ? list.map(valueKey).join() : valueKey(list);
}

function valueKey(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') return `#${identityOf(value)}`;
  return `${typeof value}${String(value)}`;
}

/** Numbers for objects that take part in a key. Weak, so that a key keeps no class alive. */
const identities = new WeakMap<object, number>();
let nextIdentity = 0;

function identityOf(value: object): number {
  let identity = identities.get(value);
  if (identity === undefined) identities.set(value, (identity = nextIdentity++));
  return identity;
}
