import { provide, type ProviderDefinition } from '@tenon/core';
import type { MikroORM } from '@mikro-orm/sql';
import { DATABASE_SOURCE, type DatabaseSource, type OpenedSource } from '../database/database-source.js';
import { readDatabaseUrl } from '../drivers/database-url.js';
import { CopiedFile } from './copied-file.js';
import { preparePostgres, resetSequences } from './prepare-postgres.js';
import { rolledBackDialect } from './rolled-back-dialect.js';

/** What `testDatabase` takes. */
export interface TestDatabaseOptions {
  /**
   * The database: `sqlite:`, or the URL of one on a PostgreSQL server, whose name is followed by the number of the test
   * runner's worker. It is made if it is not there. Default: `TEST_DATABASE_URL`, else `sqlite:`.
   */
  readonly url?: string;
}

type Make = (url: string) => Promise<MikroORM>;

/**
 * Gives each application under test an empty database of its own, in milliseconds, with the tables of its entities.
 *
 * With SQLite, it is a copy of a file that is kept for the next run, in `node_modules/.cache`. With PostgreSQL, all that an application does is one transaction,
 * which is rolled back when it is closed; the transactions of the application are parts of it, and what it does after a
 * commit is done when its own outermost transaction ends. One thing is different there: what a transaction with
 * `requires-new` has written is taken back with the one that waits for it.
 *
 * @returns an override, for `createTestApp` and `createContext`
 *
 * @example
 * const database = testDatabase();
 * test('…', async () => {
 *   const app = await createTestApp(AppModule, { override: [database] });
 * });
 */
export function testDatabase(options: TestDatabaseOptions = {}): ProviderDefinition {
  const { url = process.env['TEST_DATABASE_URL'] ?? 'sqlite:' } = options;
  const source = url.startsWith('sqlite:') ? new CopiedFile() : new RolledBack(url);
  return provide(DATABASE_SOURCE, { useValue: source });
}

/** PostgreSQL: a database for each worker of the test runner, in which nothing is ever committed. */
class RolledBack implements DatabaseSource {
  readonly #url: string;
  #prepared: Promise<void> | undefined;

  constructor(url: string) {
    readDatabaseUrl(url);
    const worker = process.env['JEST_WORKER_ID'] ?? process.env['NODE_TEST_WORKER_ID'] ?? '0';
    this.#url = Object.assign(new URL(url), { pathname: `${new URL(url).pathname}_${worker}` }).href;
  }

  async open(_: string, make: Make): Promise<OpenedSource> {
    await (this.#prepared ??= preparePostgres(this.#url, make));
    return { url: this.#url, hasTables: true, wrap: (dialect) => rolledBackDialect(dialect, resetSequences) };
  }
}
