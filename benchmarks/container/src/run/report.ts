import { writeFigure, writeRange, writeTable } from '../../../harness/report.js';
import type { Results as ResultsOf } from '../../../harness/results.js';
import { BOOT_SIZE, type CaseName, GROWTH_SIZES, REFERENCE, SUBJECTS, type SubjectName } from './jobs.js';

type Results = ResultsOf<CaseName, SubjectName>;

/** Writes the tables of a run as Markdown, as they stand in the README. */
export function writeTables(results: Results): string[] {
  const parts: string[] = [];
  if (results.has('boot')) parts.push(writeBoot(results));
  for (const name of ['get', 'transient', 'request'] as const) {
    if (results.has(name)) parts.push(writeCalls(name, results));
  }
  if (results.has('growth') && results.has('boot', 'tenon')) parts.push(writeGrowth(results));
  if (results.has('memory')) parts.push(writeMemory(results));
  return parts;
}

function writeBoot(results: Results): string {
  const rows = present(results, 'boot').map((subject) => {
    const of = (figure: string) => results.spread('boot', subject, figure);
    return [
      subject,
      writeFigure(of('boot').median),
      writeRange(of('boot')),
      ratio(results, 'boot', subject, 'boot'),
      writeFigure(of('declare').median),
      writeFigure(of('graph').median),
      ratio(results, 'boot', subject, 'graph'),
      writeFigure(of('library').median),
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
  return `### Boot of ${BOOT_SIZE} classes in ${BOOT_SIZE / 10} modules\n\n${writeTable(head, rows)}`;
}

const CALLS = {
  get: '`get` of a singleton, 100 tokens in turn',
  transient: 'A transient class five levels deep',
  request: 'A request scope with three request-scoped classes',
} as const;

function writeCalls(name: keyof typeof CALLS, results: Results): string {
  const rows = present(results, name).map((subject) => {
    const spread = results.spread(name, subject, 'ns');
    return [subject, writeFigure(spread.median), writeRange(spread), ratio(results, name, subject, 'ns')];
  });
  return `### ${CALLS[name]}\n\n${writeTable(['ns of CPU', 'median', 'least–most', '÷ Tenon'], rows)}`;
}

function writeGrowth(results: Results): string {
  const base = results.spread('boot', 'tenon', 'boot');
  const grown = GROWTH_SIZES.map((size) => ({ size, spread: results.spread('growth', 'tenon', 'boot', size) }));
  const rows = [{ size: BOOT_SIZE, spread: base }, ...grown].map(({ size, spread }) => [
    String(size),
    writeFigure(spread.median),
    writeRange(spread),
    writeFigure((spread.median * 1000) / size),
    writeFigure(spread.median / base.median),
  ]);
  const head = ['classes', 'boot, ms of CPU', 'least–most', 'µs for each class', `÷ ${BOOT_SIZE}`];
  return `### Growth of Tenon's boot\n\n${writeTable(head, rows)}`;
}

function writeMemory(results: Results): string {
  const of = (figure: string) => (results.spread('memory', 'tenon', figure).median / 2 ** 20).toFixed(2);
  const rows = [
    ['heap', of('heapBefore'), of('heapAfter'), of('heapLeft')],
    ['RSS', of('rssBefore'), of('rssAfter'), of('rssLeft')],
  ];
  return `### 1,000 Tenon applications opened and closed\n\n${writeTable(['MB after gc', 'before', 'after', 'left'], rows)}`;
}

function present(results: Results, name: CaseName): SubjectName[] {
  return [...SUBJECTS, REFERENCE].filter((subject) => results.has(name, subject));
}

function ratio(results: Results, name: CaseName, subject: SubjectName, figure: string): string {
  return results.has(name, 'tenon') ? results.ratio(name, subject, figure).median.toFixed(2) : '';
}
