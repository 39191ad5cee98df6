import { beforeAll, expect, test } from '@jest/globals';
import { Database, EntityManager, Transactional } from '@tenon/data';
import { Body, Controller, Get, Module, Param, Patch, Post } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Article, Author, blogData } from './support/blog.js';
import { onEachDatabase } from './support/databases.js';

class WriteAuthor {
  @IsString() email!: string;
}

class WriteArticle {
  @IsString() slug!: string;
  @IsString() title!: string;
  @IsInt() author!: number;
  @IsOptional() @IsInt() views?: number;
}

@Controller()
class BlogController {
  constructor(private readonly em: EntityManager) {}

  @Post('/authors')
  @Transactional()
  async addAuthor(@Body() input: WriteAuthor): Promise<void> {
    this.em.create(Author, input);
  }

  @Post('/articles')
  async write(@Body() { author, ...input }: WriteArticle): Promise<void> {
    this.em.create(Article, { ...input, author: this.em.getReference(Author, author) });
    await this.em.flush();
  }

  @Get('/authors/:id')
  async show(@Param('id') id: number): Promise<string> {
    return (await this.em.findOneOrFail(Author, id)).email;
  }

  @Patch('/articles/:slug')
  async race(@Param('slug') slug: string): Promise<void> {
    const other = this.em.fork();
    const [ours, theirs] = [
      await this.em.findOneOrFail(Article, { slug }),
      await other.findOneOrFail(Article, { slug }),
    ];
    theirs.views += 1;
    await other.flush();
    ours.views += 2;
    await this.em.flush();
  }

  @Post('/half')
  @Transactional()
  async half(): Promise<string> {
    await this.em.insert(Author, { email: 'half@example.org' });
    await this.em.insert(Author, { email: 'ada@example.org' }).catch(() => undefined);
    return 'all is stored';
  }
}

onEachDatabase('what has failed in the database', ({ create }) => {
  let url: string;
  beforeAll(async () => {
    url = await create();
  });

  async function createBlog(): Promise<TestApp> {
    @Module({ imports: [blogData(url)], controllers: [BlogController] })
    class AppModule {}
    const app = await createTestApp(AppModule, { showErrors: false });
    const { orm } = app.get(Database);
    await orm.schema.refresh();
    await app.post('/authors', { body: { email: 'ada@example.org' } }).expect(201);
    await app.post('/articles', { body: { slug: 'engines', title: 'On engines', author: 1 } }).expect(201);
    return app;
  }

  test('is a 409 with the field, where a value is taken', async () => {
    const app = await createBlog();
    const { body } = await app.post('/authors', { body: { email: 'ada@example.org' } }).expect(409);
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'There is one with this email already.',
      code: 'unique',
      requestId: expect.any(String),
      errors: [{ in: 'body', pointer: '#/email', name: 'email', code: 'unique', message: 'email is taken' }],
    });
  });

  test('is a 409 with all fields, where values are taken together', async () => {
    const app = await createBlog();
    const { body } = await app
      .post<{ errors: object[] }>('/articles', { body: { slug: 'more', title: 'On engines', author: 1 } })
      .expect(409);
    expect(body.errors).toEqual([
      {
        in: 'body',
        pointer: '#/author',
        name: 'author',
        code: 'unique',
        message: 'author and title are taken together',
      },
      { in: 'body', pointer: '#/title', name: 'title', code: 'unique', message: 'author and title are taken together' },
    ]);
  });

  test('is a 409 where two have changed one thing', async () => {
    const app = await createBlog();
    const { body } = await app.patch<{ code: string }>('/articles/engines').expect(409);
    expect(body.code).toBe('stale');
  });

  test('is a 409 where something refers to what is not there', async () => {
    const app = await createBlog();
    const { body } = await app
      .post<{ code: string }>('/articles', { body: { slug: 'lost', title: 'Lost', author: 99 } })
      .expect(409);
    expect(body.code).toBe('foreign-key');
  });

  test('is a 409 where a rule of the table is broken', async () => {
    const app = await createBlog();
    const { body } = await app
      .post<{ code: string }>('/articles', { body: { slug: 'few', title: 'Few', author: 1, views: -1 } })
      .expect(409);
    expect(body.code).toBe('check');
  });

  test('is a 404 where something is not found, however large its id', async () => {
    const app = await createBlog();
    for (const id of ['2', '99999999999', '9007199254740991']) {
      const { body } = await app.get(`/authors/${id}`).expect(404);
      expect(body).toMatchObject({ code: 'not-found', detail: 'What was asked for is not there.' });
    }
  });

  test('is a 422 where a text cannot be stored', async () => {
    const app = await createBlog();
    const { body } = await app.post('/authors', { body: { email: 'ada\0lovelace' } }).expect(422);
    expect(JSON.stringify(body)).not.toMatch(/select|insert|NUL/i);
  });

  test('tells nothing of the database to clients', async () => {
    const app = await createBlog();
    const replies = [
      await app.post('/authors', { body: { email: 'ada@example.org' } }),
      await app.post('/articles', { body: { slug: 'lost', title: 'Lost', author: 99 } }),
      await app.patch('/articles/engines'),
    ];
    for (const { text } of replies)
      expect(text).not.toMatch(/insert|update|select|constraint|e_mail|author_id|Exception/i);
  });

  test('is no success, where it was caught and the transaction went on', async () => {
    const app = await createBlog();
    await app.post('/half').expect(500);
    const stored = await app.request(() => app.get(EntityManager).count(Author, {}));
    expect(stored).toBe(1);
  });

  test('takes SQL for text', async () => {
    const app = await createBlog();
    const hostile = [
      `'; drop table author; --`,
      `\\'; drop table author; --`,
      `"?$1:x%_`,
      `x' or '1'='1`,
      '😀\u2028\u{10ffff}',
    ];
    for (const email of hostile) await app.post('/authors', { body: { email } }).expect(201);
    await app.request(async () => {
      const em = app.get(EntityManager);
      for (const email of hostile) expect((await em.findOneOrFail(Author, { email })).email).toBe(email);
      expect(await em.count(Author, {})).toBe(1 + hostile.length);
    });
  });
});
