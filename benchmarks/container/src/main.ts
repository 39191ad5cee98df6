import { join } from 'node:path';
import { runBenchmark } from '../../harness/run-benchmark.js';
import { runWorker } from '../../harness/run-worker.js';
import { judge } from './run/gates.js';
import { CASES, type CaseName, type Job, listJobs, SUBJECTS, type SubjectName } from './run/jobs.js';
import { writeTables } from './run/report.js';

const FOLDER = join(import.meta.dirname, '..');
const RIVALS = ['inversify', 'tsyringe', 'awilix', '@nestjs/core'] as const;

await runBenchmark<CaseName, SubjectName>({
  folder: FOLDER,
  cases: CASES,
  subjects: SUBJECTS,
  base: 'tenon',
  packages: [join(FOLDER, '..', '..', 'packages', 'core'), ...RIVALS.map((name) => join(FOLDER, 'node_modules', name))],
  verify,
  listJobs,
  run,
  judge,
  report: writeTables,
});

/** Runs every job once without keeping its figures: each worker checks what it built, and the files come into memory. */
async function verify(cases: readonly CaseName[], subjects: readonly SubjectName[]): Promise<void> {
  const checksums = new Set<number>();
  for (const job of listJobs(cases, subjects, 0)) {
    const { checksum } = await run(job);
    if (checksum !== undefined && job.case === 'boot') checksums.add(checksum);
  }
  if (checksums.size > 1) throw new Error('The subjects did not build the same graph');
}

/** The collector is within reach only where memory is measured. */
async function run({ subject, case: name, size }: Job) {
  const flags = name === 'memory' ? ['--expose-gc'] : [];
  return await runWorker([join(import.meta.dirname, 'worker.js'), subject, name, String(size)], flags);
}
