import { writeFigure, writeTable } from '../../../harness/report.js';
import type { Results as ResultsOf } from '../../../harness/results.js';
import type { Spread } from '../../../harness/statistics.js';
import { CASE_NAMES, CASES, type CaseName, COMPILE_SIZE, CROWD_SIZE, ITEMS, type SubjectName } from './jobs.js';

type Results = ResultsOf<CaseName, SubjectName>;

const TITLES: Readonly<Record<CaseName, string>> = {
  parse: 'Plain order → validated instance',
  crowd: `The same, with ${CROWD_SIZE} other classes registered`,
  strict: 'An order with lengths, patterns and a date → validated instance',
  errors: 'Order with six faults → all its errors',
  serialise: `${ITEMS} items → JSON text`,
  compile: `Compiling ${COMPILE_SIZE} classes, and the first valid object of each`,
  first: `The first order of a process, with ${COMPILE_SIZE} other classes`,
};

/** Writes the tables of a run as Markdown, as they stand in the README. */
export function writeTables(results: Results): string[] {
  return CASE_NAMES.filter((name) => results.has(name)).map(
    (name) => `### ${TITLES[name]}

${writeCase(name, results)}`,
  );
}

function writeCase(name: CaseName, results: Results): string {
  const isOnce = name === 'compile' || name === 'first';
  const figure = isOnce ? 'ms' : 'ns';
  const subjects: readonly SubjectName[] = CASES[name];
  const rows = subjects
    .filter((subject) => results.has(name, subject))
    .map((subject) => {
      const spread = results.spread(name, subject, figure);
      const ratio = results.has(name, 'tenon') ? results.ratio(name, subject, figure).median.toFixed(2) : '';
      const more = name === 'crowd' && results.has('parse', subject) ? [growth(results, subject)] : [];
      return [subject, round(spread.median, isOnce), range(spread, isOnce), ratio, ...more];
    });
  const head = [`${isOnce ? 'ms' : 'µs'} of CPU`, 'median', 'least–most', '÷ tenon'];
  return writeTable(name === 'crowd' && results.has('parse') ? [...head, '÷ alone'] : head, rows);
}

function growth(results: Results, subject: SubjectName): string {
  return results.growth(subject, 'parse', 'crowd', 'ns').median.toFixed(2);
}

function range({ least, most }: Spread, isOnce: boolean): string {
  return `${round(least, isOnce)}–${round(most, isOnce)}`;
}

/** Three significant digits, and no fraction from a hundred on; nanoseconds are written as microseconds. */
function round(figure: number, isOnce: boolean): string {
  return writeFigure(isOnce ? figure : figure / 1000);
}
