import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { createContext, Module, useHost } from '@tenon/core';
import { Database, DataModule, type Migrations, seed, type Seeder } from '@tenon/data';
import { createFolder, FIRST, inShop, openShop, type Shop, writeMigration } from '../support/shop.js';

/** Has one migration, and a database in a file of its own. */
function createShop(): Shop {
  const folder = createFolder();
  writeMigration(folder, '20260101000000-initial', "  up: ['create table a (id integer)'],");
  const url = `sqlite:${join(folder, 'app.db')}`;
  return { entities: FIRST, url, folder: join(folder, '.') };
}

/** Gives the text of what is wrong, without what is different each time. */
async function textOf(work: () => Promise<unknown>, { folder }: Shop): Promise<string> {
  const error: unknown = await work().then(
    () => new Error('nothing is wrong'),
    (thrown: unknown) => thrown,
  );
  return (error as Error).message
    .replaceAll(folder, '<folder>')
    .replaceAll(relative(process.cwd(), folder), 'src/migrations');
}

const withMigrations = (shop: Shop, work: (migrations: Migrations) => Promise<unknown>): Promise<unknown> =>
  inShop(shop, ({ migrations }) => work(migrations));

test.each<[string, (shop: Shop) => Promise<unknown>]>([
  ['TENON_DATA_BEHIND', (shop) => openShop({ ...shop, atBoot: 'check' })],
  [
    'TENON_DATA_AHEAD',
    async (shop) => {
      await withMigrations(shop, (migrations) => migrations.up());
      const folder = join(shop.folder, 'older');
      mkdirSync(folder);
      return openShop({ ...shop, folder, atBoot: 'check' });
    },
  ],
  [
    'TENON_DATA_MIGRATION_FAILED',
    (shop) => {
      const steps = "  up: [\n    'create table b (id integer)',\n    'insert into c values (1)',\n  ],";
      writeMigration(shop.folder, '20260102000000-fill', steps);
      return withMigrations(shop, (migrations) => migrations.up());
    },
  ],
  [
    'TENON_DATA_MIGRATION_FAILED.function',
    (shop) => {
      writeMigration(shop.folder, '20260102000000-fill', "  up: [() => { throw new Error('it has a bad day'); }],");
      return withMigrations(shop, (migrations) => migrations.up());
    },
  ],
  [
    'TENON_DATA_NO_DOWN',
    (shop) =>
      withMigrations(shop, async (migrations) => {
        await migrations.up();
        await migrations.down();
      }),
  ],
  [
    'TENON_DATA_MIGRATION_GONE',
    async (shop) => {
      await withMigrations(shop, (migrations) => migrations.up());
      const folder = join(shop.folder, 'older');
      return withMigrations({ ...shop, folder }, (migrations) => migrations.down());
    },
  ],
  ['TENON_DATA_NO_SUCH_MIGRATION', (shop) => withMigrations(shop, (migrations) => migrations.up({ to: 'inital' }))],
  [
    'TENON_DATA_NO_MIGRATION',
    (shop) => {
      writeFileSync(join(shop.folder, '20260102000000-fill.ts'), 'export const up = [];\n');
      return withMigrations(shop, (migrations) => migrations.up());
    },
  ],
  ['TENON_DATA_MIGRATION_NAME', (shop) => withMigrations(shop, (migrations) => migrations.draft({ words: '--' }))],
  [
    'TENON_DATA_SNAPSHOT',
    (shop) => {
      writeFileSync(join(shop.folder, 'snapshot.json'), '<<<<<<< HEAD\n');
      return withMigrations(shop, (migrations) => migrations.draft());
    },
  ],
])('explains %s', async (name, work) => {
  const shop = createShop();
  expect(await textOf(() => work(shop), shop)).toMatchGolden(`golden/${name}`);
});

test('explains TENON_DATA_NO_MIGRATIONS', async () => {
  const shop = createShop();
  @Module({ imports: [DataModule.with({ entities: FIRST, url: shop.url })] })
  class ShopModule {}
  await using context = await createContext(ShopModule);
  const { migrations } = context.get(Database);
  expect(await textOf(() => migrations.up(), shop)).toMatchGolden('golden/TENON_DATA_NO_MIGRATIONS');
});

test('explains TENON_DATA_NO_SUCH_SEEDER', async () => {
  class DemoSeeder implements Seeder {
    run(): void {}
  }
  @Module({ imports: [DataModule.with({ entities: FIRST, url: 'sqlite::memory:', seeders: [DemoSeeder] })] })
  class ShopModule {}
  await using context = await createContext(ShopModule);
  const text = await textOf(() => seed(context, { only: 'DmeoSeeder' }), createShop());
  expect(text).toMatchGolden('golden/TENON_DATA_NO_SUCH_SEEDER');
});

test('lets a tool open a database that is behind', async () => {
  const shop = createShop();
  const looked = Promise.withResolvers<object>();
  useHost({ look: looked.resolve });
  try {
    process.env['DATABASE_MIGRATIONS'] = 'check';
    @Module({ imports: [DataModule.with({ entities: FIRST, url: shop.url, migrations: pathToFileURL(shop.folder) })] })
    class ShopModule {}
    createContext(ShopModule).catch(looked.reject);
    await using context = (await looked.promise) as Awaited<ReturnType<typeof createContext>>;
    const { migrations } = await context.resolve(Database);
    expect((await migrations.status()).migrations).toMatchObject([{ state: 'pending' }]);
  } finally {
    useHost({});
  }
});
