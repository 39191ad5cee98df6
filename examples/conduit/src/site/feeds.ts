import { Injectable } from '@tenon/http';
import type { ArticleQuery } from '../articles/article-input.js';
import { ArticleViews } from '../articles/article-views.js';
import { type ArticlePage, Articles } from '../articles/articles.js';
import { User } from '../users/user.js';
import { PAGE_SIZE, pagesOf } from './pages.js';
import type { Feed } from './view-models.js';

/** Lists of articles, by pages. */
@Injectable()
export class Feeds {
  constructor(
    private readonly articles: Articles,
    private readonly views: ArticleViews,
  ) {}

  async list(query: Pick<ArticleQuery, 'tag' | 'author' | 'favorited'>, page: number, reader?: User): Promise<Feed> {
    return this.#show(await this.articles.list({ ...query, ...rangeOf(page) }), page, reader);
  }

  async following(reader: User, page: number): Promise<Feed> {
    return this.#show(await this.articles.feed(reader, rangeOf(page)), page, reader);
  }

  async #show(found: ArticlePage, page: number, reader: User | undefined): Promise<Feed> {
    const { articles, articlesCount } = await this.views.ofPage(found, reader);
    return { articles, pages: pagesOf(page, articlesCount) };
  }
}

function rangeOf(page: number): { readonly limit: number; readonly offset: number } {
  return { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE };
}
