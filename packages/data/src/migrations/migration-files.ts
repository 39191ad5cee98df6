import { readdirSync, readFileSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TenonError, type Where } from '@tenon/core';
import * as faults from '../errors.js';
import type { Migration } from './migration.js';

/** A file of the folder of migrations. */
export interface MigrationFile {
  /** The file's name without its ending: `20261126064109-initial`. Its order among the others is that of the names. */
  readonly name: string;
  readonly path: string;
}

const IS_MIGRATION = /^\d{14}-[\w-]+\.m?[jt]s$/;

/** Lists the migrations of a folder, in their order. What bears no time in its name is none. */
export function listMigrations(folder: string): MigrationFile[] {
  const byName = new Map<string, MigrationFile>();
  for (const file of namesIn(folder).toSorted()) {
    const { name } = parse(file);
    // Where a compiler has written beside the source, both are one.
    if (IS_MIGRATION.test(file) && !byName.has(name)) byName.set(name, { name, path: join(folder, file) });
  }
  return [...byName.values()];
}

/** A folder that is not there yet has none. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** @throws TenonError `TENON_DATA_NO_MIGRATION` */
export async function loadMigration({ path }: MigrationFile): Promise<Migration> {
  const { default: migration } = (await import(pathToFileURL(path).href)) as { readonly default?: Partial<Migration> };
  if (typeof migration?.up === 'object') return migration as Migration;
  throw new TenonError([faults.noMigration({ file: shownPath(path) })]);
}

/** Says where a statement stands, as far as it is found in the file word by word. */
export function placeOf({ path }: MigrationFile, statement: string): Where {
  const [first = ''] = statement.split('\n');
  const lines = readFileSync(path, 'utf8').split('\n');
  const line = lines.findIndex((text) => text.replaceAll('\\', '').includes(first.replaceAll('\\', '')));
  return { signature: statement, place: line === -1 ? shownPath(path) : `${shownPath(path)}:${line + 1}` };
}

/** Gives a path as it is printed: from the working directory, if it lies there. */
export function shownPath(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way;
}
