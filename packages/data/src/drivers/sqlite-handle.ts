import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { QueryResult } from 'kysely';
import { IN_MEMORY } from './database-url.js';

/** Codes of SQLite after which a handle is of no more use. @see https://www.sqlite.org/rescode.html */
const BROKEN: ReadonlySet<number> = new Set([
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  14, // SQLITE_CANTOPEN
  26, // SQLITE_NOTADB
]);
/** An error of `node:sqlite`. */
export interface SqliteError extends Error {
  /** SQLite's extended result code. */
  readonly errcode: number;
}

/** A file with a database. */
export interface SqliteFile {
  /** A path, or `:memory:`. */
  readonly file: string;
  /** Whether what is committed has to survive a loss of power. */
  readonly isDurable: boolean;
}

/** One connection to a file, which is opened when it is first used, and again after it has broken. */
export class SqliteHandle {
  readonly #file: string;
  readonly #isFile: boolean;
  readonly #isDurable: boolean;
  #open: DatabaseSync | undefined;
  /** Which file it was; 0 before the first time. */
  #inode = 0;

  constructor({ file, isDurable }: SqliteFile) {
    this.#isDurable = isDurable;
    this.#isFile = file !== IN_MEMORY;
    this.#file = this.#isFile ? resolve(file) : file;
  }

  /** Runs one statement. */
  run<R>(sql: string): QueryResult<R> {
    if (this.#isFile && this.#inode !== 0 && this.#open?.isTransaction !== true) this.#follow();
    const database = (this.#open ??= this.#connect());
    try {
      const statement = database.prepare(sql);
      // What gives no columns gives no rows. To ask takes as long as to read a few rows.
      if (isRead(sql) || statement.columns().length > 0) return { rows: rowsOf<R>(statement, sql) };
      const { changes, lastInsertRowid } = statement.run();
      return { rows: [], insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes) };
    } catch (error) {
      const { errcode = 0 } = error as Partial<SqliteError>;
      // A transaction that is under way has gone with it.
      if (BROKEN.has(errcode & 0xff)) this.close();
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

  /** A file that was removed or replaced is written to by SQLite all the same, and what is written there is lost. */
  #follow(): void {
    const inode = inodeOf(this.#file);
    if (inode !== this.#inode) this.close();
    if (inode === 0) throw fileIsGone();
  }

  #connect(): DatabaseSync {
    // Loaded only where it is used.
    const { DatabaseSync: Connection } = process.getBuiltinModule('node:sqlite');
    if (this.#isFile && this.#inode === 0) mkdirSync(dirname(this.#file), { recursive: true });
    // Waiting is done elsewhere, where it does not stop the process.
    const database = new Connection(this.#file, { timeout: 0, enableForeignKeyConstraints: true });
    try {
      if (this.#isFile) database.exec('pragma journal_mode = wal');
      // FULL: what was committed survives a loss of power, not only the end of the process.
      database.exec(`pragma synchronous = ${this.#isDurable ? 'full' : 'off'}`);
    } catch (error) {
      database.close();
      throw error;
    }
    if (this.#isFile) this.#inode = inodeOf(this.#file);
    return database;
  }
}

function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}

/**
 * Gives the rows of a statement. Integers beyond those that a number holds are given as text, as pg gives them, and
 * MikroORM makes a bigint of that.
 */
function rowsOf<R>(statement: StatementSync, sql: string): R[] {
  if (isRead(sql)) {
    try {
      return statement.all() as R[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') throw error;
    }
  }
  // What writes and gives rows can be run but once.
  statement.setReadBigInts(true);
  const rows = statement.all() as Record<string, unknown>[];
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === 'bigint') row[name] = isSafe(value) ? Number(value) : String(value);
    }
  }
  return rows as R[];
}

function isSafe(value: bigint): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
}

/** Whether a statement changes nothing, for certain. */
export function isRead(sql: string): boolean {
  return /^\s*select\b/i.test(sql);
}

/** An empty database in the place of the one that was there would hide that it is gone. */
function fileIsGone(): SqliteError {
  return Object.assign(new Error('unable to open database file: it is gone'), {
    code: 'ERR_SQLITE_ERROR',
    errcode: 14,
  });
}
