import { join } from 'node:path';
import { runBenchmark } from '../../harness/run-benchmark.js';
import { runWorker } from '../../harness/run-worker.js';
import { JUDGED, judge } from './run/gates.js';
import { CASE_NAMES, type CaseName, type Job, listJobs, SUBJECTS, type SubjectName } from './run/jobs.js';
import { writeTables } from './run/report.js';

const FOLDER = join(import.meta.dirname, '..');
const ROOT = join(FOLDER, '..', '..');
/** What the workspace itself brings, so that both sides read the same metadata of the same classes. */
const FROM_ROOT = ['class-validator', 'class-transformer'] as const;
const OWN = ['ajv', 'ajv-formats', 'fast-json-stringify', 'typia', 'zod', 'typebox', '@vinejs/vine'] as const;

await runBenchmark<CaseName, SubjectName>({
  folder: FOLDER,
  cases: CASE_NAMES,
  subjects: SUBJECTS,
  judged: JUDGED,
  base: 'tenon',
  packages: [
    join(ROOT, 'packages', 'dto'),
    ...FROM_ROOT.map((name) => join(ROOT, 'node_modules', name)),
    ...OWN.map((name) => join(FOLDER, 'node_modules', name)),
  ],
  // Each worker checks its answers, and the files come into memory.
  async verify(cases, subjects) {
    for (const job of listJobs(cases, subjects, 0)) await run(job);
  },
  listJobs,
  run,
  judge,
  report: writeTables,
});

async function run({ subject, case: name }: Job) {
  return await runWorker([join(import.meta.dirname, 'worker.js'), subject, name]);
}
