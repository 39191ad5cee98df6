import type { EntityMetadata, EntityRepository, OrderDefinition } from '@mikro-orm/sql';

/** What an order is made of. */
export type OrderPart = Readonly<Record<string, unknown>>;

/** Gives what MikroORM knows of the entity of a repository. */
export function metadataOf<E extends object>(repository: EntityRepository<E>): EntityMetadata<E> {
  return repository.getEntityManager().getMetadata(repository.getEntityName() as never);
}

/**
 * Puts the primary key behind an order: without it, a database may give items that are equal in an other order each time,
 * and one would be on two pages and another on none.
 */
export function stableOrder<E extends object>(
  { primaryKeys }: EntityMetadata<E>,
  orderBy: OrderDefinition<E> | undefined,
): OrderPart[] {
  const order = [orderBy ?? []].flat() as OrderPart[];
  const missing = primaryKeys.filter((key) => !order.some((part) => Object.hasOwn(part, key)));
  return [...order, ...missing.map((key) => ({ [key]: 'asc' }))];
}
