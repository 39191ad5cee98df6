import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { atMost, type Gate } from '../../harness/gates.js';
import { runLoad } from '../../harness/load-servers.js';
import { writeFigure, writeRange, writeTable } from '../../harness/report.js';
import type { Figures } from '../../harness/results.js';
import { runBenchmark } from '../../harness/run-benchmark.js';
import { type Job, listJobs, PAGE_NAMES, type PageName, type Results, SUBJECTS, type SubjectName } from './jobs.js';
import { readPages, type Site, startSite } from './site-process.js';
import { verify } from './verify.js';

const FOLDER = join(import.meta.dirname, '..');
const ROOT = join(FOLDER, '..', '..');
const LOAD = join(import.meta.dirname, 'load.js');
const RIVALS = ['nest', 'adonis'] as const;
/** What Tenon may take of what raw Fastify takes for the home page. */
const MOST_OF_FASTIFY = 1.05;

if (availableParallelism() < 2) throw new Error('The server and its load need a core each, and this machine has one');

await runBenchmark<PageName, SubjectName>({
  folder: FOLDER,
  cases: PAGE_NAMES,
  subjects: SUBJECTS,
  judged: ['fastify', 'tenon', ...RIVALS],
  base: 'fastify',
  packages: [
    ...['http', 'views', 'sessions'].map((name) => join(ROOT, 'packages', name)),
    ...['fastify', '@fastify/view', 'eta', '@nestjs/core', '@nestjs/platform-fastify', '@adonisjs/core', 'edge.js'].map(
      (name) => join(FOLDER, 'node_modules', name),
    ),
  ],
  verify: (_, subjects) => verify(subjects),
  listJobs,
  run: async (job) => (await runTogether([job]))[0] ?? {},
  runTogether,
  judge,
  report: writeTables,
});

/** Runs the subjects of one page side by side; all have sent each of their pages before. */
async function runTogether(jobs: readonly Job[]): Promise<readonly Figures[]> {
  const sites: Site[] = [];
  try {
    for (const { subject } of jobs) {
      const site = await startSite(subject);
      sites.push(site);
      await readPages(subject, site);
    }
    const page = jobs[0]?.case ?? '';
    return await runLoad([LOAD, page, ...sites.map(({ port, pid, cookie = '' }) => `${port}:${pid}:${cookie}`)]);
  } finally {
    for (const site of sites) await site.stop();
  }
}

function judge(results: Results): Gate[] {
  if (!results.has('home', 'tenon')) return [];
  const ratio = (base: SubjectName) => results.ratio('home', 'tenon', 'cpuUs', base).median;
  const bases = [['fastify', MOST_OF_FASTIFY], ...RIVALS.map((rival): [SubjectName, number] => [rival, 1])] satisfies [
    SubjectName,
    number,
  ][];
  return bases
    .filter(([base]) => results.has('home', base))
    .map(([base, most]) => atMost(`home: Tenon ÷ ${base}`, ratio(base), most, (value) => value.toFixed(2)));
}

function writeTables(results: Results): string[] {
  return PAGE_NAMES.filter((page) => results.has(page)).map((page) => {
    const rows = SUBJECTS.filter((subject) => results.has(page, subject)).map((subject) => {
      const cpu = results.spread(page, subject, 'cpuUs');
      const median = (figure: string) => results.spread(page, subject, figure).median;
      const ratio = results.has(page, 'fastify') ? results.ratio(page, subject, 'cpuUs') : undefined;
      return [
        subject,
        ratio === undefined ? '' : `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)})`,
        `${writeFigure(cpu.median)} (${writeRange(cpu)})`,
        median('perSecond').toFixed(0),
        writeFigure(median('p99Ms')),
      ];
    });
    const head = ['', '÷ fastify', 'µs of CPU', 'requests/s', 'p99, ms'];
    return `### The page \`${page}\`\n\n${writeTable(head, rows)}`;
  });
}
