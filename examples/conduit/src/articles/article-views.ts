import { EntityManager } from '@tenon/data';
import { Injectable } from '@tenon/http';
import { Profiles } from '../profiles/profiles.js';
import { User } from '../users/user.js';
import { Article } from './article.js';
import type { ArticleReply, ArticlesReply, ArticleView } from './article-view.js';
import type { ArticlePage } from './articles.js';
import { Favorite } from './favorite.js';

/** Shows articles as a reader sees them: by three queries, however many articles there are. */
@Injectable()
export class ArticleViews {
  constructor(
    private readonly em: EntityManager,
    private readonly profiles: Profiles,
  ) {}

  async of(article: Article, reader?: User): Promise<ArticleReply> {
    const [view] = await this.#viewsOf([article], reader);
    return { article: view! };
  }

  async ofPage([articles, articlesCount]: ArticlePage, reader?: User): Promise<ArticlesReply> {
    return { articles: await this.#viewsOf(articles, reader), articlesCount };
  }

  async #viewsOf(articles: readonly Article[], reader: User | undefined): Promise<ArticleView[]> {
    const authors = articles.map(({ author }) => author);
    const [profileOf, counts, favorited] = await Promise.all([
      this.profiles.viewsFor(reader, authors),
      this.em.countBy(Favorite, 'article', { where: { article: { $in: [...articles] } } }),
      this.#favoritesOf(reader, articles),
    ]);
    return articles.map(({ id, slug, title, description, body, tags, createdAt, updatedAt, author }) => ({
      slug,
      title,
      description,
      body,
      tagList: tags
        .getItems()
        .map(({ name }) => name)
        .toSorted(),
      createdAt,
      updatedAt,
      favorited: favorited.has(id),
      favoritesCount: counts[id] ?? 0,
      author: profileOf(author),
    }));
  }

  /** Gives the ids of those that a reader likes. */
  async #favoritesOf(reader: User | undefined, articles: readonly Article[]): Promise<ReadonlySet<number>> {
    if (reader === undefined) return new Set();
    const favorites = await this.em.find(Favorite, { user: reader, article: { $in: [...articles] } });
    return new Set(favorites.map(({ article }) => article.id));
  }
}
