export { DataModule } from './module.js';
export type { DataOptions } from './database/data-options.js';
export { Database } from './database/database.js';
export { DatabaseConfig } from './database/database-config.js';
export type { TransactionOptions, TransactionWork } from './database/run-transaction.js';
export { InjectRepository, repositoryOf, type RepositoryOf } from './repositories/inject-repository.js';
export { afterCommit } from './transactions/after-commit.js';
export { Transactional, type TransactionalDecorator } from './transactions/transactional.js';
export * from './orm.js';
