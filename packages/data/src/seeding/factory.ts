import type { EntityClass, EntityManager, RequiredEntityData } from '@mikro-orm/sql';

/** What the data of an entity is made with. */
export interface FactoryContext {
  /** Counts the entities that this factory has made, from 1: for what must be unique. */
  readonly sequence: number;
  /** Makes another entity that this one refers to. It is stored with it. */
  readonly make: <R extends object>(factory: Factory<R>, data?: Partial<RequiredEntityData<R>>) => R;
}

/** Gives the data of one entity. */
export type FactoryDefinition<E extends object> = (context: FactoryContext) => RequiredEntityData<E>;

/** Makes entities for tests and seeders, of which only what matters has to be said. */
export class Factory<E extends object> {
  readonly #entity: EntityClass<E>;
  readonly #define: FactoryDefinition<E>;
  #count = 0;

  /** @internal */
  constructor(entity: EntityClass<E>, define: FactoryDefinition<E>) {
    this.#entity = entity;
    this.#define = define;
  }

  /**
   * Makes an entity that is not stored.
   *
   * @param data - what is to be different. Default: nothing
   */
  make(em: EntityManager, data: Partial<RequiredEntityData<E>> = {}): E {
    const sequence = ++this.#count;
    const defined = this.#define({ sequence, make: (factory, given) => factory.make(em, given) });
    // An own `undefined` says nothing, as in a partial update.
    const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    return em.create(this.#entity, { ...defined, ...given }, { persist: false });
  }

  /** Makes several entities that are not stored. */
  makeMany(em: EntityManager, count: number, data?: Partial<RequiredEntityData<E>>): E[] {
    return Array.from({ length: count }, () => this.make(em, data));
  }

  /**
   * Makes an entity and stores it, with those that it refers to.
   *
   * @param em - that of a transaction, a request or a unit of work
   * @param data - what is to be different. Default: nothing
   */
  async create(em: EntityManager, data?: Partial<RequiredEntityData<E>>): Promise<E> {
    const entity = this.make(em, data);
    await em.persist(entity).flush();
    return entity;
  }

  /** Makes several entities and stores them. */
  async createMany(em: EntityManager, count: number, data?: Partial<RequiredEntityData<E>>): Promise<E[]> {
    const entities = this.makeMany(em, count, data);
    await em.persist(entities).flush();
    return entities;
  }
}

/**
 * Declares how entities are made for tests and seeders.
 *
 * @param define - gives all that an entity needs
 *
 * @example
 * export const authors = createFactory(Author, ({ sequence }) => ({ email: `author${sequence}@example.org` }));
 * export const articles = createFactory(Article, ({ sequence, make }) => ({
 *   slug: `article-${sequence}`,
 *   author: make(authors),
 * }));
 *
 * const article = await articles.create(em, { slug: 'engines' });
 */
export function createFactory<E extends object>(entity: EntityClass<E>, define: FactoryDefinition<E>): Factory<E> {
  return new Factory(entity, define);
}
