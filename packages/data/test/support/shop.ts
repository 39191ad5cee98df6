import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from '@jest/globals';
import { type ApplicationContext, type ContextOptions, createContext, Module } from '@tenon/core';
import {
  Collection,
  Database,
  DataModule,
  type DraftOptions,
  Entity,
  Enum,
  ManyToMany,
  ManyToOne,
  OneToMany,
  type Opt,
  PrimaryKey,
  Property,
  Unique,
} from '@tenon/data';

/** In the workspace, so that migrations find its packages. */
const PLACE = join(import.meta.dirname, '../../../../dist/test');

/* A shop's tables as they were at first. */

@Entity({ tableName: 'customer' })
class FirstCustomer {
  @PrimaryKey() id!: number;
  @Property() @Unique() email!: string;
  @OneToMany(() => FirstOrder, (order) => order.customer) orders = new Collection<FirstOrder>(this);
}

@Entity({ tableName: 'order' })
class FirstOrder {
  @PrimaryKey() id!: number;
  @ManyToOne(() => FirstCustomer, { deleteRule: 'cascade' }) customer!: FirstCustomer;
  @Enum({ items: ["it's new", 'paid'] }) state!: string;
  @Property({ type: 'json' }) lines!: unknown[];
  @Property({ type: 'datetime' }) placedAt!: Date;
}

export const FIRST = [FirstCustomer, FirstOrder];

/* And later: SQLite has to make the customers' table anew, since a column has become another. */

@Entity({ tableName: 'customer' })
class SecondCustomer {
  @PrimaryKey() id!: number;
  @Property({ type: 'text', nullable: true }) @Unique() email!: string | null;
  @Property({ type: 'text', nullable: true }) name!: string | null;
  @Property({ type: 'text', default: 'new' }) level!: Opt<string>;
  @OneToMany(() => SecondOrder, (order) => order.customer) orders = new Collection<SecondOrder>(this);
}

@Entity({ tableName: 'order' })
class SecondOrder {
  @PrimaryKey() id!: number;
  @ManyToOne(() => SecondCustomer, { deleteRule: 'cascade' }) customer!: SecondCustomer;
  @Enum({ items: ["it's new", 'paid'] }) state!: string;
  @Property({ type: 'json' }) lines!: unknown[];
  @Property({ type: 'datetime' }) placedAt!: Date;
  @Property({ type: 'integer', default: 0 }) discount!: Opt<number>;
}

@Entity({ tableName: 'note' })
class Note {
  @PrimaryKey() id!: number;
  @ManyToOne(() => SecondOrder) order!: SecondOrder;
  @ManyToMany(() => SecondCustomer) readers = new Collection<SecondCustomer>(this);
}

export const SECOND = [SecondCustomer, SecondOrder, Note];

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes an empty folder for migrations, which is removed after the file's last test. */
export function createFolder(): string {
  mkdirSync(PLACE, { recursive: true });
  const folder = mkdtempSync(join(PLACE, 'migrations-'));
  folders.push(folder);
  return folder;
}

export interface Shop {
  readonly entities: typeof FIRST | typeof SECOND;
  readonly url: string;
  readonly folder: string;
  /** Default: nothing of migrations is looked at. */
  readonly atBoot?: 'check' | 'apply' | 'ignore';
}

/** Starts an application without HTTP. */
export async function openShop(
  { entities, url, folder, atBoot = 'ignore' }: Shop,
  options: ContextOptions = {},
): Promise<ApplicationContext> {
  process.env['DATABASE_MIGRATIONS'] = atBoot;
  const migrations = pathToFileURL(`${folder}/`);
  @Module({ imports: [DataModule.with({ entities: [...entities], url, migrations })] })
  class ShopModule {}
  return createContext(ShopModule, options);
}

/** Does something with the database of an application that is closed then. */
export async function inShop<R>(shop: Shop, work: (database: Database) => Promise<R>): Promise<R> {
  await using context = await openShop(shop);
  return await work(context.get(Database));
}

/** Writes what `tenon db create` would write, and gives the name. */
export async function createMigration(shop: Shop, options: DraftOptions = {}): Promise<string | undefined> {
  const draft = await inShop(shop, ({ migrations }) => migrations.draft(options));
  for (const { path, text } of draft?.files ?? []) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return draft?.name;
}

/** Writes a migration by hand. */
export function writeMigration(folder: string, name: string, body: string): void {
  const text = `import { defineMigration } from '@tenon/data';\n\nexport default defineMigration({\n${body}\n});\n`;
  writeFileSync(join(folder, `${name}.ts`), text);
}
