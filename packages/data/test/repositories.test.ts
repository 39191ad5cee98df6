import { beforeAll, expect, jest, test } from '@jest/globals';
import { type ApplicationContext, createContext, Injectable, Module, SUBJECT_RESOLVER } from '@tenon/core';
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

  test('are what a path names: by a key, or by a property that is unique', async () => {
    await using context = await createBlog(url);
    const { articles, authors, em, database } = context.get(Blog);
    await database.unitOfWork(async () => {
      const author = authors.create({ email: 'ada@example.org' });
      articles.create({ slug: 'engines', title: 'On engines', author });
      await em.flush();
    });
    const [resolver] = context.get(SUBJECT_RESOLVER);
    const load = async (property: string, value: string) =>
      database.unitOfWork(() => resolver?.loaderOf(Article, property)?.(value, {}));
    expect(await load('slug', 'engines')).toMatchObject({ id: 1, title: 'On engines' });
    expect(await load('id', '1')).toBeInstanceOf(Article);

    const nothing = ['x', '', '01', '1.0', '+1', '1e0', ' 1', '-1', '2147483648', '99999999999999999999', 'NaN'];
    for (const text of nothing)
      expect({ text, found: (await load('id', text)) ?? 'nothing' }).toEqual({ text, found: 'nothing' });
    for (const text of ['', "' or 1=1 --", 'a\0b', '\ud800', 'x'.repeat(5000)]) {
      expect((await load('slug', text)) ?? undefined).toBeUndefined();
    }
    // Several articles may have the same of these.
    for (const property of ['title', 'author', 'views', 'version', 'constructor', 'no-such'])
      expect(resolver?.loaderOf(Article, property)).toBeUndefined();
    expect(resolver?.loaderOf(Blog, 'id')).toBeUndefined();
  });
});
