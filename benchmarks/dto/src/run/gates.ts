import { atLeast, atMost, type Gate } from '../../../harness/gates.js';
import type { Results as ResultsOf } from '../../../harness/results.js';
import { type CaseName, CROWD_SIZE, type SubjectName } from './jobs.js';

type Results = ResultsOf<CaseName, SubjectName>;

/** How many times what Tenon needs a rival must need at least. */
const RATIOS: readonly (readonly [name: CaseName, rival: SubjectName, least: number])[] = [
  ['parse', 'original', 100],
  ['parse', 'ajv', 1],
  ['strict', 'ajv', 1],
  ['errors', 'original', 20],
  ['serialise', 'original', 12],
  ['serialise', 'fast-json-stringify', 1],
];
/** The subjects that a goal is about. */
export const JUDGED: readonly SubjectName[] = ['tenon', ...new Set(RATIOS.map(([, rival]) => rival))];
const MOST_GROWTH = 1.05;
const MOST_COMPILE_MS = 300;
const MOST_FIRST_MS = 2;

/** Judges what was measured; a case that was not run has no gate. */
export function judge(results: Results): Gate[] {
  return [...judgeRatios(results), ...judgeCrowd(results), ...judgeCompile(results)];
}

function judgeRatios(results: Results): Gate[] {
  return RATIOS.flatMap(([name, rival, least]) => {
    if (!results.has(name, 'tenon') || !results.has(name, rival)) return [];
    const { median } = results.ratio(name, rival, 'ns');
    return [atLeast(`${name}: ${rival} ÷ Tenon`, median, least)];
  });
}

function judgeCrowd(results: Results): Gate[] {
  if (!results.has('crowd', 'tenon') || !results.has('parse', 'tenon')) return [];
  const { median } = results.growth('tenon', 'parse', 'crowd', 'ns');
  const what = `parse with ${CROWD_SIZE} other classes ÷ without`;
  return [atMost(what, median, MOST_GROWTH, (value) => value.toFixed(2))];
}

/** Together at once, or lazily: the goal is one of both, and the better one counts. */
function judgeCompile(results: Results): Gate[] {
  if (!results.has('compile', 'tenon') || !results.has('first', 'tenon')) return [];
  const together = results.spread('compile', 'tenon', 'ms').median;
  const lazily = results.spread('first', 'tenon', 'ms').median;
  const gates = [
    atMost('compile of 1,000 classes', together, MOST_COMPILE_MS, (value) => `${value.toFixed(0)} ms`),
    atMost('first order, compiled lazily', lazily, MOST_FIRST_MS, (value) => `${value.toFixed(2)} ms`),
  ];
  const passing = gates.filter(({ passes }) => passes);
  return passing.length > 0 ? gates.map((gate) => ({ ...gate, passes: true })) : gates;
}
