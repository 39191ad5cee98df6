import {
  EntityManager,
  EntityRepository,
  type FilterQuery,
  InjectRepository,
  Transactional,
  UniqueConstraintViolationException,
} from '@tenon/data';
import { Injectable, NotFoundException } from '@tenon/http';
import { Follow } from '../profiles/follow.js';
import { User } from '../users/user.js';
import { Article, Tag } from './article.js';
import type { ArticleChanges, ArticleQuery, NewArticle, PageQuery } from './article-input.js';
import { Favorite } from './favorite.js';
import { slugFor } from './slug.js';

/** How many articles a page may have. */
const MOST = 100;

/** Some articles, and how many there are in all. */
export type ArticlePage = readonly [articles: readonly Article[], count: number];

@Injectable()
export class Articles {
  constructor(
    @InjectRepository(Article) private readonly articles: EntityRepository<Article>,
    private readonly em: EntityManager,
  ) {}

  /** @throws NotFoundException */
  async find(slug: string): Promise<Article> {
    const article = await this.articles.findOne({ slug }, { populate: ['author', 'tags', 'body'] });
    if (article === null) throw new NotFoundException('', { subject: Article });
    return article;
  }

  list({ tag, author, favorited, ...page }: ArticleQuery): Promise<ArticlePage> {
    return this.#page(page, {
      ...(tag !== undefined && { tags: { $some: { name: tag } } }),
      ...(author !== undefined && { author: { username: author } }),
      ...(favorited !== undefined && {
        id: {
          $in: this.em
            .qb(Favorite)
            .select('article')
            .where({ user: { username: favorited } }),
        },
      }),
    });
  }

  /** What those have written whom a reader follows. */
  feed(reader: User, page: PageQuery): Promise<ArticlePage> {
    const followed = this.em.qb(Follow).select('followed').where({ follower: reader });
    return this.#page(page, { author: { $in: followed } });
  }

  /** @param key - what the slug ends with; default: one that nobody has */
  @Transactional()
  async write(author: User, { tagList = [], ...texts }: NewArticle, key?: string): Promise<Article> {
    const article = this.articles.create({ ...texts, author, slug: slugFor(texts.title, key) });
    await this.#setTags(article, tagList);
    await this.em.persist(article).flush();
    return article;
  }

  /**
   * Writes an article, unless it has been written already: a form that is sent twice has the same key. The slug is unique,
   * so that the database decides it for two that come at once.
   */
  async writeOnce(author: User, input: NewArticle, key: string): Promise<Article> {
    const slug = slugFor(input.title, key);
    const written = await this.articles.findOne({ slug, author });
    if (written !== null) return written;
    try {
      return await this.write(author, input, key);
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      const other = await this.articles.findOne({ slug, author });
      if (other === null) throw error;
      return other;
    }
  }

  @Transactional()
  async change(article: Article, { tagList, ...texts }: ArticleChanges): Promise<Article> {
    if (texts.title !== undefined && texts.title !== article.title) article.slug = slugFor(texts.title);
    this.em.assign(article, { ...texts, updatedAt: new Date() });
    if (tagList) await this.#setTags(article, tagList);
    return article;
  }

  /** Its comments, tags and favourites go with it. */
  async remove(article: Article): Promise<void> {
    await this.em.remove(article).flush();
  }

  /** Gives the tags that articles have. */
  async tags(): Promise<string[]> {
    const tags = await this.em.find(Tag, { articles: { $some: {} } }, { orderBy: { name: 'asc' } });
    return tags.map(({ name }) => name);
  }

  /** The newest come first. */
  #page({ limit, offset }: PageQuery, where: FilterQuery<Article>): Promise<ArticlePage> {
    return this.articles.findAndCount(where, {
      limit: Math.min(limit, MOST),
      offset,
      orderBy: { id: 'desc' },
      populate: ['author', 'tags'],
    });
  }

  async #setTags(article: Article, names: readonly string[]): Promise<void> {
    const wanted = [...new Set(names.map((name) => name.trim()))];
    // Somebody else may be about to use a tag for the first time, too.
    if (wanted.length > 0)
      await this.em
        .qb(Tag)
        .insert(wanted.map((name) => ({ name })))
        .onConflict()
        .ignore()
        .execute();
    article.tags.set(wanted.map((name) => this.em.getReference(Tag, name)));
  }
}
