import { createToken, Inject, type InjectDecorator, type Token } from '@tenon/core';
import type { EntityClass, EntityRepository, EntityRepositoryType, GetRepository } from '@mikro-orm/sql';

/** The repository of an entity: its own class where it has one by `[EntityRepositoryType]`. */
export type RepositoryOf<E extends object & { [EntityRepositoryType]?: unknown }> = GetRepository<
  E,
  EntityRepository<E>
>;

const tokens = new WeakMap<object, Token<unknown>>();

/** Gives the token of an entity's repository, for `inject` lists and overrides. */
export function repositoryOf<E extends object>(entity: EntityClass<E>): Token<RepositoryOf<E>> {
  let token = tokens.get(entity);
  if (!token) tokens.set(entity, (token = createToken<unknown>(`repository of ${entity.name}`)));
  return token as Token<RepositoryOf<E>>;
}

/**
 * Injects the repository of an entity.
 *
 * @example
 * constructor(@InjectRepository(Article) private readonly articles: EntityRepository<Article>) {}
 */
export function InjectRepository<E extends object>(entity: EntityClass<E>): InjectDecorator<RepositoryOf<E>> {
  return Inject(repositoryOf(entity));
}
