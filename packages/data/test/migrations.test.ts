import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, test } from '@jest/globals';
import { createContext, Logger, type LogLevel, Module } from '@tenon/core';
import { Database, DataModule } from '@tenon/data';
import { DatabaseSchema, TableNotFoundException } from '@mikro-orm/sql';
import { onEachDatabase } from './support/databases.js';
import {
  createFolder,
  createMigration,
  FIRST,
  inShop,
  openShop,
  SECOND,
  type Shop,
  writeMigration,
} from './support/shop.js';

/** Gives the schema that the database itself tells of. */
async function schemaOf({ orm: { config, driver } }: Database): Promise<unknown> {
  const schema = await DatabaseSchema.create(driver.getConnection(), driver.getPlatform(), config);
  return JSON.parse(JSON.stringify(schema));
}

onEachDatabase('migrations', ({ kind, create }) => {
  let first: Shop;
  let second: Shop;

  beforeEach(async () => {
    const place = { url: await create(), folder: createFolder() };
    first = { ...place, entities: FIRST };
    second = { ...place, entities: SECOND };
  });

  const rowsOf = (database: Database, sql: string): Promise<unknown> => database.orm.driver.execute(sql);
  const statesOf = async (database: Database): Promise<string[]> =>
    (await database.migrations.status()).migrations.map(({ name, state }) => `${state} ${name.slice(15)}`);

  test('make the tables that MikroORM makes itself, take them away, and make them again', async () => {
    expect(await createMigration(first)).toMatch(/^\d{14}-initial$/);
    const wanted = await inShop({ ...first, url: await create() }, async (database) => {
      await database.orm.schema.create();
      return schemaOf(database);
    });
    await inShop(first, async (database) => {
      const empty = await schemaOf(database);
      expect(await database.migrations.up()).toHaveLength(1);
      expect(await schemaOf(database)).toEqual(wanted);
      expect(await database.migrations.down()).toHaveLength(1);
      expect(await schemaOf(database)).toEqual(empty);
      await database.migrations.up();
      expect(await schemaOf(database)).toEqual(wanted);
      expect(await database.migrations.up()).toEqual([]);
    });
  });

  test('change tables that are made anew for it, without losing rows that refer to them', async () => {
    await createMigration(first);
    await inShop(first, async (database) => {
      await database.migrations.up();
      await rowsOf(database, "insert into customer (email) values ('ada@example.org')");
      const order = `insert into "order" (customer_id, state, lines, placed_at) values (1, 'it''s new', '[]', '2026-01-01')`;
      await rowsOf(database, order);
    });
    expect(await createMigration(second, { words: 'Add notes' })).toMatch(/^\d{14}-add-notes$/);
    await inShop(second, async (database) => {
      const before = await schemaOf(database);
      await database.migrations.up();
      expect(await rowsOf(database, 'select email, name, level from customer')).toEqual([
        { email: 'ada@example.org', name: null, level: 'new' },
      ]);
      expect(await rowsOf(database, 'select customer_id, discount from "order"')).toEqual([
        { customer_id: 1, discount: 0 },
      ]);
      expect((await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).trim()).toBe('');
      await database.migrations.down();
      expect(await rowsOf(database, 'select customer_id from "order"')).toEqual([{ customer_id: 1 }]);
      if (kind === 'postgres') expect(await schemaOf(database)).toEqual(before);
      // Where foreign keys were off, they are on again.
      await expect(rowsOf(database, `delete from customer`)).resolves.toBeDefined();
      expect(await rowsOf(database, 'select id from "order"')).toEqual([]);
    });
  });

  test('are written only where entities have changed', async () => {
    await createMigration(first);
    expect(await createMigration(first)).toBeUndefined();
    expect(await inShop(first, ({ migrations }) => migrations.status())).toMatchObject({ hasDrifted: false });
    expect(await inShop(second, ({ migrations }) => migrations.status())).toMatchObject({ hasDrifted: true });
    expect(await createMigration(second)).toMatch(/-change-/);
    expect(await createMigration(second)).toBeUndefined();
    const empty = (await createMigration(second, { isEmpty: true, words: 'fill in' })) as string;
    expect(readFileSync(join(first.folder, `${empty}.ts`), 'utf8')).toContain('up: []');
    await inShop(second, ({ migrations }) => migrations.up());
  });

  test('are written for PostgreSQL, too, where its driver is installed, and for SQLite once it is used', async () => {
    const kindsOf = (name: string | undefined): string[] => {
      const up = readFileSync(join(first.folder, `${name}.ts`), 'utf8').split('  down:')[0] ?? '';
      return ['sqlite', 'postgres'].filter((one) => up.includes(`    ${one}: [`));
    };
    const isPostgres = kind === 'postgres';
    expect(kindsOf(await createMigration(first))).toEqual(isPostgres ? ['postgres'] : ['sqlite', 'postgres']);
    const other = await createMigration({ ...first, url: 'sqlite::memory:' });
    expect(isPostgres ? kindsOf(other) : other).toEqual(isPostgres ? ['sqlite'] : undefined);
    expect(kindsOf(await createMigration(second))).toEqual(['sqlite', 'postgres']);
    // Where there is nothing for a database, nothing is done.
    await inShop(second, ({ migrations }) => migrations.up());
  });

  test('have an index for each foreign key, by the same name on both databases', async () => {
    await createMigration(first);
    await createMigration(second, { words: 'notes' });
    await createMigration({ ...second, url: 'sqlite::memory:' }, { words: 'sqlite' });
    const { sqlite, postgres } = JSON.parse(readFileSync(join(second.folder, 'snapshot.json'), 'utf8')) as Record<
      'sqlite' | 'postgres',
      { tables: { name: string; indexes: { keyName: string; columnNames: string[]; primary: boolean }[] }[] }
    >;
    const indexesOf = ({ tables }: typeof sqlite) =>
      tables.flatMap(({ name, indexes }) =>
        indexes
          .filter(({ primary }) => !primary)
          .map(({ keyName, columnNames }) => `${keyName} on ${name} (${columnNames.join()})`),
      );
    expect(indexesOf(postgres).toSorted()).toEqual(indexesOf(sqlite).toSorted());
    await inShop(second, async (database) => {
      await database.migrations.up();
      const sql =
        kind === 'sqlite'
          ? "select name from sqlite_master where type = 'index' and name like '%\\_id\\_index' escape '\\'"
          : "select indexname as name from pg_indexes where indexname like '%\\_id\\_index'";
      expect(await rowsOf(database, `${sql} order by 1`)).toEqual([
        { name: 'note_order_id_index' },
        // The primary key of that table begins with the other one.
        { name: 'note_readers_second_customer_id_index' },
        { name: 'order_customer_id_index' },
      ]);
    });
  });

  test('leave nothing half done, and name the statement that has failed', async () => {
    writeMigration(
      first.folder,
      '20260101000000-two',
      "  up: ['create table a (id integer)', 'insert into b values (1)'],\n  down: [],",
    );
    await inShop(first, async (database) => {
      await expect(database.migrations.up()).rejects.toMatchObject({
        diagnostics: [
          {
            code: 'TENON_DATA_MIGRATION_FAILED',
            where: { signature: 'insert into b values (1)', place: expect.stringMatching(/20260101000000-two\.ts:4$/) },
          },
        ],
      });
      await expect(rowsOf(database, 'select * from a')).rejects.toThrow(TableNotFoundException);
      expect(await statesOf(database)).toEqual(['pending two']);
      await rowsOf(database, 'create table b (id integer)');
      expect(await database.migrations.up()).toHaveLength(1);
    });
  });

  test('take SQL and functions of the transaction, for one database or for all', async () => {
    const inserts = `async (em) => { for (const id of [1, 2]) await em.execute('insert into a values (?)', [id]); }`;
    writeMigration(
      first.folder,
      '20260101000000-steps',
      `  up: ['create table a (id integer)', ${inserts}, "insert into a select 3 where 'a;b' <> ''; -- one; statement"],
  down: { sqlite: ['drop table a'] },`,
    );
    await inShop(first, async (database) => {
      await database.migrations.up();
      expect(await rowsOf(database, 'select count(*) as n from a')).toEqual([{ n: kind === 'sqlite' ? 3 : '3' }]);
      await database.migrations.down();
      const isThere = (await database.orm.schema.getUpdateSchemaSQL({ wrap: false })).includes(
        'drop table if exists "a"',
      );
      expect(isThere).toBe(kind === 'postgres');
    });
  });

  test('refuse a text with two statements, of which one database would run the first alone', async () => {
    writeMigration(
      first.folder,
      '20260101000000-two',
      "  up: ['create table a (id integer); create table b (id integer)'],",
    );
    await inShop(first, async ({ migrations }) => {
      await expect(migrations.up()).rejects.toThrow('more than one statement');
    });
  });

  test('go up and down to one that is named by how it begins', async () => {
    for (const n of [1, 2, 3, 4]) {
      writeMigration(
        first.folder,
        `2026010100000${n}-make-t${n}`,
        `  up: ['create table t${n} (id integer)'], down: ['drop table t${n}'],`,
      );
    }
    await inShop(first, async (database) => {
      const { migrations } = database;
      await migrations.up({ to: '20260101000003' });
      expect(await statesOf(database)).toEqual([
        'applied make-t1',
        'applied make-t2',
        'applied make-t3',
        'pending make-t4',
      ]);
      expect(await migrations.down({ to: '20260101000001-make-t1' })).toEqual([
        '20260101000003-make-t3',
        '20260101000002-make-t2',
      ]);
      await migrations.up();
      expect(await migrations.down({ all: true })).toHaveLength(4);
      expect(await migrations.down()).toEqual([]);
      await expect(migrations.up({ to: '2026' })).rejects.toThrow('TENON_DATA_NO_SUCH_MIGRATION');
    });
  });

  test('are done once, whoever does them at the same time', async () => {
    for (const n of [1, 2, 3]) {
      writeMigration(first.folder, `2026010100000${n}-t${n}`, `  up: ['create table t${n} (id integer)'],`);
    }
    const all = await Promise.all([1, 2, 3, 4].map(() => inShop(first, ({ migrations }) => migrations.up())));
    expect(all.flat().toSorted()).toEqual(['20260101000001-t1', '20260101000002-t2', '20260101000003-t3']);
  });

  test('are asked for at a start: a database that lacks some is refused, or gets them', async () => {
    const name = await createMigration(first);
    await expect(openShop({ ...first, atBoot: 'check' })).rejects.toMatchObject({
      diagnostics: [{ code: 'TENON_DATA_BEHIND', message: expect.stringContaining(name as string) }],
    });
    await (await openShop({ ...first, atBoot: 'ignore' })).close();
    await (await openShop({ ...first, atBoot: 'apply' })).close();
    await (await openShop({ ...first, atBoot: 'check' })).close();
  });

  test('are missed at the start of a developer whose entities have changed', async () => {
    await createMigration(first);
    const warned = async (shop: Shop, environment: string | undefined): Promise<string[]> => {
      const warnings: string[] = [];
      class Kept extends Logger {
        log(level: LogLevel, message: string): void {
          if (level === 'warn') warnings.push(message);
        }
        named(): Logger {
          return this;
        }
      }
      if (environment === undefined) delete process.env['NODE_ENV'];
      else process.env['NODE_ENV'] = environment;
      try {
        await using _ = await openShop({ ...shop, atBoot: 'apply' }, { logger: new Kept() });
        await setTimeout(1000);
      } finally {
        process.env['NODE_ENV'] = 'test';
      }
      return warnings;
    };
    expect(await warned(first, undefined)).toEqual([]);
    expect(await warned(second, undefined)).toEqual([expect.stringContaining('npx tenon db create')]);
    expect(await warned(second, 'production')).toEqual([]);
  });

  test('that are not here are a fault, but in production, where the next version may be about to start', async () => {
    writeMigration(first.folder, '20260101000001-later', '  up: [],');
    await inShop(first, ({ migrations }) => migrations.up());
    const older = { ...first, folder: createFolder(), atBoot: 'check' } as const;
    await expect(openShop(older)).rejects.toThrow('TENON_DATA_AHEAD');
    process.env['NODE_ENV'] = 'production';
    try {
      await (await openShop(older)).close();
    } finally {
      process.env['NODE_ENV'] = 'test';
    }
    await inShop({ ...older, atBoot: 'ignore' }, async (database) => {
      expect(await statesOf(database)).toEqual(['unknown later']);
      await expect(database.migrations.down()).rejects.toThrow('TENON_DATA_MIGRATION_GONE');
    });
  });

  test('do without a transaction what needs to be done without', async () => {
    const concurrently = kind === 'postgres' ? 'concurrently' : '';
    writeMigration(first.folder, '20260101000001-table', "  up: ['create table a (id integer)'],");
    writeMigration(
      first.folder,
      '20260101000002-index',
      `  up: ['create index ${concurrently} a_id on a (id)'], inTransaction: false,`,
    );
    const all = await Promise.all([1, 2].map(() => inShop(first, ({ migrations }) => migrations.up())));
    expect(all.flat()).toHaveLength(2);
  });
});

test('are of no matter to a database in memory, which gets its tables at once', async () => {
  @Module({ imports: [DataModule.with({ entities: FIRST, url: 'sqlite::memory:' })] })
  class MemoryModule {}
  await using context = await createContext(MemoryModule);
  expect(await context.get(Database).orm.driver.execute('select * from customer')).toEqual([]);
});

test('come behind all that are there, even those of a clock that is ahead', async () => {
  const shop: Shop = { entities: FIRST, url: 'sqlite::memory:', folder: createFolder() };
  const soon = new Date(Date.now() + 20_000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  writeFileSync(join(shop.folder, `${soon}-first.ts`), '');
  const name = (await createMigration(shop, { words: 'afterwards' })) as string;
  expect(name > `${soon}-first`).toBe(true);
});
