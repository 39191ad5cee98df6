import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Gate } from './gates.js';
import { type Machine, readMachine } from './machine.js';
import { writeGates, writeMachine } from './report.js';
import { type Figures, type Job, Results } from './results.js';

/** What a full run takes, and what CI takes; CI adds the rest of a full run before it lets a gate fail. */
const ROUNDS = 9;
const CHECK_ROUNDS = 3;

/** What the harness asks of a benchmark. */
export interface Benchmark<Case extends string, Subject extends string> {
  /** Where `results.json` is left. */
  readonly folder: string;
  readonly cases: readonly Case[];
  readonly subjects: readonly Subject[];
  /** The subjects that a goal is about, which are all that CI measures; if left out, all are. */
  readonly judged?: readonly Subject[];
  /** The subject that the others are compared with. */
  readonly base: Subject;
  /** The folders of the packages whose versions the report names. */
  readonly packages: readonly string[];
  /** Throws if the subjects do not do the same work; it runs before anything is timed. */
  verify(cases: readonly Case[], subjects: readonly Subject[]): Promise<void>;
  /** The jobs of one round, in order. */
  listJobs(cases: readonly Case[], subjects: readonly Subject[], round: number): readonly Job<Case, Subject>[];
  /** Runs one job in a process of its own. */
  run(job: Job<Case, Subject>): Promise<Figures>;
  /** Runs all jobs of one case side by side, and gives their figures in order; if left out, one runs after the other. */
  runTogether?(jobs: readonly Job<Case, Subject>[]): Promise<readonly Figures[]>;
  /** Judges what was measured; a case that was not run has no gate. */
  judge(results: Results<Case, Subject>): readonly Gate[];
  /** The tables of the cases that were run, as Markdown. */
  report(results: Results<Case, Subject>): readonly string[];
}

/**
 * Runs a benchmark as the command line says: verifies, measures in interleaved rounds, prints the report, and leaves
 * every figure in `results.json`. With `--check`, the process ends with 1 when a goal is missed beyond the margin.
 */
export async function runBenchmark<Case extends string, Subject extends string>(
  benchmark: Benchmark<Case, Subject>,
): Promise<void> {
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
  const judged = values.check ? benchmark.judged?.join(',') : undefined;
  const subjects = choose('subjects', benchmark.subjects, values.subjects ?? judged);
  const cases = choose('cases', benchmark.cases, values.cases);

  const machine = await readMachine(benchmark.packages);
  const results = new Results<Case, Subject>(benchmark.base);
  const measure = async (from: number, to: number): Promise<void> => {
    for (let round = from; round < to; round += 1) {
      console.log(`Round ${round + 1} of ${to}`);
      for (const jobs of byCase(benchmark.listJobs(cases, subjects, round))) {
        const together = await benchmark.runTogether?.(jobs);
        for (const [index, job] of jobs.entries()) {
          results.add({ ...job, round, figures: together?.[index] ?? (await benchmark.run(job)) });
        }
      }
    }
  };

  console.log('Verifying that all subjects do the same');
  await benchmark.verify(cases, subjects);
  await measure(0, rounds);
  let gates = benchmark.judge(results);
  let measured = rounds;
  if (values.check && gates.some(({ passes }) => !passes) && rounds < ROUNDS) {
    console.log('A goal is missed; measuring more rounds before it counts');
    await measure(rounds, ROUNDS);
    gates = benchmark.judge(results);
    measured = ROUNDS;
  }

  console.log(`\n${writeReport(machine, measured, benchmark.report(results), gates)}`);
  await writeFile(
    join(benchmark.folder, 'results.json'),
    `${JSON.stringify({ machine, rounds: measured, gates, results: results.list }, null, 2)}\n`,
  );
  if (values.check && gates.some(({ passes }) => !passes)) process.exitCode = 1;
}

/** The jobs of a round, those of one case together; they stand next to each other already. */
function byCase<J extends Job<string, string>>(jobs: readonly J[]): Iterable<readonly J[]> {
  return Map.groupBy(jobs, (job) => job.case).values();
}

function writeReport(machine: Machine, rounds: number, tables: readonly string[], gates: readonly Gate[]): string {
  const parts = [writeMachine(machine, rounds), ...tables];
  if (gates.length > 0) parts.push(`### Goals\n\n${writeGates(gates)}`);
  return parts.join('\n\n');
}

/** Reads a list such as `tenon,nest`; without one, all are chosen. */
function choose<T extends string>(option: string, known: readonly T[], list: string | undefined): T[] {
  if (list === undefined) return [...known];
  return list.split(',').map((name) => {
    const found = known.find((candidate) => candidate === name);
    if (found === undefined) throw new RangeError(`--${option}: ${name} is none of ${known.join(', ')}`);
    return found;
  });
}
