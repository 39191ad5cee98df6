import type { EntityManager } from '@mikro-orm/sql';
import type { DatabaseKind } from '../drivers/database-url.js';

/**
 * One step of a migration: a statement of SQL, or a function of the migration's transaction.
 *
 * A function is for what SQL alone cannot say. Let it use `em.execute(sql, values)` and no entities: those are of today, and
 * the migration will still run when they have become others.
 */
export type MigrationStep = string | ((em: EntityManager) => unknown);

/** Steps for whatever database there is, or for each of them. Where there are none for a database, nothing is done there. */
export type MigrationSteps =
  | readonly MigrationStep[]
  | Readonly<Partial<Record<DatabaseKind, readonly MigrationStep[]>>>;

/** A change of the database, and the way back. */
export interface Migration {
  readonly up: MigrationSteps;
  /** What takes it back. Default: it cannot be taken back. */
  readonly down?: MigrationSteps;
  /**
   * Whether all of it is done or nothing. Without, PostgreSQL can do what it refuses in a transaction, such as
   * `create index concurrently`, and a failure leaves what was done before it. SQLite always has a transaction.
   * Default: true.
   */
  readonly inTransaction?: boolean;
}

/**
 * Declares a migration, which is the default export of a file in the folder of migrations.
 *
 * `tenon db create` writes such files.
 *
 * @example
 * export default defineMigration({
 *   up: ["update article set summary = '' where summary is null"],
 *   down: [],
 * });
 */
export function defineMigration(migration: Migration): Migration {
  return migration;
}

/** Gives the steps for one kind of database. */
export function stepsFor(kind: DatabaseKind, steps: MigrationSteps): readonly MigrationStep[] {
  return isList(steps) ? steps : (steps[kind] ?? []);
}

function isList(steps: MigrationSteps): steps is readonly MigrationStep[] {
  return Array.isArray(steps);
}
