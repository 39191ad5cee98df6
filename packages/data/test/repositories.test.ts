import { beforeAll, expect, jest, test } from '@jest/globals';
import { type ApplicationContext, createContext, Injectable, Module } from '@tenon/core';
import { Database, EntityManager, EntityRepository, InjectRepository } from '@tenon/data';
import { Article, ArticleRepository, Author, blogData } from './support/blog.js';
import { onEachDatabase } from './support/databases.js';

@Injectable()
class Blog {
  constructor(
    readonly articles: ArticleRepository,
    @InjectRepository(Author) readonly authors: EntityRepository<Author>,
    readonly em: EntityManager,
    readonly database: Database,
  ) {}
}

async function createBlog(url: string): Promise<ApplicationContext> {
  @Module({ imports: [blogData(url)], providers: [Blog] })
  class AppModule {}
  const context = await createContext(AppModule);
  await context.get(Database).orm.schema.refresh();
  return context;
}

onEachDatabase('repositories', ({ create }) => {
  let url: string;
  beforeAll(async () => {
    url = await create();
  });

  test('are injected by @InjectRepository and by their own class', async () => {
    await using context = await createBlog(url);
    const { articles, authors, em, database } = context.get(Blog);
    await database.unitOfWork(async () => {
      const author = authors.create({ email: 'ada@example.org' });
      articles.create({ slug: 'engines', title: 'On engines', author });
      await em.flush();
    });
    await database.unitOfWork(async () => {
      const found = await articles.bySlug('engines');
      expect(found).toBeInstanceOf(Article);
      expect(found?.author.id).toBe(1);
      expect(articles).toBeInstanceOf(ArticleRepository);
    });
  });

  test('share one identity map within a request, and none between two', async () => {
    await using context = await createBlog(url);
    const { authors, em, database } = context.get(Blog);
    await database.unitOfWork(() => em.persist(authors.create({ email: 'ada@example.org' })).flush());
    const seen = await Promise.all(
      [1, 2].map(async () => {
        await using request = context.createRequestScope();
        return await request.run(async () => {
          const one = await authors.findOneOrFail({ email: 'ada@example.org' });
          expect(await em.findOne(Author, { id: one.id })).toBe(one);
          return one;
        });
      }),
    );
    expect(seen[0]).not.toBe(seen[1]);
  });

  test('tell what is absent in a partial update from what is null', async () => {
    class UpdateArticle {
      title?: string;
      summary?: string | null;
    }
    await using context = await createBlog(url);
    const { articles, authors, em, database } = context.get(Blog);
    await database.unitOfWork(async () => {
      const author = authors.create({ email: 'ada@example.org' });
      articles.create({ slug: 'engines', title: 'On engines', summary: 'They compute.', author });
      await em.flush();
    });
    const update = (input: UpdateArticle): Promise<Article> =>
      database.unitOfWork(async () => {
        const article = em.assign(await articles.findOneOrFail({ slug: 'engines' }), input);
        await em.flush();
        return article;
      });
    const absent = Object.assign(new UpdateArticle(), { summary: null });
    expect(Object.hasOwn(absent, 'title')).toBe(true);
    expect(await update(absent)).toMatchObject({ title: 'On engines', summary: null, version: 2 });
    expect(await update(new UpdateArticle())).toMatchObject({ title: 'On engines', summary: null, version: 2 });
    expect(await update({ title: 'More' })).toMatchObject({ title: 'More', summary: null, version: 3 });
  });

  test('are made when a request uses data first, and not before', async () => {
    await using context = await createBlog(url);
    const { authors, database } = context.get(Blog);
    const forks = jest.spyOn(database.orm.em, 'fork');
    await using request = context.createRequestScope();
    request.run(() => context.get(Blog));
    expect(forks).toHaveBeenCalledTimes(0);
    await request.run(async () => {
      await authors.count();
      await authors.count();
    });
    expect(forks).toHaveBeenCalledTimes(1);
  });

  test('refuse to be used where nothing says what belongs together', async () => {
    await using context = await createBlog(url);
    const { authors } = context.get(Blog);
    await expect(authors.findAll()).rejects.toThrow('TENON_DATA_NO_UNIT_OF_WORK');
  });
});
