import {
  capturePlace,
  createInjectDecorator,
  createToken,
  declareMend,
  type InjectDecorator,
  type Token,
} from '@tenon/core';
import { type EntityClass, EntityRepository, type EntityRepositoryType, type GetRepository } from '@mikro-orm/sql';

/** The repository of an entity: its own class where it has one by `[EntityRepositoryType]`. */
export type RepositoryOf<E extends object & { [EntityRepositoryType]?: unknown }> = GetRepository<
  E,
  EntityRepository<E>
>;

// The class alone does not say of which entity it is, and nobody can provide it.
declareMend(EntityRepository, 'say of which entity it is: put @InjectRepository(ENTITY) before it');

const tokens = new WeakMap<object, Token<unknown>>();

/** Gives the token of an entity's repository, for `inject` lists and overrides. */
export function repositoryOf<E extends object>(entity: EntityClass<E>): Token<RepositoryOf<E>> {
  const known = tokens.get(entity);
  if (known) return known as Token<RepositoryOf<E>>;
  const token = createToken<RepositoryOf<E>>(`repository of ${entity.name}`);
  declareMend(token, `add ${entity.name} to the entities of DataModule.with({ entities: […] })`);
  tokens.set(entity, token);
  return token;
}

/**
 * Injects the repository of an entity.
 *
 * @example
 * constructor(@InjectRepository(Article) private readonly articles: EntityRepository<Article>) {}
 */
export function InjectRepository<E extends object>(entity: EntityClass<E>): InjectDecorator<RepositoryOf<E>> {
  return createInjectDecorator(repositoryOf(entity), 'InjectRepository', capturePlace(InjectRepository));
}
