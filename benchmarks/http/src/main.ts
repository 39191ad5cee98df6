import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runBenchmark } from '../../harness/run-benchmark.js';
import { startServer } from '../../harness/server-process.js';
import { JUDGED, judge } from './run/gates.js';
import { CASE_NAMES, type CaseName, listJobs, SUBJECTS, type SubjectName } from './run/jobs.js';
import { writeTables } from './run/report.js';
import { runJob, runTogether } from './run/run-job.js';
import { checkAnswers } from './verify.js';

const FOLDER = join(import.meta.dirname, '..');
const ROOT = join(FOLDER, '..', '..');
const SERVER = join(import.meta.dirname, 'server.js');
const FROM_ROOT = ['class-validator', 'class-transformer'] as const;
const OWN = [
  'fastify',
  '@fastify/request-context',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  'hono',
  '@hono/node-server',
  'zod',
  '@adonisjs/core',
  '@adonisjs/http-server',
  '@vinejs/vine',
] as const;

if (availableParallelism() < 2) throw new Error('The server and its load need a core each, and this machine has one');

await runBenchmark<CaseName, SubjectName>({
  folder: FOLDER,
  cases: CASE_NAMES,
  subjects: SUBJECTS,
  judged: JUDGED,
  base: 'fastify',
  packages: [
    join(ROOT, 'packages', 'http'),
    ...OWN.map((name) => join(FOLDER, 'node_modules', name)),
    ...FROM_ROOT.map((name) => join(ROOT, 'node_modules', name)),
  ],
  verify,
  listJobs,
  run: runJob,
  runTogether,
  judge,
  report: writeTables,
});

/** Each subject answers everything that can be asked; a job compares again before it measures. */
async function verify(cases: readonly CaseName[], subjects: readonly SubjectName[]): Promise<void> {
  for (const subject of new Set(listJobs(cases, subjects, 0).map((job) => job.subject))) {
    if (subject === 'fastify-bare' || subject === 'fastify-and-imports') continue;
    const server = await startServer([SERVER, `subjects/${subject}`]);
    try {
      await checkAnswers(subject, server.port);
    } finally {
      await server.stop();
    }
  }
}
