import type { EntityRepository, FindAllOptions, Loaded } from '@mikro-orm/sql';
import type { Page } from './page.js';
import type { PageQuery } from './page-query.js';
import { metadataOf, stableOrder } from './stable-order.js';

/** What `findPage` takes: all that `findAll` takes, but for what the query says. */
export type PageOptions<E extends object, P extends string, F extends string, X extends string> = Omit<
  FindAllOptions<E, P, F, X>,
  'limit' | 'offset'
>;

/**
 * Finds one page of what a repository has, and counts the whole.
 *
 * What is equal by `orderBy` has the order of the primary key, in the direction of the last part of `orderBy`, so that each
 * item is on one page.
 *
 * Counting reads all that `where` leaves, and so does the way to a page far behind: for long lists see `findCursorPage`.
 *
 * @param options - `where`, `orderBy`, `populate` and whatever else `findAll` takes
 *
 * @example
 * return findPage(this.articles, query, { where: { isPublished: true }, orderBy: { createdAt: 'desc' } });
 */
export async function findPage<
  E extends object,
  P extends string = never,
  F extends string = never,
  X extends string = never,
>(
  repository: EntityRepository<E>,
  { page, size }: PageQuery,
  options: PageOptions<E, P, F, X> = {},
): Promise<Page<Loaded<E, P, F, X>>> {
  const where = options.where ?? {};
  const orderBy = stableOrder(metadataOf(repository), options.orderBy);
  const found = { ...options, orderBy, limit: size, offset: (page - 1) * size };
  // MikroORM's types follow what `using` may be, which no generic code can say.
  const [items, total] = await repository.findAndCount(where, found as never);
  return { items: items as Loaded<E, P, F, X>[], page, size, total, pages: Math.ceil(total / size) };
}
