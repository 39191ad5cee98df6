import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';

/** A kind of database. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** All of them. */
export const DATABASE_KINDS: readonly DatabaseKind[] = ['sqlite', 'postgres'];

/** Which database a URL names. */
export type DatabaseAddress =
  /** `file` is a path, or `:memory:`. */
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

/** The file that is none. */
export const IN_MEMORY = ':memory:';

/**
 * Reads the URL of a database: `sqlite:PATH`, `sqlite::memory:`, `postgres://USER:PASSWORD@HOST:PORT/NAME`.
 *
 * @throws TenonError `TENON_DATA_URL`
 */
export function readDatabaseUrl(url: string): DatabaseAddress {
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1];
  if (file !== undefined && !file.startsWith('//')) return { kind: 'sqlite', file };
  if (/^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url) && new URL(url).pathname.length > 1) {
    return { kind: 'postgres', url };
  }
  throw new TenonError([faults.badUrl({ url })]);
}
