import type { Gate } from '../../../harness/gates.js';
import type { Results, SubjectName } from './jobs.js';

/** The subjects that a goal is about. */
export const JUDGED: readonly SubjectName[] = ['fastify', 'fastify-bare', 'fastify-and-imports'];

/** Judges what was measured; a case that was not run has no gate. */
export function judge(_results: Results): Gate[] {
  return [];
}
