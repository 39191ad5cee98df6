import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { QueryResult } from 'kysely';
import { IN_MEMORY } from './database-url.js';

/** Codes of SQLite after which a handle is of no more use. @see https://www.sqlite.org/rescode.html */
const BROKEN: ReadonlySet<number> = new Set([
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  14, // SQLITE_CANTOPEN
  26, // SQLITE_NOTADB
]);
/** The file was moved or removed while it was open. */
const READONLY_DBMOVED = 1032;

/** An error of `node:sqlite`. */
export interface SqliteError extends Error {
  /** SQLite's extended result code. */
  readonly errcode: number;
}

/** One connection to a file, which is opened when it is first used, and again after it has broken. */
export class SqliteHandle {
  readonly #file: string;
  #open: DatabaseSync | undefined;
  #wasOpen = false;

  /** @param file - a path, or `:memory:` */
  constructor(file: string) {
    this.#file = file;
  }

  /** Runs one statement. */
  run<R>(sql: string): QueryResult<R> {
    const database = (this.#open ??= this.#connect());
    try {
      const statement = database.prepare(sql);
      // What gives no columns gives no rows.
      if (statement.columns().length > 0) return { rows: statement.all() as R[] };
      const { changes, lastInsertRowid } = statement.run();
      return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
    } catch (error) {
      const { errcode = 0 } = error as Partial<SqliteError>;
      // A transaction that is under way has gone with it.
      if (BROKEN.has(errcode & 0xff) || errcode === READONLY_DBMOVED) this.close();
      throw error;
    }
  }

  /** Whether a transaction has begun and not ended. */
  get isInTransaction(): boolean {
    return this.#open?.isTransaction === true;
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    // A database in memory is gone with it.
    try {
      open?.close();
    } catch {
      // It was broken; there is nothing left to close.
    }
  }

  #connect(): DatabaseSync {
    // Loaded only where it is used; Node warns of it where it is still an experiment.
    const { DatabaseSync: Connection } = process.getBuiltinModule('node:sqlite');
    const isFile = this.#file !== IN_MEMORY;
    const path = isFile ? resolve(this.#file) : this.#file;
    if (isFile && this.#wasOpen && !existsSync(path)) throw fileIsGone();
    if (isFile && !this.#wasOpen) mkdirSync(dirname(path), { recursive: true });
    // Waiting is done elsewhere, where it does not stop the process.
    const database = new Connection(path, { timeout: 0, enableForeignKeyConstraints: true });
    try {
      if (isFile) database.exec('pragma journal_mode = wal');
      // FULL: what was committed survives a loss of power, not only the end of the process.
      database.exec('pragma synchronous = full');
    } catch (error) {
      database.close();
      throw error;
    }
    this.#wasOpen = true;
    return database;
  }
}

/** An empty database in the place of the one that was there would hide that it is gone. */
function fileIsGone(): SqliteError {
  return Object.assign(new Error('unable to open database file: it is gone'), {
    code: 'ERR_SQLITE_ERROR',
    errcode: 14,
  });
}
