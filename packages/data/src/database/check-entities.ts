import { formatPlace, TenonError } from '@tenon/core';
import { type EntityClass, EntitySchema, type EntityMetadata, MetadataStorage } from '@mikro-orm/sql';
import * as faults from '../errors.js';

/** What MikroORM's decorators leave on a class. */
interface Decorated {
  readonly [MetadataStorage.META_SYMBOL]?: EntityMetadata;
  readonly [MetadataStorage.PATH_SYMBOL]?: string;
}

/**
 * Refuses classes that no decorator has made an entity. MikroORM takes them for abstract ones, and would miss them only where
 * a repository is asked for.
 *
 * @throws TenonError `TENON_DATA_ENTITIES`, once for each of them
 */
export function checkEntities(entities: readonly EntityClass<unknown>[]): void {
  const missing = entities.flatMap((entity: unknown, index) => (isThing(entity) ? [] : [index]));
  if (missing.length > 0)
    throw new TenonError(missing.map((index) => faults.missingEntity({ index, found: String(entities[index]) })));
  const bare = entities.filter((entity) => !isMarked(entity));
  if (bare.length === 0) return;
  throw new TenonError(bare.map((entity) => faults.noEntity({ entity: entity.name, file: fileOf(entity) })));
}

function isThing(entity: unknown): boolean {
  return typeof entity === 'function' || (typeof entity === 'object' && entity !== null);
}

function isMarked(entity: EntityClass<unknown>): boolean {
  // Those of properties leave something too; only that of the class says which class it is. A schema is kept elsewhere.
  const isOwn = Object.hasOwn(entity, MetadataStorage.META_SYMBOL);
  if (isOwn && (entity as Decorated)[MetadataStorage.META_SYMBOL]?.class === entity) return true;
  return EntitySchema.is(entity) || EntitySchema.REGISTRY.has(entity as never);
}

/** Gives the file of a class; undefined where none of its properties has a decorator. MikroORM keeps no line. */
function fileOf(entity: EntityClass<unknown>): string | undefined {
  const path = Object.hasOwn(entity, MetadataStorage.PATH_SYMBOL)
    ? (entity as Decorated)[MetadataStorage.PATH_SYMBOL]
    : undefined;
  return formatPlace({ stack: `at ${path}:1:1` })?.replace(/:\d+$/, '');
}
