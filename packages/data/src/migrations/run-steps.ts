import { TenonError } from '@tenon/core';
import type { EntityManager } from '@mikro-orm/sql';
import type { DatabaseKind } from '../drivers/database-url.js';
import * as faults from '../errors.js';
import { type Migration, type MigrationStep, stepsFor } from './migration.js';
import { type MigrationFile, placeOf, shownPath } from './migration-files.js';

export type Direction = 'up' | 'down';

/** What is run, and where. */
export interface Run {
  readonly file: MigrationFile;
  readonly migration: Migration;
  readonly direction: Direction;
  readonly kind: DatabaseKind;
}

/**
 * Runs the steps of a migration.
 *
 * @throws TenonError `TENON_DATA_MIGRATION_FAILED` with the step that failed; `TENON_DATA_NO_DOWN`
 */
export async function runSteps(em: EntityManager, { file, migration, direction, kind }: Run): Promise<void> {
  const steps = migration[direction];
  if (steps === undefined) throw new TenonError([faults.noDown({ name: file.name, file: shownPath(file.path) })]);
  const isKept = migration.inTransaction === false && kind === 'postgres';
  for (const [index, step] of stepsFor(kind, steps).entries()) {
    try {
      await runStep(em, step);
    } catch (cause) {
      const reason = reasonOf(cause);
      const failed =
        typeof step === 'string'
          ? { reason, where: placeOf(file, step) }
          : { reason, where: { signature: `${direction}, step ${index + 1}`, place: shownPath(file.path) }, cause };
      throw new TenonError([faults.migrationFailed({ name: file.name, direction, isKept, ...failed })]);
    }
  }
  if (kind === 'sqlite') await checkForeignKeys(em, file, direction);
}

async function runStep(em: EntityManager, step: MigrationStep): Promise<void> {
  if (typeof step !== 'string') {
    await step(em);
    // What it has changed by entities belongs to this step, and so do their faults.
    await em.flush();
    return;
  }
  if (isSeveral(step)) throw new Error('it is more than one statement: give each a text of its own');
  await em.execute(step);
}

/** Literals, quoted names, comments and bodies of functions: in these a semicolon ends nothing. */
const OPAQUE = /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[^]*?\*\/|\$(\w*)\$[^]*?\$\1\$/g;

/** SQLite would run the first statement of a text and pass over the others without a word. */
function isSeveral(sql: string): boolean {
  if (/^\s*create\s+(temp\w*\s+)?trigger\b/i.test(sql)) return false;
  return /;\s*\S/.test(sql.replaceAll(OPAQUE, (found) => (/^(--|\/\*)/.test(found) ? '' : 'x')));
}

/** Foreign keys do not count while tables are made anew, which is how SQLite changes them; they must be sound at the end. */
async function checkForeignKeys(em: EntityManager, { name, path }: MigrationFile, direction: Direction): Promise<void> {
  const broken: { readonly table: string; readonly parent: string }[] = await em.execute('pragma foreign_key_check');
  const [first] = broken;
  if (!first) return;
  const reason = `rows of ${first.table} refer to rows of ${first.parent} that are not there (${broken.length} in all)`;
  const where = { signature: 'pragma foreign_key_check', place: shownPath(path) };
  throw new TenonError([faults.migrationFailed({ name, direction, where, reason, isKept: false })]);
}

/** What the database itself says: MikroORM puts the statement before it. */
function reasonOf(error: unknown): string {
  let innermost = error as Error;
  while (innermost.cause instanceof Error) innermost = innermost.cause;
  return innermost.message;
}
