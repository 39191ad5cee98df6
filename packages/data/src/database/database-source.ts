import { createToken, type Token } from '@tenon/core';
import type { MikroORM } from '@mikro-orm/sql';
import type { Dialect } from 'kysely';

/** The database of one application. */
export interface OpenedSource {
  readonly url: string;
  /** Whether what is committed has to survive a loss of power. Default: true. */
  readonly isDurable?: boolean;
  /** Whether it has the tables of the entities, whatever migrations there are. Default: false. */
  readonly hasTables?: boolean;
  /** Puts something between MikroORM and its connections. Default: nothing. */
  readonly wrap?: (dialect: Dialect) => Dialect;
  /** Called when the last connection has been closed. */
  readonly end?: () => Promise<void>;
}

/** Says which database an application has. */
export interface DatabaseSource {
  /**
   * Opens the database of one application.
   *
   * @param url - what the application itself says
   * @param make - makes MikroORM for another database, without connecting it; whoever calls it closes that
   */
  open(url: string, make: (url: string) => Promise<MikroORM>): Promise<OpenedSource>;
}

/** By this token a test puts another database in the place of the application's. */
export const DATABASE_SOURCE: Token<DatabaseSource> = createToken<DatabaseSource>('database source');

/** The one that the application names. */
export const NAMED_DATABASE: DatabaseSource = { open: async (url) => ({ url }) };
