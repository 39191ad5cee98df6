import { Expose, Type } from 'class-transformer';
import { IsArray, IsOptional, IsString } from 'class-validator';

/** A part of a list, and the way to the parts beside it. */
export interface CursorPage<T> {
  readonly items: readonly T[];
  /** Where the next page begins, for `after`; null where there is none. */
  readonly next: string | null;
  /** Where the previous page ends, for `before`; null where there is none. */
  readonly previous: string | null;
}

class CursorLinks {
  @Expose() @IsOptional() @IsString() @Type(() => String) next!: string | null;
  @Expose() @IsOptional() @IsString() @Type(() => String) previous!: string | null;
}

/** One for each view, so that two routes have one schema. */
const known = new WeakMap<object, new () => CursorPage<never>>();

/**
 * Makes the view of a page with cursors, in which each item is shown as a view says. It is called after that view:
 * `ArticleViewCursorPage`.
 *
 * @example
 * @Get()
 * @Returns(cursorPageOf(ArticleView))
 * list(@Query() query: CursorQuery) { return findCursorPage(this.articles, query, { orderBy: { createdAt: 'desc' } }); }
 */
export function cursorPageOf<V extends object>(view: new () => V): new () => CursorPage<V> {
  const made = known.get(view);
  if (made) return made;
  class CursorPageView extends CursorLinks {
    @Expose() @IsArray() @Type(() => view) items!: V[];
  }
  Object.defineProperty(CursorPageView, 'name', { value: `${view.name}CursorPage` });
  known.set(view, CursorPageView as new () => CursorPage<unknown> as new () => CursorPage<never>);
  return CursorPageView;
}
