import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, beforeEach, afterEach, expect, test } from '@jest/globals';
import { ConfigModule } from '@tenon/config';
import { type ApplicationContext, createContext, Injectable, Module } from '@tenon/core';
import { Database, EntityManager, Transactional } from '@tenon/data';
import { Controller, createApp, Post, Timeout } from '@tenon/http';
import { Article, Author, blogData } from './support/blog.js';
import { onEachDatabase } from './support/databases.js';

type Work = () => unknown;

@Injectable()
class Transactions {
  @Transactional()
  async required(work: Work): Promise<unknown> {
    return await work();
  }

  @Transactional({ propagation: 'nested' })
  async nested(work: Work): Promise<unknown> {
    return await work();
  }

  @Transactional({ propagation: 'requires-new' })
  async anew(work: Work): Promise<unknown> {
    return await work();
  }
}

const refuse = (): never => {
  throw new Error('no');
};

onEachDatabase('what a rollback leaves', ({ kind, create }) => {
  let context: ApplicationContext;
  let em: EntityManager;
  let transactions: Transactions;

  let url: string;
  beforeAll(async () => {
    url = await create();
  });
  beforeEach(async () => {
    @Module({ imports: [blogData(url)], providers: [Transactions] })
    class AppModule {}
    context = await createContext(AppModule);
    await context.get(Database).orm.schema.refresh();
    em = context.get(EntityManager);
    transactions = context.get(Transactions);
    await transactions.required(async () => {
      const author = em.create(Author, { email: 'ada' });
      em.create(Article, { slug: 'engines', title: 'On engines', author });
    });
  });
  afterEach(() => context.close());

  /** Does something as a request does it, with one identity map. */
  async function inRequest(work: Work): Promise<void> {
    await using request = context.createRequestScope();
    await request.run(work);
  }

  async function stored(): Promise<string[]> {
    const database = context.get(Database);
    return await database.unitOfWork(async () => [
      ...(await em.findAll(Author, { orderBy: { id: 'asc' } })).map(({ email }) => email),
      ...(await em.findAll(Article, { orderBy: { id: 'asc' } })).map(({ title }) => title),
    ]);
  }

  test('is all of a transaction whose client was told that it took too long', async () => {
    @Controller('/authors')
    class AuthorController {
      constructor(private readonly all: Transactions) {}
      @Post()
      @Timeout(100)
      async add(): Promise<void> {
        await this.all.required(async () => {
          manager().create(Author, { email: 'late' });
          await wait(700);
        });
        ended.resolve();
      }
    }
    const ended = Promise.withResolvers<void>();
    const manager = (): EntityManager => app.get(EntityManager);
    @Module({ imports: [blogData(url)], controllers: [AuthorController], providers: [Transactions] })
    class AppModule {}
    await using app = await createApp(AppModule, { logger: false });
    const address = await app.listen({ port: 0, signals: false });
    const reply = await fetch(`${address}/authors`, { method: 'POST' });
    expect(reply.status).toBe(503);
    // It goes on until its transaction has ended.
    await Promise.race([ended.promise, wait(1_200)]);
    expect(await stored()).not.toContain('late');
  });

  test('is not written by a later flush of the request', async () => {
    await inRequest(async () => {
      const author = await em.findOneOrFail(Author, { email: 'ada' });
      const taken = transactions.required(async () => {
        author.email = 'taken back';
        await em.flush();
        author.email = 'taken back, too';
        em.create(Author, { email: 'never there' });
        return refuse();
      });
      await expect(taken).rejects.toThrow('no');
      expect(author.email).toBe('ada');
      await em.flush();
      expect(await stored()).toEqual(['ada', 'On engines']);
      author.email = 'ada@example.org';
      await em.flush();
    });
    expect(await stored()).toEqual(['ada@example.org', 'On engines']);
  });

  test('is not inserted by a later flush, where it was made before the transaction', async () => {
    await inRequest(async () => {
      em.create(Author, { email: 'bob' });
      await expect(transactions.required(refuse)).rejects.toThrow('no');
      await em.flush();
    });
    expect(await stored()).toEqual(['ada', 'On engines']);
  });

  test('is what was there before a nested part, and what comes behind it', async () => {
    await transactions.required(async () => {
      const author = await em.findOneOrFail(Author, { email: 'ada' }, { populate: ['articles'] });
      const article = author.articles[0] as Article;
      article.title = 'before';
      const part = transactions.nested(async () => {
        author.email = 'taken back';
        article.title = 'taken back';
        author.articles.add(em.create(Article, { slug: 'lost', title: 'lost', author }));
        await em.flush();
        article.views = 7;
        author.articles.add(em.create(Article, { slug: 'lost, too', title: 'lost, too', author }));
        return refuse();
      });
      await expect(part).rejects.toThrow('no');
      expect([author.email, article.title, article.views]).toEqual(['ada', 'before', 0]);
      expect(author.articles.getItems()).toEqual([article]);
      article.title += ' and behind';
    });
    expect(await stored()).toEqual(['ada', 'before and behind']);
  });

  test('is whatever a part that is stored has changed', async () => {
    await transactions.required(async () => {
      const article = await em.findOneOrFail(Article, { slug: 'engines' });
      article.views = 1;
      await transactions.nested(() => void (article.title = 'stored'));
      article.views += 1;
    });
    expect(await stored()).toEqual(['ada', 'stored']);
  });

  test('is nothing where a transaction never ends, which keeps no application from being closed', async () => {
    const environment = { DATABASE_TIMEOUT_MS: '100' };
    @Module({ imports: [ConfigModule.with({ environment }), blogData(url)], providers: [Transactions] })
    class StuckModule {}
    const stuck = await createContext(StuckModule);
    await new Promise<void>((resolve) => {
      void stuck.get(Transactions).required(async () => {
        await stuck.get(EntityManager).insert(Author, { email: 'taken back' });
        resolve();
        await new Promise(() => {});
      });
    });
    await stuck.close();
    expect(await stored()).toEqual(['ada', 'On engines']);
  });

  test('does not come from closing the application, which waits for a transaction', async () => {
    @Module({ imports: [blogData(url)], providers: [Transactions] })
    class BusyModule {}
    const busy = await createContext(BusyModule);
    let running: Promise<unknown> | undefined;
    await new Promise<void>((resolve) => {
      running = busy.get(Transactions).required(async () => {
        await busy.get(EntityManager).insert(Author, { email: 'stays' });
        resolve();
        await wait(50);
      });
    });
    await Promise.all([running, busy.close()]);
    expect(await stored()).toEqual(['ada', 'stays', 'On engines']);
  });

  if (kind === 'postgres') {
    test('is nothing of what goes on while another transaction has its own', async () => {
      const all = transactions.required(async () => {
        const inserted = Promise.withResolvers<void>();
        const other = transactions.anew(async () => {
          em.create(Author, { email: 'stays' });
          await inserted.promise;
        });
        await new Promise((resolve) => void setImmediate(resolve));
        await em.insert(Author, { email: 'taken back' });
        inserted.resolve();
        await other;
        refuse();
      });
      await expect(all).rejects.toThrow('no');
      expect(await stored()).toEqual(['ada', 'stays', 'On engines']);
    });
  }
});
