import { fileURLToPath } from 'node:url';
import { type CurrentRequest, type Logger, TenonError } from '@tenon/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { type AbstractSqlDriver, type Configuration, MikroORM, type Options } from '@mikro-orm/sql';
import type { Dialect } from 'kysely';
import { checkParameters } from '../drivers/check-parameters.js';
import { type DatabaseAddress, IN_MEMORY, readDatabaseUrl } from '../drivers/database-url.js';
import { DISCOVERY } from '../drivers/discovery.js';
import { loadPostgresDriver } from '../drivers/postgres-driver.js';
import { NodeSqliteDriver } from '../drivers/sqlite-driver.js';
import { strictDialect } from '../drivers/strict-dialect.js';
import * as faults from '../errors.js';
import { LOG_TABLE } from '../migrations/migration-log.js';
import { Migrations } from '../migrations/migrations.js';
import { checkEntities } from './check-entities.js';
import type { DataOptions } from './data-options.js';
import { Database } from './database.js';
import type { DatabaseConfig } from './database-config.js';
import type { DatabaseSource, OpenedSource } from './database-source.js';
import { OrmLog } from './orm-log.js';
import { Transactions } from './run-transaction.js';
import { UnwrittenChanges } from './unwritten-changes.js';

/** What a database is opened with. */
export interface DatabaseParts {
  readonly options: DataOptions;
  readonly config: DatabaseConfig;
  readonly source: DatabaseSource;
  readonly current: CurrentRequest;
  readonly logger: Logger;
}

/**
 * Makes MikroORM for an application. Nothing is connected to before `onInit`.
 *
 * @throws TenonError `TENON_DATA_URL`, `TENON_DATA_NO_DRIVER`, `TENON_DATA_ENTITIES`
 */
export async function openDatabase(parts: DatabaseParts): Promise<Database> {
  const { options, config, source, current, logger } = parts;
  checkEntities(options.entities);
  const opened = await source.open(options.url ?? config.url, (url) => createOrm({ url }, parts));
  const orm = await createOrm(opened, parts);
  const address = readDatabaseUrl(opened.url);
  const transactions = new Transactions(orm, address, current);
  const url = faults.maskedUrl(opened.url);
  const folder = options.migrations && fileURLToPath(options.migrations);
  const migrations = new Migrations({ orm, kind: address.kind, url, folder, logger });
  const atBoot = opened.hasTables ? 'ignore' : isInMemory(address) ? 'create' : config.migrations;
  const unwritten = process.env['NODE_ENV'] === 'production' ? undefined : new UnwrittenChanges(logger);
  return new Database({ orm, url, current, transactions, migrations, atBoot, end: opened.end, unwritten });
}

function isInMemory(address: DatabaseAddress): boolean {
  return address.kind === 'sqlite' && address.file === IN_MEMORY;
}

let nextName = 1;

async function createOrm({ url, isDurable, wrap }: OpenedSource, { options, config, current, logger }: DatabaseParts) {
  const { driver, ...place } = await driverOf(readDatabaseUrl(url), config, isDurable ?? true);
  try {
    const orm = new MikroORM({
      ...place,
      driver,
      entities: [...options.entities],
      metadataProvider: ReflectMetadataProvider,
      discovery: DISCOVERY,
      // MikroORM keeps what is current by this name, for the whole process.
      contextName: `tenon-${nextName++}`,
      ensureDatabase: false,
      colors: false,
      loggerFactory: () => new OrmLog(logger, current, config.slowQueryMs),
      assign: { ignoreUndefined: true },
      onQuery: (sql, parameters) => {
        checkParameters(parameters);
        return sql;
      },
      pool: { max: config.poolSize },
      // So that it is no table too many where schemas are compared.
      migrations: { tableName: LOG_TABLE },
    });
    if (wrap) wrapDialect(orm, wrap);
    wrapDialect(orm, (dialect) => strictDialect(dialect, config.timeoutMs));
    return orm;
  } catch (cause) {
    throw new TenonError([faults.badEntities({ problem: (cause as Error).message })]);
  }
}

/** Puts something between MikroORM and its connections, whichever database it is. */
function wrapDialect(orm: MikroORM, wrap: (dialect: Dialect) => Dialect): void {
  const connection = orm.driver.getConnection();
  const create = connection.createKyselyDialect.bind(connection);
  // Both make it without waiting.
  connection.createKyselyDialect = (given) => wrap(create(given) as Dialect);
}

type Place = Pick<Options, 'dbName' | 'clientUrl' | 'driverOptions'> & {
  readonly driver: new (config: Configuration) => AbstractSqlDriver;
};

async function driverOf(address: DatabaseAddress, { timeoutMs }: DatabaseConfig, isDurable: boolean): Promise<Place> {
  if (address.kind === 'sqlite') {
    const { file } = address;
    return { driver: NodeSqliteDriver, dbName: file, driverOptions: { file, timeoutMs, isDurable } };
  }
  try {
    return {
      driver: await loadPostgresDriver(),
      clientUrl: address.url,
      // pg reads it once more: MikroORM leaves out what stands behind the name, such as sslmode.
      driverOptions: { connectionString: address.url, connectionTimeoutMillis: timeoutMs, keepAlive: true },
    };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new TenonError([faults.noDriver()]);
  }
}
