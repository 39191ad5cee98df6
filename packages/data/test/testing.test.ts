import { afterAll, expect, test } from '@jest/globals';
import { afterCommit, Database, EntityManager, Transactional } from '@tenon/data';
import { testDatabase } from '@tenon/data/testing';
import { Controller, Get, Module, Param, Post } from '@tenon/http';
import { createTestApp } from '@tenon/testing';
import { Author, blogData } from './support/blog.js';
import { onEachDatabase, onServer } from './support/databases.js';

@Controller('/authors')
class AuthorController {
  readonly done: string[] = [];
  constructor(private readonly em: EntityManager) {}

  @Get()
  async list() {
    return (await this.em.findAll(Author, { orderBy: { id: 'asc' } })).map(({ id, email }) => `${id} ${email}`);
  }

  @Post('/:email')
  @Transactional()
  async add(@Param('email') email: string): Promise<void> {
    this.em.create(Author, { email });
    afterCommit(() => this.done.push(email));
    await this.em.flush();
    if (email === 'nobody') throw new Error('no');
  }

  @Post('/:email/plainly')
  async addPlainly(@Param('email') email: string): Promise<void> {
    await this.em.insert(Author, { email });
  }

  @Post('/:email/anew')
  @Transactional()
  async addAnew(@Param('email') email: string): Promise<string[]> {
    await this.addInAnother(email);
    return [...this.done];
  }

  @Transactional({ propagation: 'requires-new' })
  async addInAnother(email: string): Promise<void> {
    await this.add(email);
  }
}

@Module({ imports: [blogData('sqlite:never-used.db')], controllers: [AuthorController] })
class AppModule {}

onEachDatabase('the database of a test', ({ kind, server }) => {
  const url = `${server}/tenon_test_${process.pid}`;
  const database = testDatabase({ url });
  const createApp = () => createTestApp(AppModule, { override: [database] });

  if (kind === 'postgres') {
    const name = `tenon_test_${process.pid}_${process.env['JEST_WORKER_ID']}`;
    afterAll(() => onServer(`drop database if exists ${name} with (force)`));
  }

  test.each([1, 2])('is empty for each application, and its ids begin at 1 (%i)', async () => {
    const app = await createApp();
    expect((await app.get('/authors').expect(200)).body).toEqual([]);
    await app.post('/authors/ada').expect(201);
    await app.post('/authors/bob/plainly').expect(201);
    expect((await app.get('/authors').expect(200)).body).toEqual(['1 ada', '2 bob']);
  });

  test('commits and rolls back as the application’s own does', async () => {
    const app = await createApp();
    await app.post('/authors/ada').expect(201);
    await app.post('/authors/nobody').expect(500);
    await app.post('/authors/ada/plainly').expect(409);
    await app.post('/authors/ada').expect(409);
    await app.post('/authors/bob').expect(201);
    expect((await app.get<string[]>('/authors').expect(200)).body).toHaveLength(2);
    expect(app.get(AuthorController).done).toEqual(['ada', 'bob']);
  });

  test('serves several requests at once', async () => {
    const app = await createApp();
    const emails = Array.from({ length: 20 }, (_, index) => `author-${index}`);
    await Promise.all(emails.map((email) => app.post(`/authors/${email}`).expect(201)));
    expect((await app.get<string[]>('/authors').expect(200)).body).toHaveLength(20);
  });

  if (kind === 'postgres') {
    test('runs another transaction with requires-new within the one that waits for it', async () => {
      const app = await createApp();
      const { body } = await app.post('/authors/ada/anew').expect(201);
      expect(body).toEqual(['ada']);
      expect((await app.get('/authors').expect(200)).body).toEqual(['1 ada']);
    });
  }

  test('is there in milliseconds', async () => {
    await createApp();
    const begin = performance.now();
    for (let index = 0; index < 10; index++) {
      const app = await createApp();
      await app.get(Database).ping();
      await app.close();
    }
    expect((performance.now() - begin) / 10).toBeLessThan(250);
  });
});
