import { getMetadataStorage } from 'class-validator';
import type { ExcludeMetadata, ExposeMetadata, TypeMetadata } from 'class-transformer';
import { defaultMetadataStorage as storage } from 'class-transformer/cjs/storage.js';
import { ancestorsOf, transformerTables as tables } from './transformer-storage.js';

type Named = { readonly propertyName: string | undefined };

/**
 * Gives one class what both libraries know of another's properties.
 *
 * Copied rather than inherited, because a class that drops properties cannot take them back from its parent.
 *
 * @param isTaken - which properties; what is said of the class as a whole is always taken
 * @returns the taken properties of which class-validator knows something
 */
export function copyMetadata(from: Function, to: Function, isTaken: (name: string) => boolean): Set<string> {
  const lineage = [from, ...ancestorsOf(from)];
  copyTransformer(lineage, to, (name) => name === undefined || isTaken(name));
  const validated = copyValidator(from, to, isTaken);
  copyDesignTypes(from, to, [...namesOf(lineage), ...validated].filter(isTaken));
  return validated;
}

function copyTransformer(
  lineage: readonly Function[],
  to: Function,
  isTaken: (name: string | undefined) => boolean,
): void {
  const [from] = lineage as [Function];
  const copy = <T extends Named>(
    table: ReadonlyMap<Function, ReadonlyMap<string | undefined, T>>,
    add: (record: T & { target: Function }) => void,
  ): void => {
    const own = table.get(from)?.get(undefined);
    if (own) add({ ...own, target: to });
    for (const name of namesIn(table, lineage)) {
      const nearest = lineage.find((each) => table.get(each)?.has(name)) as Function;
      if (isTaken(name)) add({ ...(table.get(nearest)?.get(name) as T), target: to });
    }
  };
  copy<TypeMetadata>(tables.types, (record) => storage.addTypeMetadata(record));
  copy<ExposeMetadata>(tables.exposes, (record) => storage.addExposeMetadata(record));
  copy<ExcludeMetadata>(tables.excludes, (record) => storage.addExcludeMetadata(record));
  // Transforms add up. They run in the reverse of their order here, the farthest ancestor's first.
  for (const each of lineage) {
    for (const [name, records] of tables.transforms.get(each) ?? []) {
      if (isTaken(name)) for (const record of records) storage.addTransformMetadata({ ...record, target: to });
    }
  }
}

/** The names in a table, in the order in which the original shows them: the nearest ancestor's first, the class's own last. */
function namesIn(
  table: ReadonlyMap<Function, ReadonlyMap<string | undefined, unknown>>,
  lineage: readonly Function[],
): Set<string> {
  const [own, ...ancestors] = lineage as [Function, ...Function[]];
  const names = [...ancestors, own].flatMap((each) => [...(table.get(each)?.keys() ?? [])]);
  return new Set(names.filter((name) => name !== undefined));
}

function namesOf(lineage: readonly Function[]): string[] {
  const { types, transforms, exposes, excludes } = tables;
  return [types, transforms, exposes, excludes].flatMap((table) => [...namesIn(table, lineage)]);
}

function copyValidator(from: Function, to: Function, isTaken: (name: string) => boolean): Set<string> {
  const validator = getMetadataStorage();
  const names = new Set<string>();
  for (const record of validator.getTargetValidationMetadatas(from, '', false, false)) {
    if (!isTaken(record.propertyName)) continue;
    const copy = Object.create(Object.getPrototypeOf(record) as object) as typeof record;
    validator.addValidationMetadata(Object.assign(copy, record, { target: to }));
    names.add(record.propertyName);
  }
  return names;
}

function copyDesignTypes(from: Function, to: Function, names: readonly string[]): void {
  const { getMetadata, defineMetadata } = Reflect as unknown as Partial<MetadataApi>;
  if (!getMetadata || !defineMetadata) return;
  for (const name of names) {
    const type = getMetadata('design:type', from.prototype as object, name);
    if (type !== undefined) defineMetadata('design:type', type, to.prototype as object, name);
  }
}

/** What reflect-metadata adds to `Reflect`. */
interface MetadataApi {
  getMetadata: (key: string, target: object, name: string) => unknown;
  defineMetadata: (key: string, value: unknown, target: object, name: string) => void;
}
