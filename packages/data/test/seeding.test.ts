import { afterAll, expect, test } from '@jest/globals';
import { type Class, createContext, Injectable, Module } from '@tenon/core';
import {
  createFactory,
  Database,
  DataModule,
  EntityManager,
  EntityRepository,
  InjectRepository,
  seed,
  type Seeder,
  Transactional,
} from '@tenon/data';
import { testDatabase } from '@tenon/data/testing';
import { Article, Author } from './support/blog.js';
import { onEachDatabase, onServer } from './support/databases.js';

const authors = createFactory(Author, ({ sequence }) => ({ email: `author${sequence}@example.org` }));
const articles = createFactory(Article, ({ sequence, make }) => ({
  slug: `article-${sequence}`,
  title: `Article ${sequence}`,
  author: make(authors),
}));

const made: string[] = [];

@Injectable()
class Writing {
  constructor(private readonly em: EntityManager) {}

  @Transactional()
  async write(email: string): Promise<void> {
    await this.em.upsert(Author, { email });
  }
}

@Injectable()
class AuthorSeeder implements Seeder {
  constructor(private readonly writing: Writing) {
    made.push('AuthorSeeder');
  }

  async run(): Promise<void> {
    await this.writing.write('ada@example.org');
  }
}

@Injectable()
class DemoSeeder implements Seeder {
  constructor(
    @InjectRepository(Author) private readonly known: EntityRepository<Author>,
    private readonly em: EntityManager,
  ) {}

  async run(): Promise<void> {
    const author = await this.known.findOneOrFail({ email: 'ada@example.org' });
    articles.makeMany(this.em, 3, { author }).forEach((article) => this.em.persist(article));
  }
}

@Injectable()
class FailingSeeder implements Seeder {
  constructor(private readonly writing: Writing) {}

  async run(): Promise<void> {
    await this.writing.write('half@example.org');
    throw new Error('half way');
  }
}

onEachDatabase('seeding', ({ kind, server }) => {
  const database = testDatabase({ url: `${server}/tenon_seeding_${process.pid}` });

  if (kind === 'postgres') {
    const name = `tenon_seeding_${process.pid}_${process.env['JEST_WORKER_ID']}`;
    afterAll(() => onServer(`drop database if exists ${name} with (force)`));
  }

  async function open(seeders: readonly Class<Seeder>[]) {
    @Module({ imports: [DataModule.with({ entities: [Author, Article], seeders })] })
    class AppModule {}
    return createContext(AppModule, { override: [database] });
  }

  test('runs seeders in their order, which the container makes only then', async () => {
    made.length = 0;
    await using context = await open([AuthorSeeder, DemoSeeder]);
    expect(made).toEqual([]);
    expect(await seed(context)).toEqual(['AuthorSeeder', 'DemoSeeder']);
    expect(made).toEqual(['AuthorSeeder']);
    await context.get(Database).unitOfWork(async () => {
      const em = context.get(EntityManager);
      expect(await em.count(Article, { author: { email: 'ada@example.org' } })).toBe(3);
    });
  });

  test('runs one of them, by its class or by its name, long or short', async () => {
    await using context = await open([AuthorSeeder, DemoSeeder]);
    expect(await seed(context, { only: AuthorSeeder })).toEqual(['AuthorSeeder']);
    expect(await seed(context, { only: 'AuthorSeeder' })).toEqual(['AuthorSeeder']);
    expect(await seed(context, { only: 'author' })).toEqual(['AuthorSeeder']);
    // What finds what is there already may be run again.
    await context.get(Database).unitOfWork(async () => {
      expect(await context.get(EntityManager).count(Author)).toBe(1);
    });
  });

  test('stores nothing of a seeder that fails, and all of those before it', async () => {
    await using context = await open([AuthorSeeder, FailingSeeder, DemoSeeder]);
    await expect(seed(context)).rejects.toThrow('half way');
    await context.get(Database).unitOfWork(async () => {
      const found = await context.get(EntityManager).findAll(Author);
      expect(found.map(({ email }) => email)).toEqual(['ada@example.org']);
    });
  });

  test('makes entities by factories, of which only what matters is said', async () => {
    await using context = await open([]);
    await context.get(Database).transaction(async (em) => {
      const article = await articles.create(em, { slug: 'engines', title: undefined as never });
      expect(article).toMatchObject({ slug: 'engines', title: expect.stringMatching(/^Article \d+$/) });
      expect(article).toBeInstanceOf(Article);
      expect(article.author.id).toBeGreaterThan(0);

      const ada = await authors.create(em, { email: 'ada@example.org' });
      const before = await em.count(Author);
      const three = await articles.createMany(em, 3, { author: ada });
      expect(new Set(three.map(({ slug }) => slug)).size).toBe(3);
      expect(three.every(({ author }) => author === ada)).toBe(true);
      // An author that was made for nothing is not stored.
      expect(await em.count(Author)).toBe(before);

      const draft = articles.make(em, { title: 'draft' });
      await em.flush();
      expect(draft.id).toBeUndefined();
      expect(await em.count(Article, { title: 'draft' })).toBe(0);
    });
  });
});
