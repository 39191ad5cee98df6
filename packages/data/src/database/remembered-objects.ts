import { Collection, type EntityManager, helper } from '@mikro-orm/sql';

/**
 * The objects of an identity map, before a transaction begins that works on them as well.
 *
 * A rollback takes back what is in the database, and MikroORM leaves the objects as they are. They would be found changed,
 * and be written by whoever flushes next.
 */
export class RememberedObjects {
  readonly #em: EntityManager;
  /** What was in the database, by object. MikroORM puts another one in its place whenever it writes. */
  readonly #stored = new Map<object, object | undefined>();
  /** What was in the collections that had been loaded. */
  readonly #items = new Map<Collection<object>, readonly object[]>();

  /** @param em - the manager around the transaction */
  constructor(em: EntityManager) {
    this.#em = em;
    for (const entity of em.getUnitOfWork(false).getIdentityMap()) {
      const { __originalEntityData: stored } = helper(entity);
      this.#stored.set(entity, stored);
      for (const collection of collectionsOf(entity)) {
        if (collection.isInitialized()) this.#items.set(collection, collection.getItems(false));
      }
    }
  }

  /** Makes the objects what the database has again, after a rollback. Only those that were changed are read. */
  async restore(): Promise<void> {
    for (const entity of this.#stored.keys()) {
      for (const collection of collectionsOf(entity)) this.#restoreCollection(collection);
    }
    for (const [entity, stored] of this.#stored) {
      if (this.#isChanged(entity, stored)) await this.#em.refresh(entity);
    }
    // What was to be inserted, and all that was added to a collection.
    this.#em.getUnitOfWork(false).getPersistStack().clear();
  }

  #restoreCollection(collection: Collection<object>): void {
    const items = this.#items.get(collection);
    if (items) collection.hydrate([...items]);
    else if (collection.isDirty() || collection.isInitialized()) {
      // It is loaded again by whoever asks for it.
      Collection.create(collection.owner, collection.property.name as never, undefined, false);
    }
  }

  #isChanged(entity: object, stored: object | undefined): boolean {
    const { __originalEntityData: now, __meta: meta } = helper(entity);
    if (now !== stored) return true;
    const comparator = this.#em.getComparator();
    const changes = now && comparator.diffEntities(meta.class, now, comparator.prepareEntity(entity));
    return changes !== undefined && Object.keys(changes).length > 0;
  }
}

function collectionsOf(entity: object): Collection<object>[] {
  return Object.values(entity).filter((value) => value instanceof Collection);
}
