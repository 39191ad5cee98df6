import type { Diagnostic } from '@tenon/core';

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

export function badEntities({ problem }: { problem: string }): Diagnostic {
  return {
    code: 'TENON_DATA_ENTITIES',
    message: `The entities cannot be used: ${problem}`,
    where: { signature: 'DataModule.with({ entities: […] })' },
    fix: 'correct the decorators that it names; each entity that another one refers to must stand in entities',
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
