import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Figures } from '../../../harness/results.js';
import { plainEnvironment } from '../../../harness/run-worker.js';
import { checkAnswers, checkThousand } from '../verify.js';
import type { Job } from './jobs.js';
import { LOAD_CORE, type ServerProcess, startServer } from './server-process.js';

const LOAD = join(import.meta.dirname, '..', 'load.js');
const TIMEOUT_MS = 120_000;

/**
 * Starts the server of a job, checks its answers, and gives what it has cost: its boot, or a request of the route.
 *
 * @throws Error if the server does not answer as it should
 */
export async function runJob(job: Job): Promise<Figures> {
  const server = await startServer(fileOf(job));
  try {
    await check(job, server);
    if (job.case === 'boot' || job.case === 'small') return { cpuMs: server.cpuMs, rssBytes: server.rssBytes };
    return await load(job.case, server);
  } finally {
    await server.stop();
  }
}

function fileOf({ subject, case: name }: Job): string {
  return name === 'boot' ? `generated/${subject}/app` : `subjects/${subject}`;
}

/** What has no schemas gives away more than it should, so that its answers are other ones. */
async function check({ subject, case: name }: Job, { port }: ServerProcess): Promise<void> {
  if (name === 'boot') await checkThousand(subject, port);
  else if (subject !== 'fastify-bare' && subject !== 'fastify-and-imports') await checkAnswers(subject, port);
}

async function load(route: string, { port, pid }: ServerProcess): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    'taskset',
    ['--cpu-list', String(LOAD_CORE), process.execPath, LOAD, String(port), String(pid), route],
    { env: plainEnvironment(), timeout: TIMEOUT_MS },
  );
  const figures: Figures = JSON.parse(stdout);
  return figures;
}
