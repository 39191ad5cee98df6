import { rename } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { ConfigModule } from '@tenon/config';
import { Database, EntityManager, Transactional } from '@tenon/data';
import { Controller, Get, Module, Post } from '@tenon/http';
import { createTestApp, type TestApp } from '@tenon/testing';
import { Author, blogData } from './support/blog.js';
import { onEachDatabase } from './support/databases.js';
import { Wire } from './support/network.js';

@Controller('/authors')
class AuthorController {
  constructor(private readonly em: EntityManager) {}

  @Get()
  count() {
    return this.em.count(Author, {});
  }

  @Post()
  @Transactional()
  async add(): Promise<void> {
    this.em.create(Author, { email: `${Math.random()}@example.org` });
  }

  @Post('/slowly')
  @Transactional()
  async addSlowly(): Promise<void> {
    await this.em.insert(Author, { email: `${Math.random()}@example.org` });
    await wait(300);
    await this.em.insert(Author, { email: `${Math.random()}@example.org` });
  }
}

async function createBlog(url: string, variables: Record<string, string> = {}): Promise<TestApp> {
  const environment = { DATABASE_URL: url, DATABASE_TIMEOUT_MS: '200', ...variables };
  @Module({ imports: [ConfigModule.with({ environment }), blogData()], controllers: [AuthorController] })
  class AppModule {}
  const app = await createTestApp(AppModule, { showErrors: false });
  await app.get(Database).orm.schema.refresh();
  return app;
}

const count = async (app: TestApp): Promise<number> => Number((await app.get('/authors').expect(200)).text);

onEachDatabase('a database that cannot be used', ({ kind, create }) => {
  let wire: Wire | undefined;
  afterEach(() => wire?.cut());

  if (kind === 'postgres') {
    test('is a 503 while the server is away, and works again when it is back', async () => {
      wire = new Wire(await create());
      await wire.plug();
      const app = await createBlog(wire.url);
      await app.post('/authors').expect(201);
      const slow = app.post('/authors/slowly');
      const answered = slow.then(({ status }) => status);
      await wait(100);
      await wire.cut();
      expect(await answered).toBe(503);
      const { body, headers } = await app.get('/authors').expect(503);
      expect(body).toMatchObject({ code: 'unreachable', detail: 'The database cannot be reached.' });
      expect(headers['retry-after']).toBe('1');
      await app.get('/health/ready').expect(503);
      await wire.plug();
      expect(await count(app)).toBe(1);
      await app.post('/authors').expect(201);
      await app.close();
    });

    test('is reached as the whole URL says', async () => {
      const app = await createBlog(`${await create()}?application_name=tenon-blog`);
      const [found] = await app.request(() =>
        app.get(EntityManager).execute<[{ name: string }]>("select current_setting('application_name') as name"),
      );
      expect(found.name).toBe('tenon-blog');
    });

    test('is a 503 where all connections are taken for too long', async () => {
      const app = await createBlog(await create(), { DATABASE_POOL_SIZE: '1' });
      const slow = app.post('/authors/slowly').expect(201);
      const first = slow.then(({ status }) => status);
      await wait(50);
      await app.get('/authors').expect(503);
      expect(await first).toBe(201);
      expect(await count(app)).toBe(2);
    });

    test('is a 503 where the server only reads', async () => {
      const app = await createBlog(await create());
      await app.request(async () => {
        const em = app.get(EntityManager);
        const [{ name }] = await em.execute<[{ name: string }]>('select current_database() as name');
        await em.execute(`alter database ${name} set default_transaction_read_only = on`);
        await em.execute(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
      });
      // The connections that are there already know nothing of it.
      await app.get(Database).orm.reconnect();
      const { body } = await app.post('/authors').expect(503);
      expect(body).toMatchObject({ code: 'read-only' });
    });
  } else {
    test('is a 503 while another process writes, and does not stop the process meanwhile', async () => {
      const url = await create();
      const app = await createBlog(url);
      const other = new DatabaseSync(url.replace('sqlite:', ''));
      other.exec('begin immediate');
      let ticks = 0;
      const timer = setInterval(() => void ticks++, 10);
      const { body, headers } = await app.post('/authors').expect(503);
      clearInterval(timer);
      expect(ticks).toBeGreaterThan(5);
      expect(body).toMatchObject({ code: 'busy' });
      expect(headers['retry-after']).toBe('1');
      expect(await count(app)).toBe(0);
      setTimeout(() => other.exec('commit'), 50);
      await app.post('/authors').expect(201);
      expect(await count(app)).toBe(1);
      other.close();
    });

    test('is a 503 where the disk is full', async () => {
      const app = await createBlog(await create());
      const em = app.get(EntityManager);
      await app.request(async () => em.execute('pragma max_page_count = 1'));
      const statuses: number[] = [];
      for (let index = 0; index < 200 && !statuses.includes(503); index++)
        statuses.push((await app.post('/authors')).status);
      expect(statuses.at(-1)).toBe(503);
      await app.request(async () => em.execute('pragma max_page_count = 1000'));
      await app.post('/authors').expect(201);
      expect(await count(app)).toBe(statuses.length);
    });

    test('is a 503 while the file is gone, and works again when it is back', async () => {
      const url = await create();
      const app = await createBlog(url);
      await app.post('/authors').expect(201);
      const path = url.replace('sqlite:', '');
      const files = ['', '-wal', '-shm'];
      for (const end of files) await rename(`${path}${end}`, `${path}.away${end}`);
      const { body } = await app.post('/authors').expect(503);
      expect(body).toMatchObject({ code: 'unreachable' });
      await app.post('/authors').expect(503);
      for (const end of files) await rename(`${path}.away${end}`, `${path}${end}`).catch(() => {});
      await app.post('/authors').expect(201);
      expect(await count(app)).toBe(2);
    });
  }
});
