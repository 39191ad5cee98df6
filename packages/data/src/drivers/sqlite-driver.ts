import { AbstractSqlDriver, BaseSqliteConnection, type Configuration, SqlitePlatform } from '@mikro-orm/sql';
import { type SqliteSettings, SqliteDialect } from './sqlite-dialect.js';

/** MikroORM's driver for SQLite, upon our own connections. */
export class NodeSqliteDriver extends AbstractSqlDriver<BaseSqliteConnection> {
  constructor(config: Configuration) {
    super(config, new SqlitePlatform(), NodeSqliteConnection, ['kysely']);
  }
}

class NodeSqliteConnection extends BaseSqliteConnection {
  override createKyselyDialect(settings: object): SqliteDialect {
    return new SqliteDialect(settings as SqliteSettings);
  }
}
