import { type ApplicationContext, type InjectionToken, TenonError } from '@tenon/core';
import { builtMainOf } from '../build/built-main.js';
import * as faults from '../errors.js';
import { isApp, lookAt } from '../project/look-at.js';
import { importOf } from '../project/own-package.js';
import { findMain, type Project } from '../project/project.js';

/** The parts of `@tenon/data` that are used, in the copy that the project has. */
interface DataPackage {
  readonly Database: InjectionToken<{ readonly migrations: OwnMigrations }>;
  seed(application: ApplicationContext, options: SeedOptions): Promise<readonly string[]>;
}

export interface SeedOptions {
  readonly only?: string;
  readonly onDone: (name: string, milliseconds: number) => void;
}

/** The database of the project's application. */
export interface OwnDatabase {
  readonly migrations: OwnMigrations;
  /** Runs the seeders of the application, once its database has had all migrations. */
  seed(options: SeedOptions): Promise<readonly string[]>;
}

/** Its migrations. Names may be shortened to how they begin. */
export interface OwnMigrations {
  status(): Promise<MigrationsStatus>;
  up(options: MigrateOptions): Promise<readonly string[]>;
  down(options: MigrateOptions & { readonly all?: boolean }): Promise<readonly string[]>;
  /** @throws TenonError if the database lacks some */
  prepare(atBoot: 'check'): Promise<void>;
  draft(options: { readonly words?: string; readonly isEmpty?: boolean }): Promise<Draft | undefined>;
}

export interface MigrateOptions {
  readonly to?: string;
  readonly onDone: (name: string, milliseconds: number) => void;
  readonly onWait: () => void;
}

export interface MigrationsStatus {
  readonly migrations: readonly {
    readonly name: string;
    readonly state: 'applied' | 'pending' | 'unknown';
    readonly appliedAt: string | undefined;
  }[];
  readonly hasDrifted: boolean | undefined;
}

export interface Draft {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/**
 * Makes the database of a project's application, with its configuration and nothing else, does something with it, and
 * closes it.
 *
 * The application is that of the sources, or that which was built, where there are no sources.
 *
 * @throws TenonError `TENON_CLI_NO_DATABASE`, and all faults of the application
 */
export async function withDatabase<R>(project: Project, work: (database: OwnDatabase) => Promise<R>): Promise<R> {
  const main = findMain(project) ?? builtMainOf(project, undefined);
  const application = await lookAt(project, { main });
  try {
    return await work(await databaseOf(project, isApp(application) ? application.context : application));
  } finally {
    await application.close();
  }
}

async function databaseOf(project: Project, context: ApplicationContext): Promise<OwnDatabase> {
  const data = await importOf<DataPackage>(project, '@tenon/data');
  if (data === undefined || !context.model.providers.some(({ token }) => token === data.Database)) {
    throw new TenonError([faults.noDatabase()]);
  }
  const { migrations } = await context.resolve(data.Database);
  return {
    migrations,
    async seed(options) {
      await migrations.prepare('check');
      return data.seed(context, options);
    },
  };
}
