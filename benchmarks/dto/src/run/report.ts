import type { Gate } from './gates.js';
import { CASE_NAMES, CASES, type CaseName, COMPILE_SIZE, CROWD_SIZE, ITEMS, type SubjectName } from './jobs.js';
import type { Machine } from './machine.js';
import type { Results } from './results.js';
import type { Spread } from './statistics.js';

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
export function writeReport(machine: Machine, rounds: number, results: Results, gates: readonly Gate[]): string {
  const parts = [writeMachine(machine, rounds)];
  for (const name of CASE_NAMES) {
    if (results.has(name)) parts.push(`### ${TITLES[name]}\n\n${writeCase(name, results)}`);
  }
  if (gates.length > 0) parts.push(`### Goals\n\n${writeGates(gates)}`);
  return parts.join('\n\n');
}

function writeMachine(machine: Machine, rounds: number): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system},`,
    `load ${machine.load.toFixed(2)} at the start, ${rounds} rounds, Node ${machine.node};`,
    versions.join(', '),
  ].join('\n');
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

function writeGates(gates: readonly Gate[]): string {
  const rows = gates.map(({ what, goal, measured, holds, passes }) => [
    what,
    goal,
    measured,
    holds ? 'holds' : passes ? 'missed; CI lets it pass' : 'missed',
  ]);
  return writeTable(['what', 'goal', 'measured', ''], rows);
}

function range({ least, most }: Spread, isOnce: boolean): string {
  return `${round(least, isOnce)}–${round(most, isOnce)}`;
}

/** Three significant digits, and no fraction from a hundred on; nanoseconds are written as microseconds. */
function round(figure: number, isOnce: boolean): string {
  const value = isOnce ? figure : figure / 1000;
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
