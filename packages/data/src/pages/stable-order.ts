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
 *
 * It goes the way of what stands before it: the newest first stays the newest first among those of one second, and a
 * database can read all of it from one index.
 */
export function stableOrder<E extends object>(
  { primaryKeys }: EntityMetadata<E>,
  orderBy: OrderDefinition<E> | undefined,
): OrderPart[] {
  const order = [orderBy ?? []].flat() as OrderPart[];
  const missing = primaryKeys.filter((key) => !order.some((part) => Object.hasOwn(part, key)));
  const direction = isDescending(order.findLast((part) => Reflect.ownKeys(part).length > 0)) ? 'desc' : 'asc';
  return [...order, ...missing.map((key) => ({ [key]: direction }))];
}

/** Whether the last direction of an order is downwards: `desc`, `DESC NULLS LAST` or -1; that of a relation's, if it is one. */
function isDescending(direction: unknown): boolean {
  if (typeof direction === 'string') return /^desc/i.test(direction);
  if (typeof direction !== 'object' || direction === null) return direction === -1;
  // Raw SQL stands there as a symbol.
  const last = Reflect.ownKeys(direction).at(-1);
  return last !== undefined && isDescending(direction[last as never]);
}
