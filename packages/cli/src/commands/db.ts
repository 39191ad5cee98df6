import { relative } from 'node:path';
import { TenonError } from '@tenon/core';
import type { Command } from 'commander';
import { type MigrateOptions, type MigrationsStatus, withDatabase } from '../database/own-database.js';
import * as faults from '../errors.js';
import { formatterOf } from '../generate/format-source.js';
import { type Change, writeChanges } from '../generate/write-changes.js';
import { coloursFor } from '../project/colours.js';
import { findProject } from '../project/project.js';
import { readIfThere } from '../project/read-if-there.js';
import { CommandFailed } from './command-failed.js';

const colours = coloursFor(process.stdout);

export function addDb(program: Command): void {
  const db = program.command('db').description('Work on the database of the application: its migrations, its seeds');
  addUp(db);
  addDown(db);
  addStatus(db);
  addCreate(db);
  addSeed(db);
}

function addUp(db: Command): void {
  db.command('up')
    .description('Apply the migrations that the database lacks')
    .option('--to <name>', 'the last one to apply: its name, or how that begins')
    .action(async ({ to }: { readonly to?: string }) => {
      const done = await withDatabase(findProject(), ({ migrations }) => migrations.up(told('applied', to)));
      if (done.length === 0) console.log('There is nothing to apply.');
    });
}

interface DownOptions {
  readonly to?: string;
  readonly all?: boolean;
  readonly force?: boolean;
}

function addDown(db: Command): void {
  db.command('down')
    .description('Take back the migration that was applied last')
    .option('--to <name>', 'take back all that were applied after this one')
    .option('--all', 'take back everything')
    .option('--force', 'in production, too')
    .action(async ({ to, all = false, force = false }: DownOptions) => {
      refuseInProduction('down', force);
      const done = await withDatabase(findProject(), ({ migrations }) =>
        migrations.down({ ...told('taken back', to), all }),
      );
      if (done.length === 0) console.log('There is nothing to take back.');
    });
}

/** Production is where `NODE_ENV` says so. */
function refuseInProduction(command: string, isForced: boolean): void {
  if (process.env['NODE_ENV'] === 'production' && !isForced) throw new TenonError([faults.notForced(command)]);
}

function told(deed: string, to?: string): MigrateOptions {
  return {
    ...(to !== undefined && { to }),
    onDone: (name, milliseconds) => console.log(`${colours.green(deed)}  ${name} (${Math.round(milliseconds)} ms)`),
    onWait: () => console.error('Another process migrates this database: waiting for it.'),
  };
}

function addStatus(db: Command): void {
  db.command('status')
    .description('Tell which migrations the database has had, and whether entities have changed without one')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExits with code 1 if there is something to do.')
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const status = await withDatabase(findProject(), ({ migrations }) => migrations.status());
      if (json) console.log(JSON.stringify(status, null, 2));
      else print(status);
      const { migrations, hasDrifted } = status;
      if (hasDrifted || migrations.some(({ state }) => state !== 'applied')) throw new CommandFailed();
    });
}

const STATES = {
  applied: colours.green('applied'),
  pending: colours.yellow('pending'),
  unknown: colours.red('unknown'),
};

/** The rows are for programs, too; what to do is said beside them. */
function print({ migrations, hasDrifted }: MigrationsStatus): void {
  for (const { name, state, appliedAt = '' } of migrations) {
    console.log(`${STATES[state]}  ${name}  ${appliedAt.slice(0, 16).replace('T', ' ')}`.trimEnd());
  }
  const has = (wanted: string): boolean => migrations.some(({ state }) => state === wanted);
  if (migrations.length === 0) console.error('There are no migrations.');
  if (has('pending')) console.error('The database lacks migrations: run tenon db up.');
  if (has('unknown')) console.error('The database has had migrations that are not here.');
  if (hasDrifted) console.error('The entities have changed without a migration: run tenon db create.');
}

interface CreateOptions {
  readonly empty?: boolean;
  readonly dryRun?: boolean;
}

function addCreate(db: Command): void {
  db.command('create')
    .description('Write a migration that makes of the database what the entities say')
    .argument('[words...]', 'what it does: add summary; the tables that change if not given')
    .option('--empty', 'write one to be filled in by hand')
    .option('--dry-run', 'print the migration, and write nothing')
    .action(async (words: readonly string[], { empty = false, dryRun = false }: CreateOptions) => {
      const project = findProject();
      const draft = await withDatabase(project, ({ migrations }) =>
        migrations.draft({ isEmpty: empty, ...(words.length > 0 && { words: words.join(' ') }) }),
      );
      if (!draft)
        return console.log('The entities have not changed. --empty writes a migration to be filled in by hand.');
      const format = formatterOf(project);
      const changes = await Promise.all(
        draft.files.map(async ({ path, text }): Promise<Change> => {
          const file = relative(project.folder, path);
          return { file, before: readIfThere(path), after: await format(file, text) };
        }),
      );
      if (dryRun) return console.log(changes[0]?.after.trimEnd());
      writeChanges(project.folder, changes);
      for (const { file, before } of changes) {
        console.log(`${before === undefined ? colours.green('created') : colours.yellow('edited ')}  ${file}`);
      }
      console.log('Read it before you run tenon db up: what it drops is gone.');
    });
}

function addSeed(db: Command): void {
  db.command('seed')
    .description('Run the seeders of the application, or one of them')
    .argument('[name]', 'of its class: DemoSeeder, or demo')
    .option('--force', 'in production, too')
    .action(async (only: string | undefined, { force = false }: { readonly force?: boolean }) => {
      refuseInProduction('seed', force);
      const { onDone } = told('seeded');
      const done = await withDatabase(findProject(), (database) =>
        database.seed({ ...(only !== undefined && { only }), onDone }),
      );
      if (done.length === 0) console.log('There are no seeders: list them in DataModule.with({ seeders: […] }).');
    });
}
