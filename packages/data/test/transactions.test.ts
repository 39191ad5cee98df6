import { setImmediate } from 'node:timers/promises';
import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type ApplicationContext, createContext, Injectable, Module } from '@tenon/core';
import {
  afterCommit,
  Database,
  EntityManager,
  EntityRepository,
  InjectRepository,
  LockMode,
  Transactional,
} from '@tenon/data';
import { Article, Author, blogData } from './support/blog.js';
import { onEachDatabase } from './support/databases.js';
import { KeptLog } from './support/kept-log.js';

@Injectable()
class Authors {
  readonly done: string[] = [];
  constructor(
    @InjectRepository(Author) private readonly authors: EntityRepository<Author>,
    private readonly em: EntityManager,
  ) {}

  @Transactional()
  async add(email: string, then?: () => unknown): Promise<string> {
    this.authors.create({ email });
    afterCommit(() => this.done.push(email));
    await then?.();
    return email;
  }

  @Transactional({ propagation: 'nested' })
  async addNested(email: string, then?: () => unknown): Promise<void> {
    await this.add(email, then);
  }

  @Transactional({ propagation: 'requires-new' })
  async addAnew(email: string, then?: () => unknown): Promise<void> {
    await this.add(email, then);
  }

  @Transactional({ readOnly: true })
  async read(then?: () => unknown): Promise<number> {
    await then?.();
    return await this.authors.count();
  }

  @Transactional({ readOnly: true })
  async writeWhereItOnlyReads(email: string): Promise<void> {
    await this.em.insert(Author, { email });
  }

  @Transactional()
  async view(slug: string): Promise<void> {
    const article = await this.em.findOneOrFail(Article, { slug }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    await Promise.resolve();
    article.views += 1;
  }

  @Transactional({ isolationLevel: 'serializable' })
  async level(): Promise<unknown> {
    return await this.em.execute('show transaction_isolation');
  }
}

@Injectable()
class HeirOfAuthors extends Authors {}

const fail = (): never => {
  throw new Error('no');
};

const FAILED = {
  level: 'error',
  message: 'What was to be done after a transaction has failed.',
  details: {
    error: new Error('no'),
    place: expect.stringMatching(/^packages\/data\/test\/transactions\.test\.ts:\d+$/),
  },
};

onEachDatabase('transactions', ({ kind, create }) => {
  let url: string;
  beforeAll(async () => {
    url = await create();
  });

  let context: ApplicationContext;
  let authors: Authors;
  let log: KeptLog;
  let emails: () => Promise<string[]>;

  beforeEach(async () => {
    @Module({ imports: [blogData(url)], providers: [Authors, HeirOfAuthors] })
    class AppModule {}
    log = new KeptLog();
    context = await createContext(AppModule, { logger: log });
    const database = context.get(Database);
    await database.orm.schema.refresh();
    authors = context.get(Authors);
    emails = () =>
      database.unitOfWork(async () => {
        const all = await database.em.findAll(Author, { orderBy: { id: 'asc' } });
        return all.map(({ email }) => email);
      });
  });

  const expectInTheEnd = async (stored: string[], done: string[] = stored): Promise<void> => {
    expect(await emails()).toEqual(stored);
    expect(authors.done).toEqual(done);
    await context.close();
  };

  test('flush and commit what was changed, and give what the method gives', async () => {
    expect(await authors.add('ada')).toBe('ada');
    await expectInTheEnd(['ada']);
  });

  test('take back everything where the method throws', async () => {
    await expect(authors.add('ada', fail)).rejects.toThrow('no');
    await expectInTheEnd([]);
  });

  test('are one where one method calls another', async () => {
    await expect(authors.add('ada', () => authors.add('bob').then(fail))).rejects.toThrow('no');
    await authors.add('cleo', () => authors.add('dan'));
    await expectInTheEnd(['cleo', 'dan']);
  });

  test('take back a nested part alone', async () => {
    await authors.add('ada', () => authors.addNested('bob', fail).catch(() => {}));
    await authors.addNested('cleo');
    await expectInTheEnd(['ada', 'cleo']);
  });

  test('go on after a nested part in which a statement has failed', async () => {
    await authors.add('ada');
    await authors.add('bob', () => authors.addNested('ada').catch(() => {}));
    await expectInTheEnd(['ada', 'bob']);
  });

  if (kind === 'postgres') {
    test('keep what another one with requires-new has committed', async () => {
      await expect(authors.add('ada', () => authors.addAnew('bob').then(fail))).rejects.toThrow('no');
      await expectInTheEnd(['bob']);
    });

    test('have the isolation level that they ask for', async () => {
      expect(await authors.level()).toEqual([{ transaction_isolation: 'serializable' }]);
      await expectInTheEnd([]);
    });
  } else {
    test('say at once that SQLite cannot write two of them at a time', async () => {
      await expect(authors.add('ada', () => authors.addAnew('bob'))).rejects.toThrow('TENON_DATA_ONE_WRITER');
      await expectInTheEnd([]);
    });
  }

  test('with requires-new are the first ones where there is none', async () => {
    await authors.addAnew('ada');
    await expectInTheEnd(['ada']);
  });

  test('write nothing where they only read', async () => {
    await expect(authors.writeWhereItOnlyReads('ada')).rejects.toThrow('TENON_DATA_READ_ONLY');
    await expect(authors.read(() => authors.add('ada'))).rejects.toThrow('TENON_DATA_READ_ONLY');
    await authors.add('bob');
    await expectInTheEnd(['bob']);
  });

  test('write nothing in a part that only reads, and go on to write behind it', async () => {
    let seen = 0;
    await authors.add('ada', async () => {
      seen = await authors.read();
      await expect(authors.writeWhereItOnlyReads('bob')).rejects.toThrow('TENON_DATA_READ_ONLY');
      await authors.add('cleo');
    });
    expect(seen).toBe(1);
    await expectInTheEnd(['ada', 'cleo']);
  });

  test('see nothing of what another one has not committed', async () => {
    const written = Promise.withResolvers<void>();
    const read = Promise.withResolvers<void>();
    const other = authors.add('ada', async () => {
      await context.get(EntityManager).flush();
      written.resolve();
      await read.promise;
    });
    await written.promise;
    expect(await authors.read()).toBe(0);
    read.resolve();
    await other;
    await expectInTheEnd(['ada']);
  });

  test('do what is to be done after the outermost one, in order, and never after a rollback', async () => {
    await authors.add('ada', async () => {
      await authors.addNested('bob');
      await authors.addNested('cleo', fail).catch(() => {});
      expect(authors.done).toEqual([]);
    });
    await expectInTheEnd(['ada', 'bob'], ['ada', 'bob']);
  });

  test('give work after the commit the request’s own identity map, and survive its failure', async () => {
    const em = context.get(EntityManager);
    await using request = context.createRequestScope();
    await request.run(async () => {
      await authors.add('ada', () => {
        afterCommit(fail);
        afterCommit(async () => {
          expect(em.isInTransaction()).toBe(false);
          em.create(Author, { email: 'bob' });
          await em.flush();
        });
      });
    });
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([FAILED]);
    await expectInTheEnd(['ada', 'bob'], ['ada']);
  });

  test('do at once what is to be done after a commit, where there is none to wait for', async () => {
    let isDone = false;
    afterCommit(() => void (isDone = true));
    expect(isDone).toBe(true);
    // In what is going on there, such as a unit of work.
    const database = context.get(Database);
    let count: Promise<number> | undefined;
    await database.unitOfWork(async () => {
      afterCommit(() => (count = database.em.count(Author)));
      expect(await count).toBe(0);
    });
    await context.close();
  });

  test('log what that throws as well, at once or later, and go on', async () => {
    afterCommit(fail);
    afterCommit(() => Promise.resolve().then(fail));
    await using request = context.createRequestScope();
    request.run(() => afterCommit(fail));
    await setImmediate();
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([FAILED, FAILED, FAILED]);
    await context.close();
  });

  test('are inherited with the method', async () => {
    const heir = context.get(HeirOfAuthors);
    await expect(heir.add('ada', fail)).rejects.toThrow('no');
    await heir.add('bob');
    expect(await emails()).toEqual(['bob']);
    await context.close();
  });

  test('are MikroORM’s own as well', async () => {
    const em = context.get(EntityManager);
    await em.transactional(async () => {
      em.create(Author, { email: 'ada' });
      afterCommit(() => authors.done.push('ada'));
    });
    await expectInTheEnd(['ada']);
  });

  test('lose no update of fifty at once', async () => {
    await authors.add('ada', () => {
      context.get(EntityManager).create(Article, { slug: 'engines', title: 'On engines', author: 1 as never });
    });
    await Promise.all(Array.from({ length: 50 }, () => authors.view('engines')));
    const article = await context
      .get(Database)
      .unitOfWork(() => context.get(EntityManager).findOneOrFail(Article, { slug: 'engines' }));
    expect(article.views).toBe(50);
    await context.close();
  });

  test('lose no update of two processes', async () => {
    @Module({ imports: [blogData(url)], providers: [Authors] })
    class OtherModule {}
    // With connections of its own, as another process has them.
    await using other = await createContext(OtherModule, { logger: log });
    await authors.add('ada', () => {
      context.get(EntityManager).create(Article, { slug: 'engines', title: 'On engines', author: 1 as never });
    });
    const theirs = other.get(Authors);
    await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? authors : theirs).view('engines')));
    const article = await context
      .get(Database)
      .unitOfWork(() => context.get(EntityManager).findOneOrFail(Article, { slug: 'engines' }));
    expect(article.views).toBe(40);
    await context.close();
  });

  test('of one database are none of another one', async () => {
    @Module({ imports: [blogData('sqlite::memory:')], providers: [Authors] })
    class OtherModule {}
    await using other = await createContext(OtherModule, { logger: log });
    await authors.add('ada', () => other.get(Authors).add('bob'));
    const inOther = other.get(Database).unitOfWork(() => other.get(EntityManager).count(Author));
    expect(await inOther).toBe(1);
    await expectInTheEnd(['ada']);
  });

  test('need an object that the container has made', async () => {
    const em = context.get(EntityManager);
    const own = new Authors(em.getRepository(Author), em);
    await expect(own.add('ada')).rejects.toThrow('TENON_DATA_NOT_INJECTED');
    await context.close();
  });
});
