import { type Logger, nearestNames, TenonError } from '@tenon/core';
import type { EntityManager, MikroORM } from '@mikro-orm/sql';
import type { DatabaseKind } from '../drivers/database-url.js';
import * as faults from '../errors.js';
import type { DraftOptions, MigrationDraft } from './draft-migration.js';
import { listMigrations, loadMigration, type MigrationFile, shownPath } from './migration-files.js';
import { addToLog, type AppliedMigration, makeLog, readLog, removeFromLog } from './migration-log.js';
import { type Direction, runSteps } from './run-steps.js';
import { withLock } from './with-lock.js';

/** How a migration stands to a database. */
export interface MigrationState {
  readonly name: string;
  /** `unknown`: the database has had it, but there is no such file here. */
  readonly state: 'applied' | 'pending' | 'unknown';
  /** In ISO 8601; undefined for what is pending. */
  readonly appliedAt: string | undefined;
}

/** How a database stands to an application. */
export interface MigrationsStatus {
  /** In the order in which they were done, or will be. */
  readonly migrations: readonly MigrationState[];
  /**
   * Whether the entities have changed since the last migration was written; undefined where that is not known, as where
   * what was built is without the snapshot.
   */
  readonly hasDrifted: boolean | undefined;
}

/** What `up` and `down` take. */
export interface MigrateOptions {
  /** The name of a migration, or how it begins. */
  readonly to?: string;
  /** Is told of each migration that was done. */
  readonly onDone?: (name: string, milliseconds: number) => void;
  /** Is called once, if another process is at it. */
  readonly onWait?: () => void;
}

/**
 * What a start does about migrations: refuses a database that lacks some, applies them, or looks at nothing.
 *
 * @internal
 */
export type AtBoot = 'check' | 'apply' | 'ignore';

/** How long after the start of a developer's application its entities are compared with the migrations, in milliseconds. */
const LOOK_MS = 500;

/** What `Migrations` are made of. */
interface MigrationsParts {
  readonly orm: MikroORM;
  readonly kind: DatabaseKind;
  /** Without a password. */
  readonly url: string;
  /** Undefined where the application says nothing of migrations. */
  readonly folder: string | undefined;
  readonly logger: Logger;
}

/** The migrations of an application's database, which `tenon db` works on. */
export class Migrations {
  readonly #parts: MigrationsParts;

  /** @internal */
  constructor(parts: MigrationsParts) {
    this.#parts = parts;
  }

  /** Compares the files with the database, and the entities with the snapshot. Changes nothing. */
  async status(): Promise<MigrationsStatus> {
    const { applied, pending, unknown } = await this.#compare();
    return {
      migrations: [
        ...applied.map(({ name, appliedAt }) => ({
          name,
          state: unknown.includes(name) ? ('unknown' as const) : ('applied' as const),
          appliedAt,
        })),
        ...pending.map((name) => ({ name, state: 'pending' as const, appliedAt: undefined })),
      ],
      hasDrifted: await this.#hasDrifted(),
    };
  }

  async #hasDrifted(): Promise<boolean | undefined> {
    const { isDrifted } = await import('./draft-migration.js');
    return isDrifted(this.#parts.orm, this.#parts.kind, this.#folder());
  }

  /**
   * Does what is pending, in the order of the names, each in a transaction of its own. Several processes may do so at
   * once: each migration is done by one of them.
   *
   * @param options - `to`: the last one. Default: all
   * @returns the names of what was done by this call
   * @throws TenonError `TENON_DATA_MIGRATION_FAILED`; what was done before it stays
   */
  async up({ to, ...told }: MigrateOptions = {}): Promise<readonly string[]> {
    const files = listMigrations(this.#folder());
    const last = to === undefined ? undefined : nameIn(files, to);
    const wanted = last === undefined ? files : files.filter(({ name }) => name <= last);
    return this.#migrate('up', told, (applied) => {
      const done = new Set(applied.map(({ name }) => name));
      return wanted.find(({ name }) => !done.has(name));
    });
  }

  /**
   * Takes back what was done last.
   *
   * @param options - `to`: takes back all that was done after that one, which stays. Default: takes back one
   * @param options.all - takes back everything
   * @returns the names of what was taken back by this call
   * @throws TenonError `TENON_DATA_MIGRATION_FAILED`, `TENON_DATA_NO_DOWN`, `TENON_DATA_MIGRATION_GONE`
   */
  async down({ to, all = false, ...told }: MigrateOptions & { readonly all?: boolean } = {}): Promise<
    readonly string[]
  > {
    const { files, applied } = await this.#read();
    const stays = to === undefined ? undefined : nameIn(applied, to);
    const count = all
      ? applied.length
      : stays === undefined
        ? 1
        : applied.length - 1 - applied.findIndex(({ name }) => name === stays);
    const wanted = new Set(applied.slice(applied.length - Math.min(count, applied.length)).map(({ name }) => name));
    return this.#migrate('down', told, (log) => {
      const name = log.findLast((one) => wanted.has(one.name))?.name;
      if (name === undefined) return undefined;
      const file = files.find((one) => one.name === name);
      if (!file) throw new TenonError([faults.migrationGone({ name, folder: shownPath(this.#folder()) })]);
      return file;
    });
  }

  /**
   * Works out the migration that makes the database what the entities say, and writes nothing.
   *
   * @returns undefined if the entities have not changed
   */
  async draft(options: DraftOptions = {}): Promise<MigrationDraft | undefined> {
    const { draftMigration } = await import('./draft-migration.js');
    return draftMigration(this.#parts.orm, this.#parts.kind, this.#folder(), options);
  }

  /**
   * Sees to it at boot that the database is what the code was written for.
   *
   * @throws TenonError `TENON_DATA_BEHIND`, `TENON_DATA_AHEAD`
   * @internal
   */
  async prepare(atBoot: AtBoot): Promise<void> {
    const { folder, logger, url } = this.#parts;
    if (folder === undefined || atBoot === 'ignore') return;
    if (atBoot === 'apply') {
      await this.up({
        onDone: (name, took) => logger.info(`Migrated ${url}: ${name} (${Math.round(took)} ms).`),
        onWait: () => logger.info(`Another process migrates ${url}: waiting for it.`),
      });
    }
    const { pending, unknown } = await this.#compare();
    const { NODE_ENV } = process.env;
    const isProduction = NODE_ENV === 'production';
    // While a new version takes over, the old one must still be able to start.
    if (isProduction && unknown.length > 0) {
      logger.warn(`${url} has had migrations that this version does not know: ${unknown.join(', ')}.`);
    }
    const found = [
      ...(pending.length > 0 ? [faults.databaseBehind({ url, pending })] : []),
      ...(unknown.length > 0 && !isProduction ? [faults.databaseAhead({ url, unknown })] : []),
    ];
    if (found.length > 0) throw new TenonError(found);
    if (!isProduction && NODE_ENV !== 'test') this.#lookLater();
  }

  /**
   * Warns of entities that have changed: a column is missing then, and only a query says so. It is found out when the
   * application serves already, since it would make each start under `tenon dev` some 20 ms longer.
   */
  #lookLater(): void {
    const { logger } = this.#parts;
    const look = async (): Promise<void> => {
      if ((await this.#hasDrifted()) !== true) return;
      logger.warn('Entities have changed since the last migration: npx tenon db create writes the next one.');
    };
    setTimeout(() => {
      look().catch((error: unknown) => logger.warn('Entities and migrations could not be compared.', { error }));
    }, LOOK_MS).unref();
  }

  /** Gives the names of what is to be done, and of what was done and is not here. */
  async #compare(): Promise<{
    readonly applied: readonly AppliedMigration[];
    readonly pending: readonly string[];
    readonly unknown: readonly string[];
  }> {
    const { files, applied } = await this.#read();
    const names = files.map(({ name }) => name);
    const done = applied.map(({ name }) => name);
    return {
      applied,
      pending: names.filter((name) => !done.includes(name)),
      unknown: done.filter((name) => !names.includes(name)),
    };
  }

  async #read(): Promise<{ readonly files: readonly MigrationFile[]; readonly applied: readonly AppliedMigration[] }> {
    const files = listMigrations(this.#folder());
    return { files, applied: await readLog(this.#fork()) };
  }

  /** Runs one migration after the other: with the lock, it looks each time at what others have done meanwhile. */
  async #migrate(
    direction: Direction,
    { onDone, onWait }: Omit<MigrateOptions, 'to'>,
    next: (applied: readonly AppliedMigration[]) => MigrationFile | undefined,
  ): Promise<readonly string[]> {
    const { orm, kind } = this.#parts;
    const names: string[] = [];
    // Whoever has nothing to do needs no lock, and no right to write.
    if (!next(await readLog(this.#fork()))) return names;
    for (;;) {
      const start = performance.now();
      const name = await withLock(
        orm,
        kind,
        async (em) => {
          await makeLog(em);
          const file = next(await readLog(em));
          if (!file) return undefined;
          const migration = await loadMigration(file);
          const isWithin = migration.inTransaction !== false || kind === 'sqlite';
          await runSteps(isWithin ? em : this.#fork(), { file, migration, direction, kind });
          await (direction === 'up' ? addToLog(em, file.name) : removeFromLog(em, file.name));
          return file.name;
        },
        onWait,
      );
      if (name === undefined) return names;
      names.push(name);
      onDone?.(name, performance.now() - start);
    }
  }

  #fork(): EntityManager {
    return this.#parts.orm.em.fork({ disableContextResolution: true, clear: true });
  }

  #folder(): string {
    const { folder } = this.#parts;
    if (folder === undefined) throw new TenonError([faults.noMigrations()]);
    return folder;
  }
}

/** Finds the one migration that a name, or its beginning, stands for. */
function nameIn(list: readonly { readonly name: string }[], given: string): string {
  const names = list.map(({ name }) => name);
  const found = names.includes(given) ? [given] : names.filter((name) => name.startsWith(given));
  if (found.length === 1) return found[0] as string;
  // The time or the words alone may be what was mistyped.
  const parts = new Map(names.flatMap((name) => [name, name.slice(0, 14), name.slice(15)].map((part) => [part, name])));
  const near = found.length > 0 ? found : nearestNames(given, parts.keys()).map((part) => parts.get(part) as string);
  throw new TenonError([faults.noSuchMigration({ given, near: [...new Set(near)].slice(0, 3) })]);
}
