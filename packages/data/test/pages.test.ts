import { beforeAll, expect, test } from '@jest/globals';
import {
  cursorPageOf,
  CursorQuery,
  Database,
  DataModule,
  Entity,
  EntityRepository,
  findCursorPage,
  findPage,
  InjectRepository,
  ManyToOne,
  type Opt,
  pageOf,
  PageQuery,
  PrimaryKey,
  Property,
} from '@tenon/data';
import { Controller, Get, Module, Query, Returns } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { Expose } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import * as fc from 'fast-check';
import { onEachDatabase } from './support/databases.js';

@Entity()
class Author {
  @PrimaryKey() id!: number;
  @Property() name!: string;
}

@Entity()
class Article {
  @PrimaryKey() id!: number;
  @Property() title!: string;
  @Property({ type: 'integer', nullable: true }) rank!: number | null;
  @Property({ type: 'datetime' }) at!: Date;
  @Property({ hidden: true }) secret: Opt<string> = 'secret';
  @ManyToOne(() => Author) author!: Author;
}

class ArticleView {
  @Expose() id!: number;
  @Expose() title!: string;
}

class ArticleQuery extends PageQuery {
  @IsOptional() @IsString() title?: string;
  @IsInt() @Min(1) @Max(500) override size = 3;
}

class OrderedQuery extends CursorQuery {
  @IsOptional() @IsIn(['rank', 'at', 'author', 'title']) by?: 'rank' | 'at' | 'author' | 'title';
  @IsOptional() @IsIn(['asc', 'desc']) way?: 'asc' | 'desc';
}

@Controller('/articles')
class ArticleController {
  constructor(@InjectRepository(Article) private readonly articles: EntityRepository<Article>) {}

  @Get()
  @Returns(pageOf(ArticleView))
  list(@Query() query: ArticleQuery) {
    const where = query.title === undefined ? {} : { title: query.title };
    return findPage(this.articles, query, { where, orderBy: { title: 'desc' } });
  }

  @Get('/stream')
  @Returns(cursorPageOf(ArticleView))
  follow(@Query() { by = 'at', way = 'desc', ...query }: OrderedQuery) {
    const orderBy = by === 'author' ? { author: { name: way } } : { [by]: way };
    return findCursorPage(this.articles, query, { orderBy });
  }
}

interface Shown {
  readonly items: readonly { readonly id: number }[];
  readonly next: string | null;
  readonly previous: string | null;
}

/** By what a list is ordered: `author` by the author's name. */
type Key = 'rank' | 'at' | 'title' | 'author';
type Way = readonly [Key, 'asc' | 'desc' | 'ASC NULLS LAST' | 'desc nulls first' | 1 | -1];

const ways = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom<Key>('rank', 'at', 'title', 'author'),
    fc.constantFrom<Way[1]>('asc', 'desc', 'ASC NULLS LAST', 'desc nulls first', 1, -1),
  ),
  { selector: ([key]) => key, maxLength: 3 },
);

onEachDatabase('pages', ({ kind, create }) => {
  let url: string;
  beforeAll(async () => {
    url = await create();
  });

  /** Has seven articles, of which some are equal in everything but their ids. */
  async function createShop(): Promise<TestApp> {
    @Module({ imports: [DataModule.with({ entities: [Author, Article], url })], controllers: [ArticleController] })
    class AppModule {}
    const app = await createTestApp(AppModule);
    const database = app.get(Database);
    await database.orm.schema.refresh();
    await database.transaction((em) => {
      const [ada, ben] = [em.create(Author, { name: 'Ada' }), em.create(Author, { name: 'Ben' })];
      for (const n of [1, 2, 3, 4, 5, 6, 7]) {
        em.create(Article, {
          title: n < 4 ? 'a' : 'b',
          rank: n % 3 === 0 ? null : n % 3,
          at: new Date(Date.UTC(2026, 0, Math.ceil(n / 2))),
          author: n % 2 === 0 ? ada : ben,
        });
      }
    });
    return app;
  }

  async function read<T = Shown>(app: TestApp, path: string): Promise<T> {
    const reply = await app.inject(`/articles${path}`);
    expect({ path, status: reply.statusCode, body: reply.statusCode === 200 ? '' : reply.body }).toEqual({
      path,
      status: 200,
      body: '',
    });
    return reply.json<T>();
  }

  test('have a part of the list, and tell how long the whole is', async () => {
    await using app = await createShop();
    expect(await read(app, '')).toEqual({
      items: [
        { id: 7, title: 'b' },
        { id: 6, title: 'b' },
        { id: 5, title: 'b' },
      ],
      page: 1,
      size: 3,
      total: 7,
      pages: 3,
    });
    expect(await read(app, '?page=3')).toMatchObject({ items: [{ id: 1 }], page: 3, total: 7 });
    expect(await read(app, '?title=a&size=2&page=2')).toMatchObject({ items: [{ id: 1 }], total: 3, pages: 2 });
    expect(await read(app, '?title=none')).toMatchObject({ items: [], total: 0, pages: 0 });
  });

  test('are empty behind the last one, and refused where no list could be that long', async () => {
    await using app = await createShop();
    expect(await read(app, '?page=1000000000&size=500')).toMatchObject({ items: [], total: 7 });
    for (const [query, name] of [
      ['page=0', 'page'],
      ['page=-1', 'page'],
      ['page=1.5', 'page'],
      ['page=1000000001', 'page'],
      ['page=99999999999999999999', 'page'],
      ['page=1e9', 'page'],
      ['size=0', 'size'],
      ['size=501', 'size'],
      ['size=all', 'size'],
    ]) {
      const reply = await app.inject(`/articles?${query}`);
      expect({ query, status: reply.statusCode, errors: reply.json<{ errors: unknown }>().errors }).toEqual({
        query,
        status: 422,
        errors: [expect.objectContaining({ in: 'query', name })],
      });
    }
  });

  test('are described with the view of their items', async () => {
    await using app = await createShop();
    const document = (await app.inject('/openapi.json')).json<{ components: { schemas: Record<string, unknown> } }>();
    const { schemas } = document.components;
    expect(schemas['ArticleViewPage']).toMatchObject({
      properties: {
        items: { type: 'array', items: { $ref: '#/components/schemas/ArticleView' } },
        page: { type: 'integer' },
        total: { type: 'integer' },
      },
      required: expect.arrayContaining(['items', 'page', 'size', 'total', 'pages']),
    });
    expect(schemas['ArticleViewCursorPage']).toMatchObject({
      properties: {
        items: { items: { $ref: '#/components/schemas/ArticleView' } },
        next: { type: ['string', 'null'] },
      },
    });
    expect(pageOf(ArticleView)).toBe(pageOf(ArticleView));
  });

  test.each(['rank', 'at', 'author', 'title'])('with cursors by %s show each item once, there and back', async (by) => {
    await using app = await createShop();
    for (const way of ['asc', 'desc']) {
      const path = `/stream?by=${by}&way=${way}`;
      const all = (await read(app, `${path}&size=100`)).items.map(({ id }) => id);
      expect(new Set(all)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
      expect(all).toHaveLength(7);
      for (const size of [1, 2, 3]) {
        const pages: number[][] = [];
        let page = await read(app, `${path}&size=${size}`);
        expect(page.previous).toBeNull();
        pages.push(page.items.map(({ id }) => id));
        while (page.next !== null) {
          page = await read(app, `${path}&size=${size}&after=${page.next}`);
          pages.push(page.items.map(({ id }) => id));
        }
        expect(pages.flat()).toEqual(all);
        for (const before of pages.slice(0, -1).toReversed()) {
          page = await read(app, `${path}&size=${size}&before=${page.previous}`);
          expect(page.items.map(({ id }) => id)).toEqual(before);
        }
        expect(page.previous).toBeNull();
      }
    }
  });

  test('put together have each item once, in one order, which goes the way of its last part to the end', async () => {
    await using app = await createShop();
    const database = app.get(Database);
    const { em } = database;
    await database.transaction(async () => {
      const authors = await em.findAll(Author, { orderBy: { id: 'asc' } });
      for (let n = 0; n < 18; n++) {
        em.create(Article, {
          title: 'abc'[n % 3] as string,
          rank: n % 5 === 0 ? null : n % 2,
          at: new Date(Date.UTC(2026, 0, 1 + (n % 2))),
          author: authors[n % 7 === 0 ? 0 : 1] as Author,
        });
      }
    });
    const valueOf = (article: Article, key: Key) =>
      key === 'author' ? article.author.name : key === 'at' ? article.at.getTime() : article[key];

    /** Does what the database is to do. */
    function sorted(articles: readonly Article[], order: readonly Way[]): number[] {
      const compare = (one: Article, other: Article): number => {
        for (const [key, way] of order) {
          const isDown = way === -1 || String(way).startsWith('desc');
          // Null is the least of all to SQLite, and the greatest to PostgreSQL.
          const isNullFirst = /nulls/i.test(String(way))
            ? way === 'desc nulls first'
            : isDown === (kind === 'postgres');
          const [a, b] = [valueOf(one, key), valueOf(other, key)];
          if (a === b) continue;
          if (a === null || b === null) return (a === null) === isNullFirst ? -1 : 1;
          return a < b === isDown ? 1 : -1;
        }
        const last = order.at(-1)?.[1];
        return last === -1 || String(last).startsWith('desc') ? other.id - one.id : one.id - other.id;
      };
      return articles.toSorted(compare).map(({ id }) => id);
    }

    await database.unitOfWork(async () => {
      const articles = em.getRepository(Article);
      const all = await articles.findAll({ populate: ['author'] });
      await fc.assert(
        fc.asyncProperty(ways, fc.integer({ min: 2, max: 12 }), async (order, size) => {
          const orderBy = order.map(([key, way]) => (key === 'author' ? { author: { name: way } } : { [key]: way }));
          const wanted = sorted(all, order);
          const numbered: number[] = [];
          for (let page = 1; page <= Math.ceil(all.length / size); page++) {
            const { items } = await findPage(articles, { page, size }, { orderBy });
            numbered.push(...items.map(({ id }) => id));
          }
          expect(numbered).toEqual(wanted);
          const followed: number[] = [];
          let page = await findCursorPage(articles, { size }, { orderBy });
          followed.push(...page.items.map(({ id }) => id));
          while (page.next !== null) {
            page = await findCursorPage(articles, { size, after: page.next }, { orderBy });
            followed.push(...page.items.map(({ id }) => id));
          }
          expect(followed).toEqual(wanted);
          const back = page.items.map(({ id }) => id);
          while (page.previous !== null) {
            page = await findCursorPage(articles, { size, before: page.previous }, { orderBy });
            back.unshift(...page.items.map(({ id }) => id));
          }
          expect(back).toEqual(wanted);
        }),
        { numRuns: 25 },
      );
    });
  });

  test('with cursors go on behind an item that is gone, and show what has come meanwhile', async () => {
    await using app = await createShop();
    const first = await read(app, '/stream?by=title&way=asc&size=2');
    expect(first.items).toEqual([
      { id: 1, title: 'a' },
      { id: 2, title: 'a' },
    ]);
    const { driver } = app.get(Database).orm;
    await driver.execute('delete from article where id in (1, 2)');
    await driver.execute("update article set title = 'aa' where id = 7");
    const second = await read(app, `/stream?by=title&way=asc&size=2&after=${first.next}`);
    expect(second.items.map(({ id }) => id)).toEqual([3, 7]);
  });

  test('with cursors may load a part of each item, without what the list is ordered by', async () => {
    await using app = await createShop();
    const database = app.get(Database);
    await database.unitOfWork(async () => {
      const articles = database.em.getRepository(Article);
      const query = { size: 3 };
      for (const orderBy of [{ rank: 'desc' }, { author: { name: 'asc' } }] as const) {
        const first = await findCursorPage(articles, query, { orderBy, fields: ['title'] });
        const second = await findCursorPage(
          articles,
          { ...query, after: first.next as string },
          { orderBy, fields: ['title'] },
        );
        const ids = [...first.items, ...second.items].map(({ id }) => id);
        expect(new Set(ids).size).toBe(6);
      }
    });
  });

  test('refuse every text that is no cursor of theirs', async () => {
    await using app = await createShop();
    const { next } = await read(app, '/stream?by=at&size=2');
    const cursor = next as string;
    const ask = (query: string) => app.inject(`/articles/stream?${query}`);
    for (const query of [
      'by=at&after=x',
      `by=at&after=${cursor.slice(1)}`,
      `by=at&after=${cursor}A`,
      `by=at&after=${cursor.slice(0, -1)}`,
      `by=at&way=asc&after=${cursor}`,
      `by=rank&after=${cursor}`,
      `by=at&before=${cursor.slice(0, 8)}`,
      `by=at&after=${cursor}&before=${cursor}`,
    ]) {
      const reply = await ask(query);
      expect({ query, status: reply.statusCode, body: reply.json<unknown>() }).toEqual({
        query,
        status: 422,
        body: expect.objectContaining({
          code: 'cursor',
          errors: [
            expect.objectContaining({ in: 'query', code: 'cursor', name: expect.stringMatching(/after|before/) }),
          ],
        }),
      });
    }
    // A text without any cursor in it is that of the first page.
    expect((await ask('after=')).statusCode).toBe(422);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const { statusCode } = await ask(`after=${encodeURIComponent(text)}`);
        expect(statusCode).toBe(422);
      }),
      { numRuns: 50 },
    );
  });
});
