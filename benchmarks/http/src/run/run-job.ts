import { join } from 'node:path';
import { runLoad } from '../../../harness/load-servers.js';
import type { Figures } from '../../../harness/results.js';
import { type ServerProcess, startServer } from '../../../harness/server-process.js';
import type { Route } from '../app/exchanges.js';
import { checkAnswers, checkThousand } from '../verify.js';
import type { Job } from './jobs.js';

const LOAD = join(import.meta.dirname, '..', 'load.js');
const SERVER = join(import.meta.dirname, '..', 'server.js');

/**
 * Runs the jobs of one case: boots one after the other, and routes side by side, so that a minute in which the machine
 * has other things to do as well meets all of them.
 *
 * @throws Error if a server does not answer as it should
 */
export async function runTogether(jobs: readonly Job[]): Promise<readonly Figures[]> {
  const route = jobs[0]?.case;
  if (route === undefined || route === 'boot' || route === 'small') {
    const figures: Figures[] = [];
    for (const job of jobs) figures.push(await runJob(job));
    return figures;
  }
  const servers: ServerProcess[] = [];
  try {
    for (const job of jobs) {
      const server = await startServer([SERVER, fileOf(job)]);
      servers.push(server);
      await check(job, server);
    }
    return await load(route, servers);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Starts the server of one job, checks its answers, and gives what it has cost: its boot, or a request of the route. */
export async function runJob(job: Job): Promise<Figures> {
  const server = await startServer([SERVER, fileOf(job)]);
  try {
    await check(job, server);
    const { cpuMs, rssBytes } = server;
    if (job.case === 'boot' || job.case === 'small') return { cpuMs, rssBytes };
    const [figures = {}] = await load(job.case, [server]);
    return figures;
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

function load(route: Route, servers: readonly ServerProcess[]): Promise<Figures[]> {
  return runLoad([LOAD, route, ...servers.map(({ port, pid }) => `${port}:${pid}`)]);
}
