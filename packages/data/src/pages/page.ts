import { Expose, Type } from 'class-transformer';
import { IsArray, IsInt, Min } from 'class-validator';

/** A part of a list, and how long the whole is. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Counted from 1. */
  readonly page: number;
  /** How many items a page has; the last one may have fewer. */
  readonly size: number;
  /** How many items there are on all pages. */
  readonly total: number;
  /** How many pages there are. */
  readonly pages: number;
}

/** What is said of a page beside its items. */
class PageCounts {
  @Expose() @IsInt() @Min(1) page!: number;
  @Expose() @IsInt() @Min(1) size!: number;
  @Expose() @IsInt() @Min(0) total!: number;
  @Expose() @IsInt() @Min(0) pages!: number;
}

/** One for each view, so that two routes have one schema. */
const known = new WeakMap<object, new () => Page<never>>();

/**
 * Makes the view of a page, in which each item is shown as a view says. It is called after that view: `ArticleViewPage`.
 *
 * @example
 * @Get()
 * @Returns(pageOf(ArticleView))
 * list(@Query() query: PageQuery) { return findPage(this.articles, query); }
 */
export function pageOf<V extends object>(view: new () => V): new () => Page<V> {
  const made = known.get(view);
  if (made) return made;
  class PageView extends PageCounts {
    @Expose() @IsArray() @Type(() => view) items!: V[];
  }
  Object.defineProperty(PageView, 'name', { value: `${view.name}Page` });
  known.set(view, PageView as new () => Page<unknown> as new () => Page<never>);
  return PageView;
}
