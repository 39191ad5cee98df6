import {
  type ConfiguredModule,
  configureModule,
  CurrentRequest,
  ERROR_MAPPING,
  type ErrorMapping,
  HEALTH_CHECK,
  type HealthCheck,
  Logger,
  Module,
  provide,
  SUBJECT_RESOLVER,
} from '@tenon/core';
import { EntityManager } from '@mikro-orm/sql';
import { DATA_OPTIONS, type DataOptions } from './database/data-options.js';
import { Database } from './database/database.js';
import { DatabaseConfig } from './database/database-config.js';
import { DATABASE_SOURCE, NAMED_DATABASE } from './database/database-source.js';
import { openDatabase } from './database/open-database.js';
import { RequestEnd } from './database/unwritten-changes.js';
import { meaningOf } from './meanings/meaning-of.js';
import { meaningOfCursor } from './pages/find-cursor-page.js';
import { EntitySubjects } from './repositories/entity-subjects.js';
import { repositoryProviders } from './repositories/repository-providers.js';
import { AfterCommit } from './transactions/after-commit.js';

/**
 * The application's database: its entities, their repositories, transactions. It is global: import it once, into the
 * root module, and inject repositories everywhere.
 *
 * @example
 * @Module({ imports: [DataModule.with({ entities: [Article, User] })] })
 * export class AppModule {}
 */
@Module({
  global: true,
  providers: [
    provide(Database, {
      inject: [DATA_OPTIONS, DatabaseConfig, DATABASE_SOURCE, CurrentRequest, Logger, AfterCommit],
      useFactory: async (options, config, source, current, logger, afterCommit) => {
        const database = await openDatabase({ options, config, source, current, logger });
        database.orm.em.getEventManager().registerSubscriber(afterCommit);
        return database;
      },
    }),
    provide(AfterCommit, {
      inject: [CurrentRequest, Logger],
      useFactory: (current, logger) => new AfterCommit(current, logger),
    }),
    provide(DATABASE_SOURCE, { useValue: NAMED_DATABASE }),
    provide(RequestEnd, { scope: 'request', useFactory: () => new RequestEnd() }),
    provide(EntityManager, { inject: [Database], useFactory: ({ em }) => em }),
    provide(HEALTH_CHECK, {
      inject: [Database],
      useFactory: (database): HealthCheck => ({ name: 'database', check: () => database.ping() }),
    }),
    provide(ERROR_MAPPING, {
      inject: [Database],
      useFactory:
        ({ orm }): ErrorMapping =>
        (error) =>
          meaningOf(error, orm),
    }),
    provide(ERROR_MAPPING, { useValue: meaningOfCursor }),
    provide(SUBJECT_RESOLVER, { inject: [Database], useFactory: (database) => new EntitySubjects(database) }),
  ],
  exports: [Database, EntityManager],
})
export class DataModule {
  /** Says which entities there are, and which database, if it is not the one of `DATABASE_URL`. */
  static with(options: DataOptions): ConfiguredModule {
    // What is no class is refused at boot, in words, when the database is opened.
    const repositories = repositoryProviders(options.entities.filter(Boolean));
    return configureModule(
      DataModule,
      {
        providers: [provide(DATA_OPTIONS, { useValue: options }), ...repositories],
        exports: repositories.map(({ provide: token }) => token),
      },
      options,
    );
  }
}
