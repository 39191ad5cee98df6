import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createProject, type TestProject } from '../generate/project.js';
import { type Ended, runTenon } from '../run-tenon.js';

// Each test waits for processes.
jest.setTimeout(60_000);

let project: TestProject;

const ENTITY = `import { Entity, PrimaryKey, Property } from '@tenon/data';

@Entity()
export class Article {
  @PrimaryKey() id!: number;
  @Property() title!: string;
}
`;

// Whatever else of it is made would be seen, and so would a configuration that has nothing to do with the database.
beforeEach(() => {
  project = createProject({
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: { '@tenon/http': '0.1.0', '@tenon/data': '0.1.0' },
      devDependencies: { oxfmt: '0.78.0' },
    }),
    '.oxfmtrc.json': '{ "semi": false }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        module: 'NodeNext',
        strict: true,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        rootDir: 'src',
        outDir: 'dist',
        skipLibCheck: true,
        types: ['node'],
      },
      include: ['src'],
    }),
    'src/article.ts': ENTITY,
    'src/main.ts': `import { Configuration } from '@tenon/config';
import { IsString } from '@tenon/dto';
import { Controller, createApp, Get, Injectable, Module } from '@tenon/http';
import { DataModule, EntityManager, EntityRepository, InjectRepository, type Seeder } from '@tenon/data';
import { Article } from './article.js';

@Configuration({ prefix: 'SHOP_' })
class ShopConfig {
  @IsString() key!: string;
}

@Injectable()
class Mailer {
  constructor(readonly config: ShopConfig) {
    throw new Error('a service was made');
  }
}

@Injectable()
class DemoSeeder implements Seeder {
  constructor(private readonly em: EntityManager) {}
  async run() {
    this.em.create(Article, { title: 'Engines' });
  }
}

@Injectable()
class MailSeeder implements Seeder {
  constructor(readonly mailer: Mailer) {}
  run() {}
}

@Controller('/articles')
class ArticleController {
  constructor(readonly mailer: Mailer, @InjectRepository(Article) readonly articles: EntityRepository<Article>) {}
  @Get() list() {}
}

@Module({
  imports: [
    DataModule.with({
      entities: [Article],
      migrations: new URL('migrations/', import.meta.url),
      seeders: [DemoSeeder, MailSeeder],
    }),
  ],
  controllers: [ArticleController],
})
class AppModule {}

setInterval(() => {}, 60_000);
const app = await createApp(AppModule);
throw new Error('the application was made', { cause: app });
`,
  });
});

afterEach(() => project.remove());

const db = (command: string, environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  runTenon(project.folder, ['db', ...command.split(' ')], environment);

/** Takes out what is another one each time. */
const plain = (text: string): string =>
  text
    .replaceAll(/\d{14}/g, '<time>')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, '<date>')
    .replaceAll(/\d+ ms/g, '<n> ms');

const migrations = (): string[] =>
  readdirSync(join(project.folder, 'src/migrations')).filter((file) => file.endsWith('ts'));

test('writes, applies and takes back migrations, of an application of which nothing but its database is made', async () => {
  expect(await db('status')).toMatchObject({
    code: 1,
    output: '',
    errors: expect.stringContaining('run tenon db create'),
  });
  const created = await db('create');
  expect({ ...created, output: plain(created.output) }).toEqual({
    code: 0,
    errors: '',
    output: `created  src/migrations/<time>-initial.ts
created  src/migrations/snapshot.json
Read it before you run tenon db up: what it drops is gone.
`,
  });
  // As the project's own formatter has it.
  const [file = ''] = migrations();
  expect(project.read(`src/migrations/${file}`)).toMatch(/^import { defineMigration } from "@tenon\/data"\n/);
  expect(plain((await db('up')).output)).toBe('applied  <time>-initial (<n> ms)\n');
  expect(await db('up')).toEqual({ code: 0, errors: '', output: 'There is nothing to apply.\n' });
  const status = await db('status');
  expect({ ...status, output: plain(status.output) }).toEqual({
    code: 0,
    errors: '',
    output: 'applied  <time>-initial  <date>\n',
  });
  expect(await db('create')).toMatchObject({ code: 0, output: expect.stringContaining('have not changed') });

  project.write({ 'src/article.ts': ENTITY.replace('}\n', '  @Property({ nullable: true }) teaser?: string;\n}\n') });
  expect(await db('status --json')).toMatchObject({ code: 1, output: expect.stringContaining('"hasDrifted": true') });
  expect((await db('create add teaser --dry-run')).output).toContain('add column `teaser` text null');
  expect(migrations()).toHaveLength(1);
  expect((await db('create add teaser')).output).toMatch(/created {2}.*-add-teaser\.ts\nedited {3}.*snapshot\.json/);
  await db('up');
  expect(plain((await db('down --all')).output)).toBe(
    'taken back  <time>-add-teaser (<n> ms)\ntaken back  <time>-initial (<n> ms)\n',
  );
  expect(await db('down')).toMatchObject({ code: 0, output: 'There is nothing to take back.\n' });
});

test('applies each migration once, where two processes do so at the same time', async () => {
  await db('create');
  const all = await Promise.all([db('up'), db('up'), db('up')]);
  expect(all.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(all.filter(({ output }) => output.startsWith('applied'))).toHaveLength(1);
});

test('works on what was built, where the sources are not there', async () => {
  await db('create');
  expect(await runTenon(project.folder, ['build'])).toMatchObject({ code: 0 });
  project.hide('src');
  expect(plain((await db('up', { NODE_ENV: 'production' })).output)).toBe('applied  <time>-initial (<n> ms)\n');
  expect(await db('status', { NODE_ENV: 'production' })).toMatchObject({ code: 0 });
  expect(plain((await db('down --force', { NODE_ENV: 'production' })).output)).toBe(
    'taken back  <time>-initial (<n> ms)\n',
  );
});

test('asks at a mistyped name, and says which statement has failed', async () => {
  project.write({
    'src/migrations/20260101000000-fill.ts': `import { defineMigration } from '@tenon/data';

export default defineMigration({
  up: ["insert into absent values ('a')"],
});
`,
  });
  expect((await db('up --to 20260101000001')).errors).toContain('Did you mean 20260101000000-fill?');
  expect((await db('up')).errors).toMatch(
    /^TENON_DATA_MIGRATION_FAILED: 20260101000000-fill cannot be applied: no such table: absent\.[^]+src\/migrations\/20260101000000-fill\.ts:4/,
  );
});

test('runs seeders once the database has its tables, and makes what they need and nothing else', async () => {
  await db('create');
  expect(await db('seed')).toMatchObject({ code: 1, errors: expect.stringContaining('TENON_DATA_BEHIND') });
  await db('up');
  expect(await db('seed')).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^seeded {2}DemoSeeder \(\d+ ms\)\n$/),
    errors: expect.stringContaining('SHOP_KEY'),
  });
  expect(await db('seed demo')).toMatchObject({ code: 0, errors: '' });
  expect((await db('seed demos')).errors).toContain('Did you mean DemoSeeder?');
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(join(project.folder, 'data/app.db'));
  expect(database.prepare('select count(*) as count from article').get()).toEqual({ count: 2 });
  database.close();
  expect(await db('seed demo', { NODE_ENV: 'production' })).toMatchObject({
    code: 1,
    errors: expect.stringContaining('TENON_CLI_NOT_FORCED'),
  });
});
