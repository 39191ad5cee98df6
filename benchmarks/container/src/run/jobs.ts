import type { Job as JobOf } from '../../../harness/results.js';

export const SUBJECTS = ['tenon', 'inversify', 'tsyringe', 'awilix', 'nest'] as const;
/** The graph wired by hand: no rival, but what the boot is read against. */
export const REFERENCE = 'hand' as const;
export type SubjectName = (typeof SUBJECTS)[number] | typeof REFERENCE;

/** What is measured; each is compared subject by subject, but for `growth` and `memory`, which are Tenon's alone. */
export const CASES = ['boot', 'get', 'transient', 'request', 'growth', 'memory'] as const;
export type CaseName = (typeof CASES)[number];

/** How many classes the graph has that the subjects are compared by. */
export const BOOT_SIZE = 1000;
/** The graphs that show how the boot grows, beside the one of `BOOT_SIZE`. */
export const GROWTH_SIZES = [2000, 5000, 10_000] as const;
/** The graph that is opened and closed a thousand times. */
export const MEMORY_SIZE = 100;

/** One process to be started. */
export type Job = JobOf<CaseName, SubjectName>;

/**
 * Lists the processes of one round, case by case.
 *
 * Within a case the subjects stand next to each other, so that a disturbance of the machine meets them all, and each
 * round begins with another one, so that none has always the same predecessor.
 */
export function listJobs(cases: readonly CaseName[], subjects: readonly SubjectName[], round: number): Job[] {
  const start = round % subjects.length;
  const order = [...subjects.slice(start), ...subjects.slice(0, start)];
  return cases.flatMap((name): Job[] => {
    if (name === 'growth') return GROWTH_SIZES.map((size) => ({ subject: 'tenon', case: name, size }));
    if (name === 'memory') return [{ subject: 'tenon', case: name, size: MEMORY_SIZE }];
    const compared = name === 'boot' ? [...order, REFERENCE] : order;
    return compared.map((subject) => ({ subject, case: name, size: BOOT_SIZE }));
  });
}

/** The graphs that the jobs need, each once. */
export function listGraphs(): { readonly subject: SubjectName; readonly size: number }[] {
  const compared = [...SUBJECTS, REFERENCE].map((subject) => ({ subject, size: BOOT_SIZE }));
  const own = [...GROWTH_SIZES, MEMORY_SIZE].map((size) => ({ subject: 'tenon' as const, size }));
  return [...compared, ...own];
}
