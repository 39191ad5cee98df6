import { NotFoundError, OptimisticLockError } from '@mikro-orm/sql';
import { REFUSED } from '../drivers/check-parameters.js';

/** What has failed, whichever database says so. */
export type Failure =
  | 'not-found'
  | 'stale'
  | 'unique'
  | 'foreign-key'
  | 'check'
  | 'range'
  | 'length'
  | 'format'
  | 'busy'
  | 'full'
  | 'read-only'
  | 'unreachable';

/** By PostgreSQL's code, or by its first two letters. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const POSTGRES: Readonly<Record<string, Failure>> = {
  '23505': 'unique',
  '23503': 'foreign-key',
  '23001': 'foreign-key',
  '23514': 'check',
  '23P01': 'check',
  '22001': 'length',
  '22003': 'range',
  '22007': 'format',
  '22008': 'range',
  '22021': 'format',
  '22P02': 'format',
  '22P05': 'format',
  '25006': 'read-only',
  '25P03': 'unreachable',
  '40001': 'busy',
  '40P01': 'busy',
  '53100': 'full',
  '53300': 'unreachable',
  '55P03': 'busy',
  '57014': 'busy',
  '57P01': 'unreachable',
  '57P02': 'unreachable',
  '57P03': 'unreachable',
  '08': 'unreachable',
};

/** By SQLite's extended code, or by the primary one. @see https://www.sqlite.org/rescode.html */
const SQLITE: Readonly<Record<number, Failure>> = {
  2067: 'unique', // SQLITE_CONSTRAINT_UNIQUE
  1555: 'unique', // SQLITE_CONSTRAINT_PRIMARYKEY
  2579: 'unique', // SQLITE_CONSTRAINT_ROWID
  787: 'foreign-key', // SQLITE_CONSTRAINT_FOREIGNKEY
  275: 'check', // SQLITE_CONSTRAINT_CHECK
  1032: 'unreachable', // SQLITE_READONLY_DBMOVED
  5: 'busy', // SQLITE_BUSY
  6: 'busy', // SQLITE_LOCKED
  8: 'read-only', // SQLITE_READONLY
  10: 'unreachable', // SQLITE_IOERR
  13: 'full', // SQLITE_FULL
  14: 'unreachable', // SQLITE_CANTOPEN
  18: 'length', // SQLITE_TOOBIG
};

/** Of the network, by Node. */
const NETWORK: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What pg says without a code. */
const PG_WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection)/;

/** Tells what an error of the database, or of MikroORM, is about; nothing for what is none, or is our own fault. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof NotFoundError) return 'not-found';
  if (error instanceof OptimisticLockError) return 'stale';
  const { code, errcode, errors, message } = (error ?? {}) as {
    readonly [name in 'code' | 'errcode' | 'errors' | 'message']?: unknown;
  };
  if (typeof errcode === 'number') return SQLITE[errcode] ?? SQLITE[errcode % 256];
  if (typeof code === 'string') {
    if (code === REFUSED) return 'format';
    if (NETWORK.has(code)) return 'unreachable';
    if (/^[0-9A-Z]{5}$/.test(code)) return POSTGRES[code] ?? POSTGRES[code.slice(0, 2)];
  }
  // A host with several addresses has failed with one error for each.
  if (Array.isArray(errors) && errors.length > 0) return failureOf(errors[0]);
  return typeof message === 'string' && PG_WORDS.test(message) ? 'unreachable' : undefined;
}
