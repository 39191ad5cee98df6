import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import {
  type AbstractSqlDriver,
  type Configuration,
  type Constructor,
  DatabaseSchema,
  DatabaseTable,
  MikroORM,
  SchemaGenerator,
  t,
  Type,
  UnknownType,
} from '@mikro-orm/sql';
import type { DatabaseKind } from '../drivers/database-url.js';
import { DISCOVERY } from '../drivers/discovery.js';
import { loadPostgresDriver } from '../drivers/postgres-driver.js';
import { NodeSqliteDriver } from '../drivers/sqlite-driver.js';

/** A schema as MikroORM writes it down. */
export interface SchemaSnapshot {
  readonly tables: readonly TableSnapshot[];
  readonly namespaces: readonly string[];
  readonly nativeEnums?: NativeEnums;
  readonly views?: Parameters<DatabaseSchema['setViews']>[0];
}

type NativeEnums = Parameters<DatabaseSchema['setNativeEnums']>[0];
type Column = Parameters<DatabaseTable['addColumn']>[0];

interface TableSnapshot {
  readonly name: string;
  readonly schema?: string;
  readonly comment?: string;
  readonly nativeEnums?: NativeEnums;
  readonly columns: Readonly<Record<string, Omit<Column, 'mappedType'> & { readonly mappedType: string }>>;
  readonly indexes?: Parameters<DatabaseTable['setIndexes']>[0];
  readonly checks?: Parameters<DatabaseTable['setChecks']>[0];
  readonly foreignKeys?: Parameters<DatabaseTable['setForeignKeys']>[0];
  readonly triggers?: Parameters<DatabaseTable['setTriggers']>[0];
}

/** What makes one schema of another, and the way back. */
export interface SchemaDifference {
  readonly up: readonly string[];
  readonly down: readonly string[];
  /** The schema that it leads to. */
  readonly target: SchemaSnapshot;
  /** The tables that differ, by name. */
  readonly tables: readonly string[];
}

/**
 * Compares the entities with a schema that was written down, as the database of an ORM would have both.
 *
 * Nothing is connected to. From no schema at all, everything is new.
 */
export async function compareSchemas(orm: MikroORM, from: SchemaSnapshot | undefined): Promise<SchemaDifference> {
  const generator = new SchemaGenerator(orm.em);
  const fromSchema = readSnapshot(orm, from);
  const { up, down } = await generator.getUpdateSchemaMigrationSQL({ wrap: false, fromSchema });
  const target = JSON.parse(JSON.stringify(generator.getTargetSchema())) as SchemaSnapshot;
  return {
    up: statementsOf(up).map((statement) => withDefaults(statement, target.tables)),
    down: statementsOf(down).map((statement) => withDefaults(statement, from?.tables ?? [])),
    target,
    tables: differing(from?.tables ?? [], target.tables),
  };
}

/** Gives an ORM of the same entities for another kind of database; undefined if its driver is not installed. */
export async function ormFor(kind: DatabaseKind, { config }: MikroORM): Promise<MikroORM | undefined> {
  const driver = await driverOf(kind);
  if (!driver) return undefined;
  return new MikroORM({
    driver,
    dbName: 'of nobody',
    entities: config.get('entities'),
    metadataProvider: ReflectMetadataProvider,
    discovery: DISCOVERY,
    ensureDatabase: false,
  });
}

type Driver = new (config: Configuration) => AbstractSqlDriver;

async function driverOf(kind: DatabaseKind): Promise<Driver | undefined> {
  if (kind === 'sqlite') return NodeSqliteDriver;
  try {
    return await loadPostgresDriver();
  } catch {
    return undefined;
  }
}

const TYPES = t as unknown as Readonly<Record<string, Constructor<Type<unknown>>>>;

/** As `Migrator.getSchemaFromSnapshot` of @mikro-orm/migrations 7.2.1 does it, which reads a file of its own. */
function readSnapshot(orm: MikroORM, snapshot: SchemaSnapshot | undefined): DatabaseSchema {
  const platform = orm.driver.getPlatform();
  const schema = new DatabaseSchema(platform, orm.config.get('schema') ?? (platform.getDefaultSchemaName() as string));
  if (!snapshot) return schema;
  const { nativeEnums = {}, views } = snapshot;
  schema.setTables(
    snapshot.tables.map((written) => {
      const table = new DatabaseTable(platform, written.name, written.schema);
      table.nativeEnums = Object.keys(nativeEnums).length > 0 ? nativeEnums : (written.nativeEnums ?? {});
      if (written.comment !== undefined) table.comment = written.comment;
      if (written.indexes) table.setIndexes(written.indexes);
      if (written.checks) table.setChecks(written.checks);
      if (written.foreignKeys) table.setForeignKeys(written.foreignKeys);
      if (written.triggers) table.setTriggers(written.triggers);
      for (const column of Object.values(written.columns)) {
        const type = TYPES[column.mappedType] ?? UnknownType;
        table.addColumn({ ...column, mappedType: Type.getType(type) });
      }
      return table;
    }),
  );
  schema.setNamespaces(new Set(snapshot.namespaces));
  schema.setNativeEnums(nativeEnums);
  if (views) schema.setViews(views);
  return schema;
}

/** Foreign keys are switched off and on around every migration, where that has to be. */
const OF_OURS = /^pragma foreign_keys\b/i;

/** Splits what MikroORM writes: a statement ends with a semicolon at the end of a line, outside of literals and bodies. */
function statementsOf(sql: string): string[] {
  const statements: string[] = [];
  let open = '';
  const parts = sql.split(/;\n|;$/);
  for (const [index, part] of parts.entries()) {
    open += open === '' ? part : `;\n${part}`;
    const isWithin = open.split("'").length % 2 === 0 || open.split('$$').length % 2 === 0;
    // What has no end is kept all the same: whoever applies it is told what is wrong with it.
    if (isWithin && index < parts.length - 1) continue;
    const statement = open.trim();
    if (statement !== '' && !OF_OURS.test(statement)) statements.push(statement);
    open = '';
  }
  return statements;
}

function differing(from: readonly TableSnapshot[], to: readonly TableSnapshot[]): string[] {
  const before = new Map(from.map((table) => [table.name, JSON.stringify(table)]));
  const changed = to.filter((table) => before.get(table.name) !== JSON.stringify(table));
  const removed = from.filter(({ name }) => !to.some((table) => table.name === name));
  return [...changed, ...removed].map(({ name }) => name);
}

/**
 * Where SQLite makes a table anew, MikroORM fills new columns with null, which many of them refuse. They get their default,
 * as they do where a column is added.
 */
function withDefaults(statement: string, tables: readonly TableSnapshot[]): string {
  const name = /^insert into `(.+)__temp_alter` select /.exec(statement)?.[1];
  const table = tables.find((one) => one.name === name);
  if (!table) return statement;
  return statement.replaceAll(/null as `([^`]+)`/g, (text, column: string) => {
    const value = table.columns[column]?.default;
    return typeof value === 'string' ? `${value} as \`${column}\`` : text;
  });
}
