import { type CurrentRequest, type Logger, TenonError } from '@tenon/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import type { Dialect } from 'kysely';
import { type AbstractSqlDriver, type Configuration, MikroORM, type Options } from '@mikro-orm/sql';
import { checkParameters } from '../drivers/check-parameters.js';
import { type DatabaseAddress, maskedUrl, readDatabaseUrl } from '../drivers/database-url.js';
import { NodeSqliteDriver } from '../drivers/sqlite-driver.js';
import { strictDialect } from '../drivers/strict-dialect.js';
import * as faults from '../errors.js';
import type { DataOptions } from './data-options.js';
import { Database } from './database.js';
import type { DatabaseConfig } from './database-config.js';
import { Transactions } from './run-transaction.js';

/**
 * Makes MikroORM for an application. Nothing is connected to before `onInit`.
 *
 * @throws TenonError `TENON_DATA_URL`, `TENON_DATA_NO_DRIVER`, `TENON_DATA_ENTITIES`
 */
export async function openDatabase(
  { entities, url }: DataOptions,
  config: DatabaseConfig,
  current: CurrentRequest,
  logger: Logger,
): Promise<Database> {
  const address = readDatabaseUrl(url ?? config.url);
  const { driver, ...place } = await driverOf(address, config);
  try {
    const orm = new MikroORM({
      ...place,
      driver,
      entities: [...entities],
      metadataProvider: ReflectMetadataProvider,
      ensureDatabase: false,
      colors: false,
      logger: (line) => logger.debug(line),
      assign: { ignoreUndefined: true },
      onQuery: (sql, parameters) => {
        checkParameters(parameters);
        return sql;
      },
      pool: { max: config.poolSize },
    });
    wrapDialect(orm, strictDialect);
    const transactions = new Transactions(orm, address);
    return new Database(orm, maskedUrl(url ?? config.url), current, transactions);
  } catch (cause) {
    throw new TenonError([faults.badEntities({ cause })]);
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

async function driverOf(address: DatabaseAddress, { timeoutMs }: DatabaseConfig): Promise<Place> {
  if (address.kind === 'sqlite') {
    const { file } = address;
    return { driver: NodeSqliteDriver, dbName: file, driverOptions: { file, timeoutMs } };
  }
  try {
    const { PostgreSqlDriver } = await import('@mikro-orm/postgresql');
    return {
      driver: PostgreSqlDriver as unknown as Place['driver'],
      clientUrl: address.url,
      driverOptions: { connectionTimeoutMillis: timeoutMs, keepAlive: true },
    };
  } catch (cause) {
    throw new TenonError([faults.noDriver({ cause })]);
  }
}
