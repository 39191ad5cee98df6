import type { Gate } from './gates.js';
import { BOOT_SIZE, type CaseName, GROWTH_SIZES, REFERENCE, SUBJECTS, type SubjectName } from './jobs.js';
import type { Machine } from './machine.js';
import type { Results } from './results.js';
import type { Spread } from './statistics.js';

/** Writes the tables of a run as Markdown, as they stand in the README. */
export function writeReport(machine: Machine, rounds: number, results: Results, gates: readonly Gate[]): string {
  const parts = [writeMachine(machine, rounds)];
  if (results.has('boot')) parts.push(writeBoot(results));
  for (const name of ['get', 'transient', 'request'] as const) {
    if (results.has(name)) parts.push(writeCalls(name, results));
  }
  if (results.has('growth') && results.has('boot', 'tenon')) parts.push(writeGrowth(results));
  if (results.has('memory')) parts.push(writeMemory(results));
  if (gates.length > 0) parts.push(writeGates(gates));
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

function writeBoot(results: Results): string {
  const rows = present(results, 'boot').map((subject) => {
    const of = (figure: string) => results.spread('boot', subject, figure);
    return [
      subject,
      round(of('boot').median),
      range(of('boot')),
      ratio(results, 'boot', subject, 'boot'),
      round(of('declare').median),
      round(of('graph').median),
      ratio(results, 'boot', subject, 'graph'),
      round(of('library').median),
    ];
  });
  const head = [
    'ms of CPU',
    'boot',
    'least–most',
    '÷ Tenon',
    'import of the classes',
    'both',
    '÷ Tenon',
    'import of the library',
  ];
  return `Boot of ${BOOT_SIZE} classes in ${BOOT_SIZE / 10} modules\n\n${writeTable(head, rows)}`;
}

const CALLS = {
  get: '`get` of a singleton, 100 tokens in turn',
  transient: 'A transient class five levels deep',
  request: 'A request scope with three request-scoped classes',
} as const;

function writeCalls(name: keyof typeof CALLS, results: Results): string {
  const rows = present(results, name).map((subject) => {
    const spread = results.spread(name, subject, 'ns');
    return [subject, round(spread.median), range(spread), ratio(results, name, subject, 'ns')];
  });
  return `${CALLS[name]}\n\n${writeTable(['ns of CPU', 'median', 'least–most', '÷ Tenon'], rows)}`;
}

function writeGrowth(results: Results): string {
  const base = results.spread('boot', 'tenon', 'boot');
  const grown = GROWTH_SIZES.map((size) => ({ size, spread: results.spread('growth', 'tenon', 'boot', size) }));
  const rows = [{ size: BOOT_SIZE, spread: base }, ...grown].map(({ size, spread }) => [
    String(size),
    round(spread.median),
    range(spread),
    round((spread.median * 1000) / size),
    round(spread.median / base.median),
  ]);
  const head = ['classes', 'boot, ms of CPU', 'least–most', 'µs for each class', `÷ ${BOOT_SIZE}`];
  return `Growth of Tenon's boot\n\n${writeTable(head, rows)}`;
}

function writeMemory(results: Results): string {
  const of = (figure: string) => (results.spread('memory', 'tenon', figure).median / 2 ** 20).toFixed(2);
  const rows = [
    ['heap', of('heapBefore'), of('heapAfter'), of('heapLeft')],
    ['RSS', of('rssBefore'), of('rssAfter'), of('rssLeft')],
  ];
  return `1,000 Tenon applications opened and closed\n\n${writeTable(['MB after gc', 'before', 'after', 'left'], rows)}`;
}

function writeGates(gates: readonly Gate[]): string {
  const rows = gates.map(({ what, goal, measured, holds, passes }) => [
    what,
    goal,
    measured,
    holds ? 'holds' : passes ? 'missed, within the margin of CI' : 'missed',
  ]);
  return `Goals\n\n${writeTable(['what', 'goal', 'measured', ''], rows)}`;
}

function present(results: Results, name: CaseName): SubjectName[] {
  return [...SUBJECTS, REFERENCE].filter((subject) => results.has(name, subject));
}

function ratio(results: Results, name: CaseName, subject: SubjectName, figure: string): string {
  return results.has(name, 'tenon') ? results.ratio(name, subject, figure).median.toFixed(2) : '';
}

function range({ least, most }: Spread): string {
  return `${round(least)}–${round(most)}`;
}

/** Three significant digits, and no fraction from a hundred on. */
function round(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toPrecision(3);
}

function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
