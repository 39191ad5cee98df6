import type { Gate } from './gates.js';
import type { Machine } from './machine.js';
import type { Spread } from './statistics.js';

/* The parts of a report, as Markdown. */

export function writeMachine(machine: Machine, rounds: number): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${machine.date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system},`,
    `load ${machine.load.toFixed(2)} at the start, ${rounds} rounds, Node ${machine.node};`,
    versions.join(', '),
  ].join('\n');
}

export function writeGates(gates: readonly Gate[]): string {
  const rows = gates.map(({ what, goal, measured, holds, passes }) => [
    what,
    goal,
    measured,
    holds ? 'holds' : passes ? 'missed; CI lets it pass' : 'missed',
  ]);
  return writeTable(['what', 'goal', 'measured', ''], rows);
}

/** A table whose first column holds words, and the others figures. */
export function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

export function writeRange({ least, most }: Spread): string {
  return `${writeFigure(least)}–${writeFigure(most)}`;
}

/** Three significant digits, and no fraction from a hundred on. */
export function writeFigure(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toPrecision(3);
}
