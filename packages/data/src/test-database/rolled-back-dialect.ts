import { TransactionContext } from '@mikro-orm/sql';
import { CompiledQuery, type DatabaseConnection, type Dialect, type Driver, type QueryResult } from 'kysely';
import { suspension } from '../drivers/suspension.js';
import { WriteLock } from '../drivers/write-lock.js';

type Settings = Parameters<Driver['beginTransaction']>[1];

/** How long one piece of work waits for another, in milliseconds: less than a test may take. */
const TIMEOUT_MS = 3000;

/**
 * Puts everything that is done into one transaction, which is rolled back in the end. The transactions of the application
 * are savepoints in it, one after the other, and so is each statement outside of them: one that fails takes only itself back.
 *
 * @param prepare - a statement to begin with
 */
export function rolledBackDialect(dialect: Dialect, prepare: string): Dialect {
  return {
    createDriver: () => new RolledBackDriver(dialect.createDriver(), prepare),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (database) => dialect.createIntrospector(database),
  };
}

class RolledBackDriver implements Driver {
  readonly #driver: Driver;
  readonly #prepare: string;
  readonly #lock = new WriteLock();
  #connection: DatabaseConnection | undefined;
  #savepoints = 0;

  constructor(driver: Driver, prepare: string) {
    this.#driver = driver;
    this.#prepare = prepare;
  }

  async init(): Promise<void> {
    await this.#driver.init();
    this.#connection = await this.#driver.acquireConnection();
    await this.#driver.beginTransaction(this.#connection, {});
    await this.#say(this.#prepare);
  }

  async acquireConnection(): Promise<Lease> {
    return new Lease((lease, query) => this.#run(lease, query));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if ((connection as Lease).savepoint !== undefined) await this.rollbackTransaction(connection);
  }

  async beginTransaction(connection: DatabaseConnection, { accessMode }: Settings): Promise<void> {
    const lease = connection as Lease;
    // The transaction around a new one waits for it, and has the lock.
    if (suspension.getStore() === undefined) lease.isLocked = await this.#enter();
    lease.savepoint = `tenon_${++this.#savepoints}`;
    await this.#say(`savepoint ${lease.savepoint}`);
    if (accessMode === 'read only') await this.#say('set transaction read only');
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const lease = connection as Lease;
    await this.#say(`release ${lease.savepoint}`);
    this.#leave(lease);
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const lease = connection as Lease;
    try {
      await this.#say(`rollback to ${lease.savepoint}`);
      await this.#say(`release ${lease.savepoint}`);
    } finally {
      this.#leave(lease);
    }
  }

  async savepoint(_: DatabaseConnection, name: string): Promise<void> {
    await this.#say(`savepoint "${name}"`);
  }

  async rollbackToSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    await this.#say(`rollback to "${name}"`);
  }

  async releaseSavepoint(_: DatabaseConnection, name: string): Promise<void> {
    await this.#say(`release "${name}"`);
  }

  async destroy(): Promise<void> {
    const connection = this.#connection;
    if (connection) {
      await this.#driver.rollbackTransaction(connection).catch(() => {});
      await this.#driver.releaseConnection(connection);
    }
    await this.#driver.destroy();
  }

  async #run<R>(lease: Lease, query: CompiledQuery): Promise<QueryResult<R>> {
    if (lease.savepoint !== undefined) return await this.#send(query);
    // A manager of its own within a transaction would wait for that.
    const isWithin = TransactionContext.currentTransactionContext()?.em.isInTransaction() === true;
    if (!isWithin) await this.#enter();
    const name = `tenon_${++this.#savepoints}`;
    try {
      await this.#say(`savepoint ${name}`);
      try {
        return await this.#send(query);
      } catch (error) {
        await this.#say(`rollback to ${name}`);
        throw error;
      } finally {
        await this.#say(`release ${name}`);
      }
    } finally {
      if (!isWithin) this.#lock.release();
    }
  }

  async #enter(): Promise<true> {
    if (await this.#lock.acquire(TIMEOUT_MS)) return true;
    throw new Error(
      'The database of a test has one connection, and another transaction has it. Does one wait for the other?',
    );
  }

  #leave(lease: Lease): void {
    lease.savepoint = undefined;
    if (lease.isLocked) this.#lock.release();
    lease.isLocked = false;
  }

  async #say(sql: string): Promise<void> {
    await this.#send(CompiledQuery.raw(sql));
  }

  #send<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return (this.#connection as DatabaseConnection).executeQuery<R>(query);
  }
}

class Lease implements DatabaseConnection {
  /** That of the transaction which it has begun. */
  savepoint: string | undefined;
  isLocked = false;
  readonly #run: <R>(lease: Lease, query: CompiledQuery) => Promise<QueryResult<R>>;

  constructor(run: <R>(lease: Lease, query: CompiledQuery) => Promise<QueryResult<R>>) {
    this.#run = run;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run<R>(this, query);
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}
