import { setTimeout as wait } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryCompiler, QueryResult } from 'kysely';

type Options = Parameters<DatabaseConnection['executeQuery']>[1];
type Settings = Parameters<Driver['beginTransaction']>[1];
type CompileQuery = QueryCompiler['compileQuery'];

/**
 * Lets no transaction be committed in which a statement has failed, unless it went back to a savepoint.
 *
 * PostgreSQL takes the `commit` of such a transaction, rolls back, and says nothing of it: whoever has caught the error and
 * gone on would tell a client that all is stored. SQLite would store the half that did not fail. Here both refuse.
 *
 * @param graceMs - how long what is under way may take when all connections are closed, in milliseconds; then it is taken
 *   back. A handler that never ends would otherwise keep the process
 */
export function strictDialect(dialect: Dialect, graceMs: number): Dialect {
  return {
    createDriver: () => new StrictDriver(dialect.createDriver(), graceMs),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (database) => dialect.createIntrospector(database),
  };
}

class StrictDriver implements Driver {
  readonly #driver: Driver;
  readonly #graceMs: number;
  readonly #held = new Set<StrictConnection>();
  /** Called when nobody has a connection, once they are to be closed. */
  #whenFree: (() => void) | undefined;

  constructor(driver: Driver, graceMs: number) {
    this.#driver = driver;
    this.#graceMs = graceMs;
  }

  init(options?: Options): Promise<void> {
    return this.#driver.init(options);
  }

  async acquireConnection(options?: Options): Promise<StrictConnection> {
    const connection = new StrictConnection(await this.#driver.acquireConnection(options));
    this.#held.add(connection);
    return connection;
  }

  async releaseConnection(connection: DatabaseConnection, options?: Options): Promise<void> {
    const strict = connection as StrictConnection;
    if (!this.#held.delete(strict)) return;
    await this.#driver.releaseConnection(strict.inner, options);
    if (this.#held.size === 0) this.#whenFree?.();
  }

  async beginTransaction(connection: DatabaseConnection, settings: Settings): Promise<void> {
    const strict = connection as StrictConnection;
    try {
      await this.#driver.beginTransaction(strict.inner, settings);
    } catch (error) {
      // Kysely would keep it for ever.
      await this.releaseConnection(strict);
      throw error;
    }
    strict.isInTransaction = true;
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const strict = connection as StrictConnection;
    strict.demandSound();
    await this.#driver.commitTransaction(strict.inner);
    strict.end();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // Where the connection is gone, so is the transaction; and Kysely would keep for ever what cannot be rolled back.
    await this.#driver.rollbackTransaction(innerOf(connection)).catch(() => {});
    (connection as StrictConnection).end();
  }

  async savepoint(connection: DatabaseConnection, name: string, compileQuery: CompileQuery): Promise<void> {
    (connection as StrictConnection).demandSound();
    await this.#driver.savepoint?.(innerOf(connection), name, compileQuery);
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string, compileQuery: CompileQuery): Promise<void> {
    await this.#driver.rollbackToSavepoint?.(innerOf(connection), name, compileQuery);
    (connection as StrictConnection).failure = undefined;
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string, compileQuery: CompileQuery): Promise<void> {
    (connection as StrictConnection).demandSound();
    await this.#driver.releaseSavepoint?.(innerOf(connection), name, compileQuery);
  }

  async destroy(options?: Options): Promise<void> {
    if (this.#held.size > 0) {
      const free = new Promise<void>((resolve) => void (this.#whenFree = resolve));
      await Promise.race([free, wait(this.#graceMs, undefined, { ref: false })]);
    }
    for (const connection of this.#held) await this.releaseConnection(connection, options);
    await this.#driver.destroy(options);
  }
}

/** A connection as long as somebody has it. */
class StrictConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  isInTransaction = false;
  /** What has failed in the transaction since its last savepoint. */
  failure: unknown;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  end(): void {
    this.isInTransaction = false;
    this.failure = undefined;
  }

  demandSound(): void {
    if (this.failure === undefined) return;
    throw new Error('A statement of this transaction has failed before, so that it can only be rolled back.', {
      cause: this.failure,
    });
  }

  async executeQuery<R>(query: CompiledQuery, options?: Options): Promise<QueryResult<R>> {
    this.demandSound();
    try {
      return await this.inner.executeQuery<R>(query, options);
    } catch (error) {
      if (this.isInTransaction) this.failure = error;
      throw error;
    }
  }

  async *streamQuery<R>(query: CompiledQuery, size: number, options?: Options): AsyncIterableIterator<QueryResult<R>> {
    this.demandSound();
    try {
      yield* this.inner.streamQuery<R>(query, size, options);
    } catch (error) {
      if (this.isInTransaction) this.failure = error;
      throw error;
    }
  }

  async cancelQuery(...given: Parameters<NonNullable<DatabaseConnection['cancelQuery']>>): Promise<void> {
    await this.inner.cancelQuery?.(...given);
  }

  async collectSessionInfo(): Promise<void> {
    await this.inner.collectSessionInfo?.();
  }

  async killSession(...given: Parameters<NonNullable<DatabaseConnection['killSession']>>): Promise<void> {
    await this.inner.killSession?.(...given);
  }
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return (connection as StrictConnection).inner;
}
