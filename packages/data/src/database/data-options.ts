import { type Class, createToken, type Token } from '@tenon/core';
import type { EntityClass } from '@mikro-orm/sql';
import type { Seeder } from './seeder.js';

/** What `DataModule.with` takes. */
export interface DataOptions {
  /** All classes with `@Entity()`, and those with `@Embeddable()`. */
  readonly entities: readonly EntityClass<unknown>[];
  /** The database, in place of what `DATABASE_URL` says. */
  readonly url?: string;
  /**
   * The folder of the migrations: `new URL('migrations/', import.meta.url)`. Default: there are none, and whoever makes the
   * tables sees to it that they fit.
   */
  readonly migrations?: URL;
  /** What `tenon db seed` runs, in this order. They are made when they are run. Default: none. */
  readonly seeders?: readonly Class<Seeder>[];
}

/** By this token the module's providers ask for its options. */
export const DATA_OPTIONS: Token<DataOptions> = createToken<DataOptions>('data options');
