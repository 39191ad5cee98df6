import { fileURLToPath } from 'node:url';
import { type CurrentRequest, type Logger, TenonError } from '@tenon/core';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { type AbstractSqlDriver, type Configuration, MikroORM, type Options } from '@mikro-orm/sql';
import { type DatabaseAddress, IN_MEMORY, maskedUrl, readDatabaseUrl } from '../drivers/database-url.js';
import { NodeSqliteDriver } from '../drivers/sqlite-driver.js';
import * as faults from '../errors.js';
import { LOG_TABLE } from '../migrations/migration-log.js';
import { Migrations } from '../migrations/migrations.js';
import type { DataOptions } from './data-options.js';
import { Database } from './database.js';
import type { DatabaseConfig } from './database-config.js';

/**
 * Makes MikroORM for an application. Nothing is connected to before `onInit`.
 *
 * @throws TenonError `TENON_DATA_URL`, `TENON_DATA_NO_DRIVER`, `TENON_DATA_ENTITIES`
 */
export async function openDatabase(
  { entities, url, migrations }: DataOptions,
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
      pool: { max: config.poolSize },
      // So that it is no table too many where schemas are compared.
      migrations: { tableName: LOG_TABLE },
    });
    const masked = maskedUrl(url ?? config.url);
    const folder = migrations && fileURLToPath(migrations);
    const { kind } = address;
    return new Database(orm, masked, current, {
      migrations: new Migrations({ orm, kind, url: masked, folder, logger }),
      atBoot: config.migrations,
      isInMemory: kind === 'sqlite' && address.file === IN_MEMORY,
    });
  } catch (cause) {
    throw new TenonError([faults.badEntities({ cause })]);
  }
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
