import type { ErrorMeaning } from '@tenon/core';
import { CursorError, type EntityRepository, type FindByCursorOptions, type Loaded } from '@mikro-orm/sql';
import type { CursorPage } from './cursor-page.js';
import type { CursorQuery } from './cursor-query.js';
import { readCursor, writeCursor } from './cursor-text.js';
import { metadataOf, type OrderPart, stableOrder } from './stable-order.js';

/** What `findCursorPage` takes: all that `findByCursor` takes, but for what the query says. */
export type CursorPageOptions<E extends object, P extends string, F extends string, X extends string> = Omit<
  FindByCursorOptions<E, P, F, X, false>,
  'first' | 'last' | 'after' | 'before' | 'overfetch' | 'includeCount'
>;

/** A client has sent a cursor that is none of this list. It is answered with 422. */
export class CursorProblem extends Error {
  override name = 'CursorProblem';
  /** The parameter that it came in. */
  readonly parameter: 'after' | 'before';

  constructor(parameter: 'after' | 'before', message: string) {
    super(message);
    this.parameter = parameter;
  }
}

/**
 * Finds the part of a list that lies behind an item, or before it. It takes no longer far behind than at the beginning,
 * and what is added or removed meanwhile shows no item twice and hides none. Nothing is counted.
 *
 * What is equal by `orderBy` has the order of the primary key, in the direction of the last part of `orderBy`. An index over
 * both makes it fast.
 *
 * @param options - `where`, `orderBy`, `populate` and whatever else `findByCursor` takes
 * @throws CursorProblem for a cursor that is none of this list in this order; it is answered with 422
 *
 * @example
 * return findCursorPage(this.articles, query, { where: { isPublished: true }, orderBy: { createdAt: 'desc' } });
 */
export async function findCursorPage<
  E extends object,
  P extends string = never,
  F extends string = never,
  X extends string = never,
>(
  repository: EntityRepository<E>,
  { after, before, size }: CursorQuery,
  options: CursorPageOptions<E, P, F, X> = {},
): Promise<CursorPage<Loaded<E, P, F, X>>> {
  if (after !== undefined && before !== undefined) throw new CursorProblem('before', 'before cannot be with after');
  const parameter = before === undefined ? 'after' : 'before';
  const metadata = metadataOf(repository);
  const order = stableOrder(metadata, options.orderBy);
  const list = `${metadata.className} ${JSON.stringify(order)}`;
  const text = after ?? before;
  const cursor = text === undefined ? undefined : readCursor(list, text, metadata as never, order);
  if (text !== undefined && cursor === undefined) throw problemWith(parameter);
  try {
    const asked = {
      ...options,
      ...neededFor(order, options),
      ...(parameter === 'after' ? { first: size } : { last: size }),
      ...(cursor !== undefined && { [parameter]: cursor }),
      orderBy: order,
      includeCount: false,
    };
    // MikroORM's types follow what `using` may be, which no generic code can say.
    const found = await repository.findByCursor(asked as never);
    const { items, startCursor, endCursor, hasNextPage, hasPrevPage } = found;
    return {
      items: items as unknown as Loaded<E, P, F, X>[],
      next: hasNextPage && endCursor !== null ? writeCursor(list, endCursor) : null,
      previous: hasPrevPage && startCursor !== null ? writeCursor(list, startCursor) : null,
    };
  } catch (error) {
    // What a type of its own makes of a value is not known before.
    if (cursor !== undefined && error instanceof CursorError) throw problemWith(parameter);
    throw error;
  }
}

/** What the cursor of an item is made of has to be loaded, whatever else is wanted of it. */
function neededFor(
  order: readonly OrderPart[],
  { fields, populate }: { readonly fields?: readonly string[]; readonly populate?: unknown },
): { fields?: readonly string[]; populate?: readonly unknown[] } {
  const paths = order.flatMap((part) => pathsIn(part));
  const relations = paths.filter((path) => path.includes('.')).map((path) => path.slice(0, path.lastIndexOf('.')));
  return {
    ...(fields && { fields: [...fields, ...paths] }),
    ...(relations.length > 0 && { populate: [...(Array.isArray(populate) ? populate : []), ...relations] }),
  };
}

/** Gives `author.name` for `{ author: { name: 'asc' } }`. */
function pathsIn(part: OrderPart): string[] {
  return Object.entries(part).flatMap(([key, direction]) =>
    typeof direction === 'object' && direction !== null
      ? pathsIn(direction as OrderPart).map((path) => `${key}.${path}`)
      : [key],
  );
}

function problemWith(parameter: 'after' | 'before'): CursorProblem {
  return new CursorProblem(parameter, `${parameter} is no cursor of this list`);
}

/** Tells clients of it. */
export function meaningOfCursor(error: unknown): ErrorMeaning | undefined {
  if (!(error instanceof CursorProblem)) return undefined;
  const { parameter, message } = error;
  return {
    kind: 'invalid',
    code: 'cursor',
    detail: 'The list has no such page.',
    fields: [{ name: parameter, code: 'cursor', message }],
  };
}
