import type { AbstractSqlDriver, Configuration } from '@mikro-orm/sql';

/**
 * Gives MikroORM's driver for PostgreSQL, with which foreign keys have an index, as they have on SQLite.
 *
 * PostgreSQL makes none by itself, and MikroORM leaves it at that: whoever deletes a row then has the tables that refer to it
 * read from end to end, once for each row.
 *
 * @throws an error with the code `ERR_MODULE_NOT_FOUND` where the driver is not installed
 */
export async function loadPostgresDriver(): Promise<new (config: Configuration) => AbstractSqlDriver> {
  const { PostgreSqlDriver } = await import('@mikro-orm/postgresql');
  class PostgresDriver extends PostgreSqlDriver {
    constructor(config: Configuration) {
      super(config);
      // Where a relation says `index: false`, that counts more.
      this.platform.indexForeignKeys = () => true;
    }
  }
  return PostgresDriver;
}
