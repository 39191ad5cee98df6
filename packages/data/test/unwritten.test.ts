import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  Collection,
  Database,
  DataModule,
  Embeddable,
  Embedded,
  Entity,
  EntityManager,
  Enum,
  Formula,
  ManyToMany,
  ManyToOne,
  OneToMany,
  type Opt,
  PrimaryKey,
  PrimaryKeyProp,
  Property,
  Transactional,
} from '@tenon/data';
import {
  type App,
  ConflictException,
  Controller,
  createApp,
  Get,
  Module,
  Param,
  Post,
  Put,
  Redirect,
} from '@tenon/http';
import { onEachDatabase } from './support/databases.js';

@Embeddable()
class Address {
  @Property() street!: string;
}

@Entity()
class Author {
  @PrimaryKey() id!: number;
  @Property() name!: string;
  @OneToMany(() => Article, (article) => article.author) articles = new Collection<Article>(this);
}

@Entity()
class Tag {
  [PrimaryKeyProp]?: 'name';
  @PrimaryKey() name!: string;
  @ManyToMany(() => Article, (article) => article.tags) articles = new Collection<Article>(this);
}

@Entity()
class Article {
  @PrimaryKey() id!: number;
  @Property() title!: string;
  @Property({ type: 'integer' }) views: Opt<number> = 0;
  @Property({ type: 'bigint', nullable: true }) large?: bigint;
  @Property({ type: 'double' }) real: Opt<number> = 0.1;
  @Property({ type: 'decimal', precision: 10, scale: 2 }) price: Opt<string> = '1.5';
  @Property({ type: 'boolean' }) flag: Opt<boolean> = true;
  @Property({ type: 'datetime' }) at: Opt<Date> = new Date('2026-11-26T07:30:00.123Z');
  @Property({ type: 'date' }) day: Opt<string> = '2026-11-26';
  @Property({ type: 'json', nullable: true }) data?: unknown;
  @Property({ nullable: true }) bytes?: Uint8Array;
  @Property({ type: 'array' }) words: Opt<string[]> = ['a', 'b'];
  @Enum({ items: ['draft', 'public'] }) state: Opt<string> = 'draft';
  @Property({ type: 'text', lazy: true }) body: Opt<string> = '';
  @Property({ type: 'datetime', onUpdate: () => new Date() }) updatedAt: Opt<Date> = new Date();
  @Property({ type: 'integer', version: true }) version!: Opt<number>;
  @Property({ persist: false }) shown?: string;
  @Formula('1 + 1') two?: number;
  @Embedded(() => Address, { nullable: true }) address?: Address;
  @ManyToOne(() => Author) author!: Author;
  @ManyToMany(() => Tag, (tag) => tag.articles, { owner: true }) tags = new Collection<Tag>(this);
}

const all = { populate: ['author.articles', 'tags.articles', 'body'] } as const;

@Controller('/articles')
class ArticleController {
  constructor(private readonly em: EntityManager) {}

  /* These forget to write. */

  @Put('/:id')
  async rename(@Param('id') id: number): Promise<void> {
    const article = await this.em.findOneOrFail(Article, id, all);
    article.title = 'secret';
    article.views += 1;
  }

  @Post()
  @Redirect('/articles')
  async write(): Promise<void> {
    const author = await this.em.findOneOrFail(Author, 1);
    this.em.create(Article, { title: 'new', author });
  }

  @Put('/:id/author')
  async remove(): Promise<void> {
    this.em.remove(await this.em.findOneOrFail(Article, 1));
  }

  @Put('/:id/tags')
  async tag(): Promise<void> {
    const article = await this.em.findOneOrFail(Article, 1, all);
    article.tags.add(this.em.getReference(Tag, 'other'));
  }

  /* These do not. */

  /** Says when it has begun, and goes on when it may. */
  static begin: () => void = () => {};
  static mayGoOn = Promise.resolve();

  @Get('/slow')
  async changeSlowly(): Promise<void> {
    const article = await this.em.findOneOrFail(Article, 1);
    article.title = 'slow';
    ArticleController.begin();
    await ArticleController.mayGoOn;
    await this.em.flush();
  }

  @Get()
  async read(): Promise<void> {
    await this.em.findAll(Article, { fields: ['title'] });
    for (const article of await this.em.findAll(Article, all)) article.shown = article.title;
  }

  @Post('/flushed')
  async flush(): Promise<void> {
    const author = this.em.create(Author, { name: 'Ada' });
    const article = this.em.create(Article, { title: 'flushed', author, tags: [this.em.create(Tag, { name: 'one' })] });
    await this.em.flush();
    article.title = 'again';
    article.tags.removeAll();
    article.address = this.em.create(Address, { street: 'Here' });
    await this.em.flush();
    this.em.remove(article);
    await this.em.flush();
  }

  @Post('/committed')
  @Transactional()
  async commit(): Promise<void> {
    const before = await this.em.findOneOrFail(Article, 1, all);
    before.views += 1;
    before.tags.set([]);
    before.author.articles.add(this.em.create(Article, { title: 'committed', author: before.author }));
    this.em.remove(this.em.create(Tag, { name: 'never' }));
  }

  @Post('/in-parts')
  async inParts(): Promise<void> {
    const article = await this.em.findOneOrFail(Article, 1, all);
    await this.fail().catch(() => {});
    await this.commit();
    article.title = 'in parts';
    await this.em.transactional(async (em) => em.persist(em.create(Author, { name: 'Ben' })));
  }

  @Post('/refused')
  async refuse(): Promise<void> {
    const article = await this.em.findOneOrFail(Article, 1);
    article.title = 'refused';
    throw new ConflictException();
  }

  @Transactional()
  async fail(): Promise<void> {
    const article = await this.em.findOneOrFail(Article, 1, all);
    article.title = 'failed';
    article.tags.add(this.em.create(Tag, { name: 'failed' }));
    throw new Error('no');
  }
}

onEachDatabase('changes that were not written', ({ create }) => {
  let url: string;
  beforeAll(async () => {
    url = await create();
  });

  let warnings: { readonly msg: string; readonly place?: string }[];
  beforeEach(() => {
    warnings = [];
  });

  async function createBlog(environment: string): Promise<App> {
    @Module({
      imports: [DataModule.with({ entities: [Author, Article, Tag, Address], url })],
      controllers: [ArticleController],
    })
    class AppModule {}
    const write = (text: string): void => {
      const line = JSON.parse(text) as { msg: string };
      if (line.msg.includes('not written')) warnings.push(line);
    };
    process.env['NODE_ENV'] = environment;
    try {
      const app = await createApp(AppModule, { logger: { level: 'warn', pretty: false, destination: { write } } });
      const database = app.get(Database);
      await database.orm.schema.refresh();
      await database.transaction(async (em) => {
        const [one, other] = [em.create(Tag, { name: 'some' }), em.create(Tag, { name: 'other' })];
        const author = em.create(Author, { name: 'Ada' });
        em.create(Article, {
          title: 'first',
          author,
          large: 2n ** 60n,
          data: { list: [1, null], b: 1, a: "it's" },
          bytes: Uint8Array.from([0, 255]),
          address: { street: 'There' },
          tags: [one],
        });
        em.create(Article, { title: 'second', author, tags: [one, other] });
      });
      return app;
    } finally {
      process.env['NODE_ENV'] = 'test';
    }
  }

  async function send(app: App, method: 'GET' | 'POST' | 'PUT', path: string): Promise<number> {
    const { statusCode } = await app.inject({ method, url: `/articles${path}`, headers: { host: 'localhost' } });
    return statusCode;
  }

  const told = (): string[] => warnings.map(({ msg }) => msg);

  test('are told of once for each route, without values', async () => {
    await using app = await createBlog('development');
    for (const _ of [1, 2]) {
      for (const id of [1, 2]) expect(await send(app, 'PUT', `/${id}`)).toBe(204);
      expect(await send(app, 'POST', '')).toBe(302);
      expect(await send(app, 'PUT', '/1/author')).toBe(204);
      expect(await send(app, 'PUT', '/1/tags')).toBe(204);
    }
    const mend = 'Call em.flush(), or mark the method with @Transactional().';
    expect(told()).toEqual([
      `PUT /articles/:id (ArticleController.rename) has ended, and these changes were not written: Article#title, Article#views. ${mend}`,
      `POST /articles (ArticleController.write) has ended, and these changes were not written: Article (new). ${mend}`,
      `PUT /articles/:id/author (ArticleController.remove) has ended, and these changes were not written: Article (removed). ${mend}`,
      `PUT /articles/:id/tags (ArticleController.tag) has ended, and these changes were not written: Article#tags. ${mend}`,
    ]);
  });

  test('are not told of where all was written, or nothing was to be', async () => {
    await using app = await createBlog('development');
    expect(await send(app, 'GET', '')).toBe(204);
    expect(await send(app, 'POST', '/flushed')).toBe(201);
    expect(await send(app, 'POST', '/committed')).toBe(201);
    expect(await send(app, 'POST', '/refused')).toBe(409);
    expect(told()).toEqual([]);
    // What was changed between transactions is written by the next one.
    expect(await send(app, 'POST', '/in-parts')).toBe(201);
    expect(told()).toEqual([]);
  });

  test('are told of over a connection as well, but not where the client goes away before they can be written', async () => {
    await using app = await createBlog('development');
    const address = `${await app.listen({ port: 0, host: '127.0.0.1' })}/articles`;
    const leave = new AbortController();
    let goOn = (): void => {};
    ArticleController.mayGoOn = new Promise((resolve) => (goOn = resolve));
    const hasBegun = new Promise<void>((resolve) => (ArticleController.begin = resolve));
    const reply = fetch(`${address}/slow`, { signal: leave.signal });
    await hasBegun;
    leave.abort();
    await expect(reply).rejects.toThrow('aborted');
    expect((await fetch(`${address}/1`, { method: 'PUT' })).status).toBe(204);
    goOn();
    expect((await fetch(`${address}/slow`)).status).toBe(204);
    expect(told()).toEqual([expect.stringMatching(/^PUT /)]);
  });

  test('are not looked for in production', async () => {
    await using app = await createBlog('production');
    expect(await send(app, 'PUT', '/1')).toBe(204);
    expect(told()).toEqual([]);
  });

  test('are told of by the place of a unit of work, unless it fails', async () => {
    await using app = await createBlog('test');
    const database = app.get(Database);
    const change = async (): Promise<void> => {
      (await database.em.findOneOrFail(Article, 1)).title = 'changed';
    };
    for (const _ of [1, 2]) await database.unitOfWork(change);
    await database.unitOfWork(() => change().then(() => database.em.flush()));
    await expect(database.unitOfWork(() => change().then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no');
    expect(warnings).toEqual([
      expect.objectContaining({
        msg: expect.stringMatching(/^A unit of work has ended, .* not written: Article#title\. /),
        place: expect.stringMatching(/^packages\/data\/test\/unwritten\.test\.ts:\d+$/),
      }),
    ]);
  });
});
