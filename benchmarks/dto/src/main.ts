import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JUDGED, judge } from './run/gates.js';
import { CASE_NAMES, listJobs, SUBJECTS } from './run/jobs.js';
import { readMachine } from './run/machine.js';
import { writeReport } from './run/report.js';
import { Results } from './run/results.js';
import { runJob } from './run/run-job.js';

/** What a full run takes, and what CI takes; CI adds the rest of a full run before it lets a gate fail. */
const ROUNDS = 9;
const CHECK_ROUNDS = 3;

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    subjects: { type: 'string' },
    cases: { type: 'string' },
  },
});

const rounds = Number(values.rounds ?? (values.check ? CHECK_ROUNDS : ROUNDS));
if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError('--rounds takes a number of one or more');
// CI measures those alone that a goal is about.
const subjects = choose('subjects', SUBJECTS, values.subjects ?? (values.check ? JUDGED.join(',') : undefined));
const cases = choose('cases', CASE_NAMES, values.cases);

const machine = await readMachine();
const results = new Results();

console.log('Verifying that every subject gives the same answers');
await verify();
await measure(0, rounds);
let gates = judge(results);
let measured = rounds;
if (values.check && gates.some(({ passes }) => !passes) && rounds < ROUNDS) {
  console.log('A goal is missed; measuring more rounds before it counts');
  await measure(rounds, ROUNDS);
  gates = judge(results);
  measured = ROUNDS;
}

console.log(`\n${writeReport(machine, measured, results, gates)}`);
const file = join(import.meta.dirname, '..', 'results.json');
await writeFile(file, `${JSON.stringify({ machine, rounds: measured, gates, results: results.list }, null, 2)}\n`);
if (values.check && gates.some(({ passes }) => !passes)) process.exitCode = 1;

/** Runs every job once without keeping its figures: each worker checks its answers, and the files come into memory. */
async function verify(): Promise<void> {
  for (const job of listJobs(cases, subjects, 0)) await runJob(job);
}

async function measure(from: number, to: number): Promise<void> {
  for (let round = from; round < to; round += 1) {
    console.log(`Round ${round + 1} of ${to}`);
    for (const job of listJobs(cases, subjects, round)) results.add({ ...job, round, figures: await runJob(job) });
  }
}

/** Reads a list such as `tenon,ajv`; without one, all are chosen. */
function choose<T extends string>(option: string, known: readonly T[], list: string | undefined): T[] {
  if (list === undefined) return [...known];
  return list.split(',').map((name) => {
    const found = known.find((candidate) => candidate === name);
    if (found === undefined) throw new RangeError(`--${option}: ${name} is none of ${known.join(', ')}`);
    return found;
  });
}
