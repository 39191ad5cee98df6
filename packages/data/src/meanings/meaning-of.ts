import type { ErrorField, ErrorMeaning } from '@tenon/core';
import type { MikroORM } from '@mikro-orm/sql';
import { type Failure, failureOf } from './failure.js';
import { violatedFields } from './violated-fields.js';

/** How soon to try again, in seconds: a database that was restarted, or a writer that was slow, is there by then. */
const RETRY_AFTER_SECONDS = 1;

type Meant = Pick<ErrorMeaning, 'kind' | 'detail'>;

const MEANINGS: Readonly<Record<Exclude<Failure, 'unique'>, Meant>> = {
  'not-found': { kind: 'not-found', detail: 'What was asked for is not there.' },
  stale: { kind: 'conflict', detail: 'It was changed by somebody else meanwhile.' },
  'foreign-key': { kind: 'conflict', detail: 'It refers to something that is not there, or something refers to it.' },
  check: { kind: 'conflict', detail: 'It breaks a rule of what is stored.' },
  range: { kind: 'invalid', detail: 'A number or a date is too large or too small.' },
  length: { kind: 'invalid', detail: 'A text is too long.' },
  format: { kind: 'invalid', detail: 'A value cannot be stored.' },
  busy: { kind: 'unavailable', detail: 'The database is busy.' },
  full: { kind: 'unavailable', detail: 'The database takes nothing more.' },
  'read-only': { kind: 'unavailable', detail: 'The database cannot be written to.' },
  unreachable: { kind: 'unavailable', detail: 'The database cannot be reached.' },
};

/** Tells what an error of the database means to whoever asked. Nothing of SQL or of the tables is in it. */
export function meaningOf(error: unknown, orm: MikroORM): ErrorMeaning | undefined {
  const failure = failureOf(error);
  if (failure === undefined) return undefined;
  if (failure === 'unique') return uniqueMeaning(violatedFields(error as Error, orm));
  const meant = MEANINGS[failure];
  return {
    ...meant,
    code: failure,
    ...(meant.kind === 'unavailable' && { retryAfterSeconds: RETRY_AFTER_SECONDS }),
  };
}

function uniqueMeaning(names: readonly string[]): ErrorMeaning {
  const together = names.join(' and ');
  const message = names.length > 1 ? `${together} are taken together` : `${together} is taken`;
  const fields = names.map((name): ErrorField => ({ name, code: 'unique', message }));
  const detail = names.length > 0 ? `There is one with this ${together} already.` : 'There is one like it already.';
  return { kind: 'conflict', code: 'unique', detail, fields };
}
