import { type ApplicationContext, type Class, nearestNames, TenonError } from '@tenon/core';
import { DATA_OPTIONS } from '../database/data-options.js';
import { Database } from '../database/database.js';
import type { Seeder } from '../database/seeder.js';
import * as faults from '../errors.js';

/** What `seed` takes. */
export interface SeedOptions {
  /** The only one to run: the class, or its name, with `Seeder` at its end or without. Default: all, in their order. */
  readonly only?: Class<Seeder> | string;
  /** Is told of each seeder that has run. */
  readonly onDone?: (name: string, milliseconds: number) => void;
}

/**
 * Runs the seeders of `DataModule.with({ seeders })`, each in a transaction of its own.
 *
 * @param application - the context, the application with HTTP, or that of a test
 * @returns the names of those that have run
 * @throws TenonError `TENON_DATA_NO_SUCH_SEEDER`; whatever a seeder throws, of which nothing is stored then
 *
 * @example
 * const app = await createTestApp(AppModule, { override: [testDatabase()] });
 * await seed(app, { only: DemoSeeder });
 */
export async function seed(
  application: Pick<ApplicationContext, 'resolve'>,
  { only, onDone }: SeedOptions = {},
): Promise<readonly string[]> {
  const { seeders: listed = [] } = await application.resolve(DATA_OPTIONS);
  const chosen = only === undefined ? listed : [typeof only === 'string' ? seederNamed(only, listed) : only];
  const database = await application.resolve(Database);
  const names: string[] = [];
  for (const type of chosen) {
    const start = performance.now();
    const seeder = await application.resolve(type);
    await database.transaction(() => seeder.run());
    names.push(type.name);
    onDone?.(type.name, performance.now() - start);
  }
  return names;
}

function seederNamed(given: string, seeders: readonly Class<Seeder>[]): Class<Seeder> {
  const found = seeders.find(({ name }) => shortOf(name) === shortOf(given));
  if (found) return found;
  const byShort = new Map(seeders.flatMap(({ name }) => [name, shortOf(name)].map((one) => [one, name])));
  const near = new Set(nearestNames(given, byShort.keys()).map((one) => byShort.get(one) as string));
  throw new TenonError([faults.noSuchSeeder({ given, near: [...near] })]);
}

function shortOf(name: string): string {
  return name.toLowerCase().replace(/seeder$/, '');
}
