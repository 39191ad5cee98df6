import { setTimeout as wait } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { IN_MEMORY } from './database-url.js';
import { isRead, type SqliteError, type SqliteFile, SqliteHandle } from './sqlite-handle.js';
import { WriteLock } from './write-lock.js';

/** Code of SQLite for a lock of another process. */
const BUSY = 5;
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 50;

/** How the connections to a file are kept. */
export interface SqliteSettings extends SqliteFile {
  /** How long a writer waits for another one, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * SQLite by `node:sqlite`: one writer at a time and any number of readers beside it.
 *
 * A transaction takes the writer's connection as long as it lasts, and begins by `begin immediate`: it never has to give
 * up in its middle because another one has written. What only reads, outside of a transaction, has a connection of its
 * own, and does not wait for the writer. A database in memory has one connection, and everybody waits.
 */
export class SqliteDialect implements Dialect {
  readonly #settings: SqliteSettings;

  constructor(settings: SqliteSettings) {
    this.#settings = settings;
  }

  createDriver(): Driver {
    return new SqliteConnections(this.#settings);
  }

  createAdapter(): SqliteAdapter {
    return new SharedAdapter();
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(...[database]: Parameters<Dialect['createIntrospector']>): SqliteIntrospector {
    return new SqliteIntrospector(database);
  }
}

/** Kysely would otherwise let one statement in at a time, readers too. */
class SharedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): true {
    return true;
  }
}

class SqliteConnections implements Driver {
  readonly #settings: SqliteSettings;
  readonly #lock = new WriteLock();
  readonly #writer: SqliteHandle;
  readonly #reader: SqliteHandle;
  /** For transactions that only read: each needs one of its own as long as it lasts. */
  readonly #snapshots: SqliteHandle[] = [];

  constructor(settings: SqliteSettings) {
    this.#settings = settings;
    this.#writer = new SqliteHandle(settings);
    this.#reader = settings.file === IN_MEMORY ? this.#writer : new SqliteHandle(settings);
  }

  async init(): Promise<void> {
    // It makes the file, which a reader does not.
    await this.#whenFree(() => this.#writer.run('select 1'));
  }

  async acquireConnection(): Promise<Session> {
    return new Session((session, sql) => this.#run(session, sql));
  }

  async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings): Promise<void> {
    const session = connection as Session;
    if (accessMode === 'read only' && this.#reader !== this.#writer) {
      const handle = this.#snapshots.pop() ?? new SqliteHandle(this.#settings);
      await this.#whenFree(() => handle.run('begin'));
      handle.run('pragma query_only = on');
      session.handle = handle;
      session.isReadOnly = true;
      return;
    }
    await this.#enter();
    try {
      await this.#whenFree(() => this.#writer.run(accessMode === 'read only' ? 'begin' : 'begin immediate'));
    } catch (error) {
      this.#lock.release();
      throw error;
    }
    session.handle = this.#writer;
    if (accessMode === 'read only') {
      this.#writer.run('pragma query_only = on');
      session.isReadOnly = true;
    }
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    this.#end(connection as Session, 'commit');
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    this.#end(connection as Session, 'rollback');
  }

  async savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint "${name}"`));
  }

  async rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to "${name}"`));
  }

  async releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release "${name}"`));
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const session = connection as Session;
    // Whoever lets go of a transaction without ending it has lost it.
    if (session.handle) this.#end(session, 'rollback');
  }

  async destroy(): Promise<void> {
    for (const handle of new Set([this.#writer, this.#reader, ...this.#snapshots])) handle.close();
  }

  async #run<R>(session: Session, sql: string): Promise<QueryResult<R>> {
    if (session.handle) return runWithin(session.handle, sql);
    if (isRead(sql) && this.#reader !== this.#writer) return this.#whenFree(() => this.#reader.run(sql));
    await this.#enter();
    try {
      return await this.#whenFree(() => this.#writer.run(sql));
    } finally {
      this.#lock.release();
    }
  }

  /** Ends a transaction. Where a commit fails, the transaction is still there, and is to be rolled back. */
  #end(session: Session, how: 'commit' | 'rollback'): void {
    const { handle } = session;
    if (!handle) return;
    if (how === 'commit') runWithin(handle, how);
    try {
      // Some errors roll back by themselves, and a broken connection has nothing left to end.
      if (handle.isInTransaction) handle.run('rollback');
      if (session.isReadOnly) handle.run('pragma query_only = off');
    } finally {
      session.end();
      if (handle === this.#writer) this.#lock.release();
      else this.#snapshots.push(handle);
    }
  }

  /** Waits for the other writers of this process. */
  async #enter(): Promise<void> {
    if (await this.#lock.acquire(this.#settings.timeoutMs)) return;
    throw Object.assign(new Error('database is locked by another transaction of this process'), {
      code: 'ERR_SQLITE_ERROR',
      errcode: BUSY,
    });
  }

  /** Tries again while another process has the file, without stopping this one. */
  async #whenFree<R>(work: () => R): Promise<R> {
    const end = performance.now() + this.#settings.timeoutMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return work();
      } catch (error) {
        if (((error as Partial<SqliteError>).errcode ?? 0) % 256 !== BUSY || performance.now() > end) throw error;
      }
      await wait(pause);
    }
  }
}

/** What Kysely takes for a connection: a handle is given to it with its transaction. */
class Session implements DatabaseConnection {
  handle: SqliteHandle | undefined;
  isReadOnly = false;
  readonly #run: <R>(session: Session, sql: string) => Promise<QueryResult<R>>;

  constructor(run: <R>(session: Session, sql: string) => Promise<QueryResult<R>>) {
    this.#run = run;
  }

  end(): void {
    this.handle = undefined;
    this.isReadOnly = false;
  }

  executeQuery<R>({ sql }: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run<R>(this, sql);
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }
}

/**
 * Runs a statement of a transaction. Some errors, such as that of a full disk, make SQLite roll back by itself: what comes
 * then would be a transaction of its own, and stay.
 */
function runWithin<R>(handle: SqliteHandle, sql: string): QueryResult<R> {
  if (!handle.isInTransaction) throw new Error('The transaction is gone.');
  return handle.run(sql);
}
