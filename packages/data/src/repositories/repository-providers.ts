import type { InjectionToken, ProviderDefinition } from '@tenon/core';
import { type EntityClass, type EntityCtor, MetadataStorage } from '@mikro-orm/sql';
import { Database } from '../database/database.js';
import { repositoryOf } from './inject-repository.js';

/** Gives the providers of the repositories of entities: by `@InjectRepository`, and by the repository's own class. */
export function repositoryProviders(entities: readonly EntityClass<unknown>[]): ProviderDefinition[] {
  return entities.flatMap((entity) => {
    const token = repositoryOf(entity as EntityClass<object>);
    const standard: ProviderDefinition = {
      provide: token,
      inject: [Database],
      useFactory: ({ em }: Database) => em.getRepository(entity as EntityClass<object>),
    };
    const own = ownRepository(entity);
    return own === undefined ? [standard] : [standard, { provide: own, useExisting: token }];
  });
}

/** Gives the class that an entity names by `@Entity({ repository })`. */
function ownRepository(entity: EntityClass<unknown>): InjectionToken | undefined {
  const path: unknown = (entity as unknown as Record<symbol, unknown>)[MetadataStorage.PATH_SYMBOL];
  if (typeof path !== 'string') return undefined;
  return MetadataStorage.getMetadata(entity.name, path, entity as EntityCtor).repository?.() as
    | InjectionToken
    | undefined;
}
