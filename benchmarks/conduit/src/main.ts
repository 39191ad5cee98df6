import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atMost, type Gate } from '../../harness/gates.js';
import { writeFigure, writeRange, writeTable } from '../../harness/report.js';
import type { Figures } from '../../harness/results.js';
import { runBenchmark } from '../../harness/run-benchmark.js';
import { plainEnvironment } from '../../harness/run-worker.js';
import { type BenchDatabase, createDatabase } from './databases.js';
import {
  type CaseName,
  CASES,
  type DatabaseKind,
  DATABASES,
  exchangesOf,
  type Job,
  listJobs,
  partsOf,
  type Results,
  ROUTES,
  type Subject,
  SUBJECTS,
} from './jobs.js';
import { LOAD_CORE, type ServerProcess, startServer } from './server-process.js';

const FOLDER = join(import.meta.dirname, '..');
const ROOT = join(FOLDER, '..', '..');
/** What Tenon may take of what hand-written code takes. */
const MOST_OF_FASTIFY = 1.05;

const databases = new Map<DatabaseKind, BenchDatabase>();
for (const kind of DATABASES) databases.set(kind, await createDatabase(kind));

await runBenchmark<CaseName, Subject>({
  folder: FOLDER,
  cases: CASES,
  subjects: SUBJECTS,
  base: 'fastify',
  packages: ['fastify', '@mikro-orm/core', 'jose'].map((name) => join(ROOT, 'node_modules', name)),
  verify,
  listJobs,
  run: async (job) => (await runTogether([job]))[0]!,
  runTogether,
  judge,
  report: writeTables,
});

function databaseOf(name: CaseName): BenchDatabase {
  return databases.get(partsOf(name)[0])!;
}

/** Both give the same answers, but for tokens, which they sign in the second in which they are asked. */
async function verify(cases: readonly CaseName[], subjects: readonly Subject[]): Promise<void> {
  for (const kind of new Set(cases.map((name) => partsOf(name)[0]))) {
    const { url, content } = databases.get(kind)!;
    const answers: unknown[] = [];
    for (const subject of subjects) {
      const server = await startServer(subject, url);
      const given: unknown[] = [];
      for (const route of ROUTES) {
        const { method, path, token } = exchangesOf(content)[route];
        const reply = await fetch(`http://127.0.0.1:${server.port}${path}`, {
          method,
          ...(token !== undefined && { headers: { authorization: `Token ${token}` } }),
        });
        assert.equal(reply.status, 200, `${subject}: ${path}`);
        given.push(JSON.parse((await reply.text()).replace(/"token":"[^"]+"/, '"token":""')));
      }
      const refused = await fetch(`http://127.0.0.1:${server.port}/api/user`, {
        headers: { authorization: 'Token a.b.c' },
      });
      given.push(refused.status, await refused.json());
      await server.stop();
      answers.push(given);
    }
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
  }
}

/** Runs the subjects of one case side by side. */
async function runTogether(jobs: readonly Job[]): Promise<readonly Figures[]> {
  const [{ case: name }] = jobs as [Job];
  const { url, content } = databaseOf(name);
  const servers: ServerProcess[] = [];
  try {
    for (const { subject } of jobs) servers.push(await startServer(subject, url));
    const exchange = JSON.stringify(exchangesOf(content)[partsOf(name)[1]]);
    const load = [join(import.meta.dirname, 'load.js'), exchange, ...servers.map(({ port, pid }) => `${port}:${pid}`)];
    const { stdout } = await promisify(execFile)(
      'taskset',
      ['--cpu-list', String(LOAD_CORE), process.execPath, ...load],
      {
        env: plainEnvironment(),
      },
    );
    return JSON.parse(stdout) as Figures[];
  } finally {
    for (const server of servers) await server.stop();
  }
}

function judge(results: Results): Gate[] {
  return CASES.filter((name) => results.has(name, 'tenon') && results.has(name, 'fastify')).map((name) =>
    atMost(`${name}: Tenon ÷ fastify`, results.ratio(name, 'tenon', 'cpuUs').median, MOST_OF_FASTIFY, (value) =>
      value.toFixed(2),
    ),
  );
}

function writeTables(results: Results): string[] {
  const rows = CASES.filter((name) => results.has(name)).map((name) => {
    const cells = SUBJECTS.map((subject) => {
      const spread = results.spread(name, subject, 'cpuUs');
      return `${writeFigure(spread.median)} (${writeRange(spread)})`;
    });
    const ratio = results.ratio(name, 'tenon', 'cpuUs');
    return [name, ...cells, `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)})`];
  });
  return [`### CPU time of a request, µs\n\n${writeTable(['', ...SUBJECTS, 'Tenon ÷ fastify'], rows)}`];
}
