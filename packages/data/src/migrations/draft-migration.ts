import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TenonError } from '@tenon/core';
import type { MikroORM } from '@mikro-orm/sql';
import { DATABASE_KINDS, type DatabaseKind } from '../drivers/database-url.js';
import * as faults from '../errors.js';
import { listMigrations, shownPath } from './migration-files.js';
import { printMigration } from './print-migration.js';
import { compareSchemas, ormFor, type SchemaDifference, type SchemaSnapshot } from './schema-comparison.js';

/** What `Migrations.draft` takes. */
export interface DraftOptions {
  /** Words for the name of the file: `add summary`. Default: the tables that change. */
  readonly words?: string;
  /** Whether it is to be written by hand, whether entities have changed or not. Default: false. */
  readonly isEmpty?: boolean;
}

/** A migration that was worked out and is not written yet. */
export interface MigrationDraft {
  readonly name: string;
  /** What is to be written: the migration, and the snapshot that the next one begins from. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** The file that keeps the schema that all migrations together lead to, for each kind of database. */
const SNAPSHOT = 'snapshot.json';

type Snapshots = Readonly<Partial<Record<DatabaseKind, SchemaSnapshot>>>;

/**
 * Works out a migration for each kind of database that the project is for: those of earlier migrations, the one that is
 * connected, and PostgreSQL where its driver is installed. A database has the schema that its own snapshot says.
 */
export async function draftMigration(
  connected: MikroORM,
  kind: DatabaseKind,
  folder: string,
  { words, isEmpty = false }: DraftOptions,
): Promise<MigrationDraft | undefined> {
  const path = join(folder, SNAPSHOT);
  const snapshots = readSnapshots(path);
  if (isEmpty) {
    const name = newName(folder, words ?? 'change');
    return { name, files: [{ path: join(folder, `${name}.ts`), text: printMigration({}) }] };
  }
  const differences: Partial<Record<DatabaseKind, SchemaDifference>> = {};
  for (const one of DATABASE_KINDS) {
    const isWanted = one === kind || one === 'postgres' || snapshots?.[one] !== undefined;
    const orm = one === kind ? connected : isWanted ? await ormFor(one, connected) : undefined;
    if (orm) differences[one] = await compareSchemas(orm, snapshots?.[one]);
    else if (snapshots?.[one]) throw new TenonError([faults.noDriverToCompare()]);
  }
  const changed = Object.entries(differences).filter(([, { up }]) => up.length > 0);
  if (changed.length === 0) return undefined;
  const targets = Object.entries(differences).map(([one, { target }]) => [one, target] as const);
  const tables = [...new Set(changed.flatMap(([, difference]) => difference.tables))];
  const isFirst = listMigrations(folder).length === 0;
  const name = newName(folder, words ?? (isFirst ? 'initial' : `change ${tables.slice(0, 3).join(' ')}`));
  return {
    name,
    files: [
      { path: join(folder, `${name}.ts`), text: printMigration(Object.fromEntries(changed)) },
      { path, text: `${JSON.stringify({ ...snapshots, ...Object.fromEntries(targets) }, null, 2)}\n` },
    ],
  };
}

/**
 * Tells whether the entities differ from what all migrations together lead to, for one kind of database.
 *
 * @returns undefined where there are migrations, but no snapshot beside them
 */
export async function isDrifted(orm: MikroORM, kind: DatabaseKind, folder: string): Promise<boolean | undefined> {
  const snapshots = readSnapshots(join(folder, SNAPSHOT));
  if (!snapshots && listMigrations(folder).length > 0) return undefined;
  return (await compareSchemas(orm, snapshots?.[kind])).up.length > 0;
}

/** @throws TenonError `TENON_DATA_SNAPSHOT` */
function readSnapshots(path: string): Snapshots | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Snapshots;
  } catch {
    throw new TenonError([faults.brokenSnapshot({ file: shownPath(path) })]);
  }
}

/** Gives the time, in UTC, and words. It stands behind all others: two in one second would have the order of their words. */
function newName(folder: string, words: string): string {
  const last = listMigrations(folder).at(-1)?.name.slice(0, 14) ?? '';
  let time = new Date();
  let stamp = stampOf(time);
  // Those of a clock that is ahead for longer are left where they are.
  for (let tries = 0; stamp <= last && tries < 60; tries++) {
    time = new Date(time.getTime() + 1000);
    stamp = stampOf(time);
  }
  return `${stamp}-${kebabOf(words)}`;
}

function stampOf(time: Date): string {
  return time.toISOString().replaceAll(/\D/g, '').slice(0, 14);
}

/** @throws TenonError `TENON_DATA_MIGRATION_NAME` */
function kebabOf(words: string): string {
  const kebab = words
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z\d]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 100);
  if (kebab === '') throw new TenonError([faults.badMigrationName({ given: words })]);
  return kebab;
}
