import {
  cursorPageOf,
  type CursorQuery,
  type EntityRepository,
  findCursorPage,
  findPage,
  pageOf,
  type PageQuery,
} from '@tenon/data';
import { Get, Returns } from '@tenon/http';

class Article {
  id!: number;
  title!: string;
}

class ArticleView {
  id!: number;
  title!: string;
}

class PriceView {
  price!: number;
}

declare const articles: EntityRepository<Article>;

// What is found is shown by the view of its own kind, and by no other.
export class ArticleController {
  @Get('/')
  @Returns(pageOf(ArticleView))
  list(query: PageQuery) {
    return findPage(articles, query, { where: { title: 'a' }, orderBy: { title: 'asc' } });
  }

  @Get('/stream')
  @Returns(cursorPageOf(ArticleView))
  follow(query: CursorQuery) {
    return findCursorPage(articles, query, { orderBy: { title: 'asc' } });
  }

  @Get('/prices')
  // @ts-expect-error articles have no price
  @Returns(pageOf(PriceView))
  prices(query: PageQuery) {
    return findPage(articles, query);
  }

  @Get('/wrong')
  // @ts-expect-error a page with numbers is none with cursors
  @Returns(cursorPageOf(ArticleView))
  wrong(query: PageQuery) {
    return findPage(articles, query);
  }
}

export function faults(query: PageQuery & CursorQuery): void {
  // @ts-expect-error articles have no price
  void findPage(articles, query, { where: { price: 1 } });
  // @ts-expect-error nor an order by one
  void findCursorPage(articles, query, { orderBy: { price: 'asc' } });
  // @ts-expect-error the query says how many
  void findPage(articles, query, { limit: 5 });
}
