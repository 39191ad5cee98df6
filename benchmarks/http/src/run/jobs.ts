import type { Job as JobOf, Results as ResultsOf } from '../../../harness/results.js';
import { type Route, ROUTES } from '../app/exchanges.js';

/** All servers under measure; the ratios of requests are to the first one, those of boots to `fastify-bare`. */
export const SUBJECTS = [
  'fastify',
  'fastify-async',
  'fastify-defaults',
  'fastify-bare',
  'fastify-and-imports',
  'tenon',
  'nest',
  'hono',
  'adonis',
] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** What is put under load. The others have their boot measured alone. */
export const LOADED = [
  'fastify',
  'fastify-async',
  'fastify-defaults',
  'tenon',
  'nest',
  'hono',
  'adonis',
] as const satisfies SubjectName[];

/** The boot of a thousand controllers, of which each subject has a source of its own in `generated`. */
export const GENERATED = ['fastify', 'fastify-bare', 'tenon', 'nest'] as const satisfies SubjectName[];
export type GeneratedName = (typeof GENERATED)[number];

export type CaseName = Route | 'boot' | 'small';
export const CASES: Readonly<Record<CaseName, readonly SubjectName[]>> = {
  ...(Object.fromEntries(ROUTES.map((route) => [route, LOADED])) as Record<Route, typeof LOADED>),
  boot: GENERATED,
  small: ['fastify', 'fastify-bare', 'fastify-and-imports', 'tenon', 'nest', 'hono', 'adonis'],
};
export const CASE_NAMES: readonly CaseName[] = [...ROUTES, 'boot', 'small'];

/** The controllers of the case `boot`, of five routes each. */
export const CONTROLLERS = 1000;

/** One server to be started. */
export type Job = JobOf<CaseName, SubjectName>;
export type Results = ResultsOf<CaseName, SubjectName>;

/**
 * Lists the servers of one round, case by case.
 *
 * Within a case the subjects stand next to each other, so that a disturbance of the machine meets them all, and each
 * round begins with another one, so that none has always the same predecessor.
 */
export function listJobs(cases: readonly CaseName[], subjects: readonly SubjectName[], round: number): Job[] {
  return cases.flatMap((name) => {
    const chosen = CASES[name].filter((subject) => subjects.includes(subject));
    const start = chosen.length === 0 ? 0 : round % chosen.length;
    return [...chosen.slice(start), ...chosen.slice(0, start)].map((subject) => ({ subject, case: name }));
  });
}
