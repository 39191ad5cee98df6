import type { Job as JobOf } from '../../../harness/results.js';

/** All libraries under measure; `drop-in` and `original-sync` are other ways to call the two that matter most. */
export const SUBJECTS = [
  'tenon',
  'drop-in',
  'original',
  'original-sync',
  'ajv',
  'typia',
  'zod',
  'typebox',
  'vine',
  'fast-json-stringify',
  'fast-json-stringify-mapped',
] as const;
export type SubjectName = (typeof SUBJECTS)[number];

const PARSERS = ['tenon', 'drop-in', 'original', 'original-sync', 'ajv', 'typia', 'zod', 'typebox', 'vine'] as const;

/** What is measured, and by whom. */
export const CASES = {
  parse: PARSERS,
  crowd: ['tenon', 'drop-in', 'original'],
  strict: PARSERS,
  errors: PARSERS,
  serialise: ['tenon', 'drop-in', 'original', 'fast-json-stringify', 'fast-json-stringify-mapped'],
  compile: ['tenon', 'drop-in', 'original', 'ajv', 'zod', 'typebox'],
  first: PARSERS,
} as const satisfies Readonly<Record<string, readonly SubjectName[]>>;
export type CaseName = keyof typeof CASES;
export const CASE_NAMES = Object.keys(CASES) as CaseName[];

/** The other classes that are registered in the case `crowd`. */
export const CROWD_SIZE = 300;
/** The classes of the case `compile`, which are there in the case `first` too. */
export const COMPILE_SIZE = 1000;
/** The items of the case `serialise`. */
export const ITEMS = 100;

/** One process to be started. */
export type Job = JobOf<CaseName, SubjectName>;

/**
 * Lists the processes of one round, case by case.
 *
 * Within a case the subjects stand next to each other, so that a disturbance of the machine meets them all, and each
 * round begins with another one. `crowd` follows `parse`, which it is compared with.
 */
export function listJobs(cases: readonly CaseName[], subjects: readonly SubjectName[], round: number): Job[] {
  return cases.flatMap((name) => {
    const able: readonly SubjectName[] = CASES[name];
    const chosen = able.filter((subject) => subjects.includes(subject));
    const start = chosen.length === 0 ? 0 : round % chosen.length;
    return [...chosen.slice(start), ...chosen.slice(0, start)].map((subject) => ({ subject, case: name }));
  });
}
