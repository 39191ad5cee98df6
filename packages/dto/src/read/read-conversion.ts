import type { ExposeMetadata, TypeMetadata } from 'class-transformer';
import { DIRECTION, type ConversionOptions, type Direction } from '../ir/conversion-options.js';
import type { ConversionPlan, PropertyPlan, TransformFunction, TypePlan } from '../ir/conversion-plan.js';
import { ancestorsOf, markAsRead, transformerTables as tables } from './transformer-storage.js';

/**
 * Reads what class-transformer knows of a class into a plan for one direction and one set of options.
 *
 * The rules are the original's: a class's own record hides its ancestors', except that transforms add up,
 * ancestors' first; a renamed property is looked up by its new name when groups and versions are asked.
 *
 * @throws TypeError as the original, if something that is no class was named as a type
 */
export function readConversion(
  target: Function | undefined,
  direction: Direction,
  options: ConversionOptions,
): ConversionPlan {
  if (!target) {
    const takesOwnKeys = options.exposesByDefault;
    return { target: undefined, direction, options, takesOwnKeys, listedKeys: [], properties: new Map() };
  }
  return new ConversionReader(target, direction, options).read();
}

/** Gives the `design:type` that the compiler emitted for a property, as implicit conversion asks for it. */
export function readDesignType(target: Function, name: PropertyKey): unknown {
  return (Reflect as unknown as MetadataReader).getMetadata('design:type', target.prototype as object, name);
}

/** What reflect-metadata adds to `Reflect`. The user's project imports it. */
interface MetadataReader {
  getMetadata(key: string, target: object, name: PropertyKey): unknown;
}

type DirectedOptions = { readonly toClassOnly?: boolean; readonly toPlainOnly?: boolean } | undefined;
type LimitedOptions = { readonly since?: number; readonly until?: number; readonly groups?: string[] } | undefined;

class ConversionReader {
  readonly #target: Function;
  readonly #direction: Direction;
  readonly #options: ConversionOptions;
  /** The class and its ancestors, farthest last. */
  readonly #lineage: readonly Function[];
  /** Keys that `@Exclude` keeps out in this direction. */
  readonly #excluded: ReadonlySet<PropertyKey>;

  constructor(target: Function, direction: Direction, options: ConversionOptions) {
    this.#target = target;
    this.#direction = direction;
    this.#options = options;
    this.#lineage = [target, ...ancestorsOf(target)];
    for (const each of this.#lineage) markAsRead(each);
    this.#excluded = new Set(this.#allOf(tables.excludes).map(({ propertyName }) => propertyName));
  }

  read(): ConversionPlan {
    const { ignoresDecorators, excludesExtraneous, isClosed } = this.#options;
    const exposed = this.#allOf(tables.exposes).map(({ propertyName }) => propertyName);
    let listed: PropertyKey[] = [];
    if (ignoresDecorators) {
      if (excludesExtraneous) listed = [...exposed, ...this.#excluded];
    } else {
      listed = this.#direction === DIRECTION.toInstance ? exposed.map((name) => this.#givenName(name)) : exposed;
    }
    const properties = new Map<unknown, PropertyPlan>();
    for (const key of this.#knownKeys()) properties.set(key, this.#readProperty(key));
    return {
      target: this.#target,
      direction: this.#direction,
      options: this.#options,
      takesOwnKeys: this.#showsOwnKeys() && !excludesExtraneous && !isClosed,
      listedKeys: [...new Set(listed)].filter((key) => !this.#isDropped(key)),
      properties,
    };
  }

  #showsOwnKeys(): boolean {
    const isExcluded = tables.excludes.get(this.#target)?.get(undefined) !== undefined;
    const isExposed = tables.exposes.get(this.#target)?.get(undefined) !== undefined;
    return isExcluded === isExposed ? this.#options.exposesByDefault : isExposed;
  }

  /** Every key about which any decorator or target map says something. */
  #knownKeys(): Set<PropertyKey> {
    const keys = new Set<PropertyKey>();
    for (const table of [tables.types, tables.transforms, tables.exposes, tables.excludes]) {
      for (const each of this.#lineage) {
        for (const name of table.get(each)?.keys() ?? []) if (name !== undefined) keys.add(name);
      }
    }
    if (this.#direction === DIRECTION.toInstance) {
      for (const { options } of this.#exposures()) if (options?.name !== undefined) keys.add(options.name);
    }
    for (const map of this.#options.targetMaps ?? []) {
      if (map.target === this.#target) for (const name of Object.keys(map.properties)) keys.add(name);
    }
    return keys;
  }

  #readProperty(key: PropertyKey): PropertyPlan {
    let into = key;
    let name = key;
    if (!this.#options.ignoresDecorators) {
      if (this.#direction === DIRECTION.toInstance) {
        const exposure = this.#exposures().find(({ options }) => options && options.name === key);
        if (exposure) into = name = exposure.propertyName as string;
      } else {
        into = this.#givenName(key);
      }
    }
    const type = this.#find(tables.types, name);
    return {
      key,
      into,
      name,
      isDropped: this.#isDropped(key),
      type: type && planType(type),
      otherType: type ? undefined : this.#otherType(name),
      transforms: this.#transformsOf(this.#direction === DIRECTION.toInstance ? into : key),
    };
  }

  #otherType(name: PropertyKey): unknown {
    const { targetMaps, convertsImplicitly } = this.#options;
    if (targetMaps) {
      let type: unknown;
      for (const map of targetMaps) {
        if (map.target === this.#target && Object.hasOwn(map.properties, name)) {
          const mapped = map.properties[name as string];
          if (mapped) type = mapped;
        }
      }
      return type;
    }
    if (!convertsImplicitly || this.#direction !== DIRECTION.toInstance) return undefined;
    return readDesignType(this.#target, name) || undefined;
  }

  #transformsOf(key: PropertyKey): TransformFunction[] {
    const found: TransformFunction[] = [];
    // Nearest ancestor first is turned round as a whole, so that the farthest ancestor's last transform comes first.
    const inherited = this.#lineage.slice(1).flatMap((each) => tables.transforms.get(each)?.get(key as string) ?? []);
    const own = tables.transforms.get(this.#target)?.get(key as string) ?? [];
    for (const { options, transformFn } of [...inherited.toReversed(), ...own.toReversed()]) {
      if (this.#isDirected(options) && this.#isInVersion(options) && this.#isInGroups(options)) found.push(transformFn);
    }
    return found;
  }

  #isDropped(key: PropertyKey): boolean {
    const { ignoresDecorators, excludedPrefixes } = this.#options;
    if (!ignoresDecorators) {
      if (this.#excluded.has(key)) return true;
      const options = this.#find(tables.exposes, key)?.options;
      if (!this.#isInVersion(options) || !this.#isInGroups(options)) return true;
    }
    return excludedPrefixes !== undefined && hasPrefix(key, excludedPrefixes);
  }

  #givenName(name: PropertyKey): PropertyKey {
    return this.#find(tables.exposes, name)?.options?.name || name;
  }

  #isDirected(options: DirectedOptions): boolean {
    const isToClassOnly = options?.toClassOnly === true;
    const isToPlainOnly = options?.toPlainOnly === true;
    if (isToClassOnly === isToPlainOnly) return true;
    return isToPlainOnly === (this.#direction === DIRECTION.toPlain);
  }

  #isInVersion(options: LimitedOptions): boolean {
    const { version } = this.#options;
    if (version === undefined || !options) return true;
    if (options.since && !(version >= options.since)) return false;
    return !options.until || version < options.until;
  }

  #isInGroups(options: LimitedOptions): boolean {
    const wanted = options?.groups;
    const { groups } = this.#options;
    if (groups === undefined) return !wanted || !wanted.length;
    return !wanted || groups.some((group) => wanted.includes(group));
  }

  #exposures(): ExposeMetadata[] {
    return this.#recordsOf(tables.exposes);
  }

  /** All records of the lineage that hold in this direction. */
  #allOf<T extends { readonly propertyName: string | undefined; readonly options: DirectedOptions }>(
    table: ReadonlyMap<Function, ReadonlyMap<string | undefined, T>>,
  ): (T & { readonly propertyName: string })[] {
    return this.#recordsOf(table).filter(({ options }) => this.#isDirected(options)) as (T & {
      readonly propertyName: string;
    })[];
  }

  /** All records of properties: ancestors' first, nearest ancestor first, then the class's own. */
  #recordsOf<T extends { readonly propertyName: string | undefined }>(
    table: ReadonlyMap<Function, ReadonlyMap<string | undefined, T>>,
  ): T[] {
    return [...this.#lineage.slice(1), this.#target].flatMap((each) =>
      [...(table.get(each)?.values() ?? [])].filter(({ propertyName }) => propertyName !== undefined),
    );
  }

  /** The record of the class itself, else of its nearest ancestor that has one. */
  #find<T>(table: ReadonlyMap<Function, ReadonlyMap<string | undefined, T>>, name: PropertyKey): T | undefined {
    for (const each of this.#lineage) {
      const found = table.get(each)?.get(name as string);
      if (found) return found;
    }
    return undefined;
  }
}

/** Says whether a key begins with one of the prefixes. Throws a TypeError for keys that are no strings, as the original. */
export function hasPrefix(key: unknown, prefixes: readonly string[]): boolean {
  // oxlint-disable-next-line unicorn/prefer-string-starts-ends-with -- a prefix that is no string never matches
  return !prefixes.every((prefix) => (key as string).slice(0, prefix.length) !== prefix);
}

function planType(record: TypeMetadata): TypePlan {
  const { discriminator, keepDiscriminatorProperty } = record.options ?? {};
  return {
    typeOf: record.typeFunction as TypePlan['typeOf'],
    reflected: record.reflectedType,
    discriminator:
      discriminator && discriminator.property && discriminator.subTypes
        ? {
            property: discriminator.property,
            subTypes: discriminator.subTypes,
            isKept: Boolean(keepDiscriminatorProperty),
          }
        : undefined,
    record,
  };
}
