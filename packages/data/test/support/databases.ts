import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, jest } from '@jest/globals';
import { createContext, Module } from '@tenon/core';
import { DataModule, Database, Entity, PrimaryKey } from '@tenon/data';
import { KeptLog } from './kept-log.js';

// A disk that is busy writes slowly, and each commit waits for it.
jest.setTimeout(20_000);

/** A database of a test file's own. */
export interface TestDatabase {
  readonly kind: 'sqlite' | 'postgres';
  /** What the URLs of such databases begin with. */
  readonly server: string;
  /** Makes an empty database, which is removed after the file's last test. */
  readonly create: () => Promise<string>;
}

/** The server on which databases are made. */
const SERVER = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

@Entity()
class Nothing {
  @PrimaryKey() id!: number;
}

/** Says something to the server itself, past all databases. */
export async function onServer(...statements: readonly string[]): Promise<void> {
  @Module({ imports: [DataModule.with({ entities: [Nothing], url: SERVER })] })
  class AdminModule {}
  await using context = await createContext(AdminModule, { logger: new KeptLog() });
  const { orm } = context.get(Database);
  for (const statement of statements) await orm.driver.execute(statement);
}

/** What removes the databases of this file. */
const atEnd: (() => Promise<void>)[] = [];

async function createFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-data-'));
  atEnd.push(() => rm(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'data/app.db')}`;
}

async function createOnServer(): Promise<string> {
  const name = `tenon_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  atEnd.push(() => onServer(`drop database if exists ${name} with (force)`));
  return Object.assign(new URL(SERVER), { pathname: `/${name}` }).href;
}

const isThere = await onServer('select 1').then(
  () => true,
  () => false,
);

const SQLITE: TestDatabase = { kind: 'sqlite', server: 'sqlite:', create: createFile };
const POSTGRES: TestDatabase = {
  kind: 'postgres',
  server: new URL('.', SERVER).href.replace(/\/$/, ''),
  create: createOnServer,
};

/**
 * Describes the same behaviour on SQLite and on PostgreSQL. Without a PostgreSQL server at `TEST_POSTGRES_URL`, its half
 * is skipped, which fails CI.
 */
export function onEachDatabase(title: string, tests: (database: TestDatabase) => void): void {
  afterAll(async () => {
    for (const remove of atEnd.splice(0)) await remove();
    // A server takes its time to drop a database, and some tests have one each.
  }, 60_000);
  describe(`${title} (sqlite)`, () => {
    tests(SQLITE);
  });
  const describePostgres = isThere ? describe : describe.skip;
  describePostgres(`${title} (postgres)`, () => {
    tests(POSTGRES);
  });
}
