import type { Diagnostic, Where } from '@tenon/core';

/*
 * Every code of @tenon/data, with its words. docs/errors.md explains each, and test/errors/ has a golden file for each.
 */

/** Gives a URL as it may be printed: without its password, whatever is in that. */
export function maskedUrl(url: string): string {
  return url.replace(/(\/\/[^:@/]*:).*@/, '$1•••@');
}

export function badUrl({ url }: { url: string }): Diagnostic {
  return {
    code: 'TENON_DATA_URL',
    message: `${JSON.stringify(maskedUrl(url))} names no database that Tenon knows.`,
    where: { signature: 'DATABASE_URL, or DataModule.with({ url })' },
    fix: 'write sqlite:data/app.db, sqlite::memory: or postgres://USER:PASSWORD@HOST:5432/NAME',
  };
}

export function noDriver(): Diagnostic {
  return {
    code: 'TENON_DATA_NO_DRIVER',
    message: 'The database is PostgreSQL, but its driver is not installed.',
    where: { signature: 'DATABASE_URL, or DataModule.with({ url })' },
    fix: 'npm install --save-exact @mikro-orm/postgresql@7.2.1',
  };
}

const ENTITIES_OPTION = 'DataModule.with({ entities: […] })';

export function badEntities({ problem }: { problem: string }): Diagnostic {
  return {
    code: 'TENON_DATA_ENTITIES',
    message: `The entities cannot be used: ${problem}`,
    where: { signature: ENTITIES_OPTION },
    fix: 'correct the decorators that it names; each entity that another one refers to must stand in entities',
  };
}

export function noEntity({ entity, file }: { entity: string; file: string | undefined }): Diagnostic {
  return {
    code: 'TENON_DATA_ENTITIES',
    message: `${entity} stands in entities, but it has no @Entity().`,
    where: file === undefined ? { signature: ENTITIES_OPTION } : { signature: `class ${entity}`, place: file },
    fix: `put @Entity() before class ${entity}, or @Embeddable() if it is a part of others`,
  };
}

export function missingEntity({ index, found }: { index: number; found: string }): Diagnostic {
  return {
    code: 'TENON_DATA_ENTITIES',
    message: `entities[${index}] is ${found}, and no entity.`,
    where: { signature: ENTITIES_OPTION },
    fix: 'name a class with @Entity(); a class that is not there yet is one of a module that imports this one, in a circle',
  };
}

export function notConnected({ url, problem, fix }: { url: string; problem: string; fix: string }): Diagnostic {
  return {
    code: 'TENON_DATA_NOT_CONNECTED',
    message: `The database ${url} ${problem}.`,
    where: { signature: 'DATABASE_URL, or DataModule.with({ url })' },
    fix,
  };
}

export function givenUp(): Diagnostic {
  return {
    code: 'TENON_DATA_GIVEN_UP',
    message: 'The transaction was rolled back: its request took too long, and the client has been told so.',
    fix: 'give the route more time by @Timeout(ms), or do the work in a job of its own',
  };
}

export function noUnitOfWork(): Diagnostic {
  return {
    code: 'TENON_DATA_NO_UNIT_OF_WORK',
    message:
      'A repository or the EntityManager was used outside of a request, where nothing says what belongs together.',
    fix: 'mark the method with @Transactional(), or do the work in database.unitOfWork(() => …)',
  };
}

export function notMadeByContainer({ method }: { method: string }): Diagnostic {
  return {
    code: 'TENON_DATA_NOT_INJECTED',
    message: `${method} is @Transactional, but its object was not made by the container and so has no database.`,
    where: { signature: method },
    fix: 'ask for the class in a constructor, or get it from the application, in place of new',
  };
}

export function notAMethod({ member }: { member: string }): Diagnostic {
  return {
    code: 'TENON_DATA_NOT_A_METHOD',
    message: `@Transactional stands on ${member}, which is no method of an instance.`,
    where: { signature: member },
    fix: 'put it on a method that is not static',
  };
}

const MIGRATIONS_OPTION = 'DataModule.with({ migrations })';

export function noMigrations(): Diagnostic {
  return {
    code: 'TENON_DATA_NO_MIGRATIONS',
    message: 'The application does not say where its migrations are.',
    where: { signature: ENTITIES_OPTION },
    fix: "add migrations: new URL('migrations/', import.meta.url), the folder beside the file that says it",
  };
}

export function databaseBehind({ url, pending }: { url: string; pending: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_DATA_BEHIND',
    message: `${url} lacks ${countOf(pending)}: ${pending.join(', ')}.`,
    where: { signature: MIGRATIONS_OPTION },
    fix: 'npx tenon db up; or start with DATABASE_MIGRATIONS=apply',
  };
}

export function databaseAhead({ url, unknown }: { url: string; unknown: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_DATA_AHEAD',
    message: `${url} has had ${countOf(unknown)} that ${unknown.length === 1 ? 'is' : 'are'} not here: ${unknown.join(', ')}.`,
    where: { signature: MIGRATIONS_OPTION },
    fix: 'get the files from the branch that has them, and npx tenon db down there; or start with DATABASE_MIGRATIONS=ignore',
  };
}

export function migrationFailed({
  name,
  direction,
  where,
  reason,
  isKept,
  cause,
}: {
  name: string;
  direction: 'up' | 'down';
  where: Where;
  reason: string;
  isKept: boolean;
  /** Of a function, whose own code it leads to. */
  cause?: unknown;
}): Diagnostic {
  const what = direction === 'up' ? 'applied' : 'taken back';
  return {
    code: 'TENON_DATA_MIGRATION_FAILED',
    message: `${name} cannot be ${what}: ${reason}. ${isKept ? 'What was done before this step stays.' : 'Nothing of it was done.'}`,
    where,
    fix: isKept
      ? 'undo by hand what was done of it, correct the step, and run the command again'
      : 'correct the step, and run the command again',
    cause,
  };
}

export function noDown({ name, file }: { name: string; file: string }): Diagnostic {
  return {
    code: 'TENON_DATA_NO_DOWN',
    message: `${name} says nothing of how it is taken back.`,
    where: { signature: 'defineMigration({ up })', place: file },
    fix: 'write its down, which may be an empty list if nothing is to be done',
  };
}

export function migrationGone({ name, folder }: { name: string; folder: string }): Diagnostic {
  return {
    code: 'TENON_DATA_MIGRATION_GONE',
    message: `The database has had ${name}, but there is no such file in ${folder}.`,
    fix: 'get the file back, from the version or the branch that has it',
  };
}

export function noSuchMigration({ given, near }: { given: string; near: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_DATA_NO_SUCH_MIGRATION',
    message: `No migration is called ${given}.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
    fix: 'npx tenon db status lists all; the beginning of a name is enough, if no other has it',
  };
}

export function noMigration({ file }: { file: string }): Diagnostic {
  return {
    code: 'TENON_DATA_NO_MIGRATION',
    message: `${file} bears the name of a migration, but exports none.`,
    where: { signature: 'export default', place: file },
    fix: 'write export default defineMigration({ up: […], down: […] })',
  };
}

export function badMigrationName({ given }: { given: string }): Diagnostic {
  return {
    code: 'TENON_DATA_MIGRATION_NAME',
    message: `${JSON.stringify(given)} has no letters of which the name of a file could be made.`,
    fix: 'describe the change: npx tenon db create add-summary',
  };
}

export function brokenSnapshot({ file }: { file: string }): Diagnostic {
  return {
    code: 'TENON_DATA_SNAPSHOT',
    message: `${file} is no JSON: what the migrations lead to cannot be told.`,
    where: { signature: 'npx tenon db create', place: file },
    fix: 'after a conflict of two branches: take the one that was merged first, and run npx tenon db create again for yours',
  };
}

export function noSuchSeeder({ given, near }: { given: string; near: readonly string[] }): Diagnostic {
  return {
    code: 'TENON_DATA_NO_SUCH_SEEDER',
    message: `No seeder is called ${given}.${near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''}`,
    where: { signature: 'DataModule.with({ seeders: […] })' },
    fix: 'list its class in seeders',
  };
}

export function noDriverToCompare(): Diagnostic {
  return {
    code: 'TENON_DATA_NO_DRIVER',
    message:
      'There are migrations for PostgreSQL, but its driver is not installed, which knows how to write the next one.',
    where: { signature: 'npx tenon db create' },
    fix: 'npm install --save-exact @mikro-orm/postgresql@7.2.1',
  };
}

function countOf(names: readonly string[]): string {
  return names.length === 1 ? 'a migration' : `${names.length} migrations`;
}

export function writesInReadOnly({ cause }: { cause: unknown }): Diagnostic {
  return {
    code: 'TENON_DATA_READ_ONLY',
    message: 'A transaction that was to read has tried to write.',
    cause,
    fix: 'leave out readOnly where something is written, or flush what was changed before the work that only reads',
  };
}

export function oneWriter(): Diagnostic {
  return {
    code: 'TENON_DATA_ONE_WRITER',
    message:
      'A transaction with requires-new would wait for ever: SQLite has one writer, and the transaction around it is that.',
    fix: 'use nested, do the work in afterCommit(…), or use PostgreSQL',
  };
}

export function isClosed(): Diagnostic {
  return {
    code: 'TENON_DATA_CLOSED',
    message: 'The database was used after the application had closed it.',
    fix: 'wait for work that goes on, in onClosing or onShutdown of the class that has begun it',
  };
}
