import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { ConfigModule } from '@tenon/config';
import { createContext, Injectable, Module, TenonError } from '@tenon/core';
import {
  Database,
  DataModule,
  Entity,
  EntityManager,
  EntityRepository,
  InjectRepository,
  ManyToOne,
  PrimaryKey,
  Transactional,
} from '@tenon/data';
import { Body, Controller, createApp, Post } from '@tenon/http';
import { Author, blogData } from '../support/blog.js';

const ROOT = join(import.meta.dirname, '../../../..');
const GOLDEN = join(import.meta.dirname, 'golden');

async function textOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TenonError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const boot = (url: string): Promise<string> =>
  textOf(async () => {
    const environment = { DATABASE_URL: url, DATABASE_TIMEOUT_MS: '500' };
    @Module({ imports: [ConfigModule.with({ environment }), blogData()] })
    class AppModule {}
    await (await createContext(AppModule)).close();
  });

test('explains TENON_DATA_URL', async () => {
  expect(await boot('mysql://root:secret@localhost/shop')).toMatchGolden('golden/TENON_DATA_URL');
});

test('shows no password, whatever is in it', async () => {
  for (const password of ['xy@zzy', 'xy/zzy', 'xy:zzy', 'x@y/zzy', '@xy@zzy']) {
    expect(await boot(`postgres://app:${password}@127.0.0.1:1`)).not.toMatch(/xy|zzy/);
  }
});

test('explains TENON_DATA_NOT_CONNECTED, where no server listens', async () => {
  expect(await boot('postgres://app:secret@127.0.0.1:1/shop')).toMatchGolden('golden/TENON_DATA_NOT_CONNECTED');
});

test('explains TENON_DATA_NOT_CONNECTED, where nobody answers', async () => {
  // It takes connections, and says nothing.
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const text = await boot(`postgres://app:secret@127.0.0.1:${port}/shop`);
  silent.close();
  expect(text.replace(`:${port}`, ':5432')).toMatchGolden('golden/TENON_DATA_NOT_CONNECTED.silent');
});

test('explains TENON_DATA_NOT_CONNECTED, where a file is no database', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-data-'));
  await writeFile(join(folder, 'app.db'), 'not a database, however long it is'.repeat(40));
  const text = await boot(`sqlite:${folder}/app.db`);
  await rm(folder, { recursive: true });
  expect(text.replaceAll(folder, 'data')).toMatchGolden('golden/TENON_DATA_NOT_CONNECTED.file');
});

test('explains TENON_DATA_NOT_CONNECTED, where a folder cannot be made', async () => {
  expect(await boot('sqlite:package.json/app.db')).toMatchGolden('golden/TENON_DATA_NOT_CONNECTED.folder');
});

test('explains TENON_DATA_NO_DRIVER', async () => {
  jest.unstable_mockModule('@mikro-orm/postgresql', () => {
    throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  });
  const text = await boot('postgres://127.0.0.1:1/shop');
  jest.unstable_unmockModule('@mikro-orm/postgresql');
  expect(text).toMatchGolden('golden/TENON_DATA_NO_DRIVER');
});

test('explains TENON_DATA_ENTITIES', async () => {
  @Entity()
  class Comment {
    @PrimaryKey() id!: number;
    @ManyToOne({ entity: () => Number as never }) article!: object;
  }
  @Module({ imports: [DataModule.with({ entities: [Comment], url: 'sqlite::memory:' })] })
  class AppModule {}
  expect(await textOf(() => createContext(AppModule))).toMatchGolden('golden/TENON_DATA_ENTITIES');
});

test('explains TENON_DATA_ENTITIES, where classes have no @Entity()', async () => {
  class Comment {
    @PrimaryKey() id!: number;
  }
  class Tag {}
  @Module({ imports: [DataModule.with({ entities: [Author, Comment, Tag], url: 'sqlite::memory:' })] })
  class AppModule {}
  expect(await textOf(() => createContext(AppModule))).toMatchGolden('golden/TENON_DATA_ENTITIES.unmarked');
});

test('explains TENON_DATA_ENTITIES, where something is no class', async () => {
  const entities = [Author, undefined] as (typeof Author)[];
  @Module({ imports: [DataModule.with({ entities, url: 'sqlite::memory:' })] })
  class AppModule {}
  expect(await textOf(() => createContext(AppModule))).toMatchGolden('golden/TENON_DATA_ENTITIES.missing');
});

@Injectable()
class Authors {
  constructor(private readonly em: EntityManager) {}

  @Transactional({ readOnly: true })
  async rename(): Promise<void> {
    await this.em.insert(Author, { email: 'ada@example.org' });
  }

  @Transactional()
  async add(): Promise<void> {
    await this.audit();
  }

  @Transactional({ propagation: 'requires-new' })
  async audit(): Promise<void> {}
}

async function withAuthors(work: (authors: Authors, em: EntityManager) => unknown): Promise<string> {
  @Module({ imports: [blogData('sqlite::memory:')], providers: [Authors] })
  class AppModule {}
  await using context = await createContext(AppModule);
  return await textOf(() => work(context.get(Authors), context.get(EntityManager)));
}

test('explains TENON_DATA_NO_UNIT_OF_WORK', async () => {
  const text = await withAuthors((_, em) => em.count(Author));
  expect(text).toMatchGolden('golden/TENON_DATA_NO_UNIT_OF_WORK');
});

test('explains TENON_DATA_GIVEN_UP', async () => {
  @Module({ imports: [blogData('sqlite::memory:')] })
  class AppModule {}
  await using context = await createContext(AppModule);
  const database = context.get(Database);
  // As a server's request is whose client has been told that it took too long.
  await using scope = context.createRequestScope();
  const text = await textOf(() =>
    context.requests.run({ scope, isGivenUp: true }, () => database.transaction(() => 1)),
  );
  expect(text).toMatchGolden('golden/TENON_DATA_GIVEN_UP');
});

test('explains TENON_DATA_READ_ONLY', async () => {
  const text = await withAuthors((authors) => authors.rename());
  expect(text.replace(/ {3}\S+:\d+$/m, '')).toMatchGolden('golden/TENON_DATA_READ_ONLY');
});

test('explains TENON_DATA_ONE_WRITER', async () => {
  const text = await withAuthors((authors) => authors.add());
  expect(text).toMatchGolden('golden/TENON_DATA_ONE_WRITER');
});

test('explains TENON_DATA_CLOSED', async () => {
  @Module({ imports: [blogData('sqlite::memory:')] })
  class AppModule {}
  const context = await createContext(AppModule);
  const database = context.get(Database);
  await context.close();
  expect(await textOf(() => database.ping())).toMatchGolden('golden/TENON_DATA_CLOSED');
});

test('explains TENON_DATA_NOT_INJECTED', async () => {
  const text = await withAuthors((_, em) => new Authors(em).add());
  expect(text).toMatchGolden('golden/TENON_DATA_NOT_INJECTED');
});

test('explains TENON_DATA_NOT_A_METHOD', async () => {
  const text = await textOf(() => {
    class Reports {
      @Transactional()
      static async send(): Promise<void> {}
    }
    return Reports;
  });
  expect(text).toMatchGolden('golden/TENON_DATA_NOT_A_METHOD');
});

test('names the module that is missing where @Transactional is used without it', async () => {
  @Module({ providers: [{ provide: EntityManager, useValue: {} }, Authors] })
  class AppModule {}
  const text = await textOf(() => createContext(AppModule));
  expect(text).toMatch('Authors needs Database, which nothing provides');
  expect(text).toMatch(/where {2}Authors\[@Transactional\] {3}packages\/data\/test\/errors\/errors\.test\.ts:\d+/);
  expect(text).toMatch('fix    import DataModule.with({ entities: […] }) into the root module');
});

test('names the entity that is missing where its repository is injected', async () => {
  @Entity()
  class Comment {
    @PrimaryKey() id!: number;
  }
  @Injectable()
  class Comments {
    constructor(@InjectRepository(Comment) readonly comments: EntityRepository<Comment>) {}
  }
  @Module({ imports: [blogData('sqlite::memory:')], providers: [Comments] })
  class AppModule {}
  const text = await textOf(() => createContext(AppModule));
  expect(text).toMatch('Comments needs token "repository of Comment", which nothing provides');
  expect(text).toMatch(/packages\/data\/test\/errors\/errors\.test\.ts:\d+/);
  expect(text).toMatch('fix    add Comment to the entities of DataModule.with({ entities: […] })');
});

test('asks of which entity a repository is that is injected by its class alone', async () => {
  @Injectable()
  class Comments {
    constructor(readonly comments: EntityRepository<Author>) {}
  }
  @Module({ imports: [blogData('sqlite::memory:')], providers: [Comments] })
  class AppModule {}
  const text = await textOf(() => createContext(AppModule));
  expect(text).toMatch('fix    say of which entity it is: put @InjectRepository(ENTITY) before it');
});

test('leaves the parameters of a handler their names', async () => {
  @Controller('/authors')
  class AuthorController {
    @Post()
    @Transactional()
    async add(@Body() input: { email: string }): Promise<unknown> {
      return input;
    }
  }
  @Module({ imports: [blogData('sqlite::memory:')], controllers: [AuthorController] })
  class AppModule {}
  expect(await textOf(() => createApp(AppModule, { logger: false }))).toMatch('AuthorController.add(input: ');
});

const codesIn = (text: string): string[] => [...new Set(text.match(/TENON_DATA_[A-Z_]+/g))].toSorted();

test('has a golden file and a section in docs/errors.md for each code, and no other', async () => {
  const codes = codesIn(await readFile(join(ROOT, 'packages/data/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  expect([...new Set(files.map((file) => file.replace(/\..*$/, '')))].toSorted()).toEqual(codes);
  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const sections = page.split(/^##+ /m).filter((section) => section.startsWith('TENON_DATA_'));
  expect(sections.map((section) => section.slice(0, section.indexOf('\n'))).toSorted()).toEqual(codes);
  for (const section of sections) {
    const code = section.slice(0, section.indexOf('\n'));
    expect(section).toContain(`\`\`\`text file=packages/data/test/errors/golden/${code}`);
    expect(section).toContain('**Mend:**');
  }
});
