import { type CaseName, CROWD_SIZE, type SubjectName } from './jobs.js';
import type { Results } from './results.js';

/** A goal, what was measured, and whether it holds. */
export interface Gate {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  /** The goal itself holds. */
  readonly holds: boolean;
  /** The goal holds within the margin of CI, or fails beyond it. */
  readonly passes: boolean;
}

/** How far beyond a goal CI lets a figure go, since its machine is not a quiet one. */
const MARGIN = 1.15;

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
    return [
      {
        what: `${name}: ${rival} ÷ Tenon`,
        goal: `≥ ${least}`,
        measured: median.toFixed(median < 10 ? 2 : 1),
        holds: median >= least,
        passes: median >= least / MARGIN,
      },
    ];
  });
}

function judgeCrowd(results: Results): Gate[] {
  if (!results.has('crowd', 'tenon') || !results.has('parse', 'tenon')) return [];
  const { median } = results.growth('tenon', 'parse', 'crowd', 'ns');
  const what = `parse with ${CROWD_SIZE} other classes ÷ without`;
  return [most(what, median, MOST_GROWTH, (value) => value.toFixed(2))];
}

/** Together at once, or lazily: the goal is one of both, and the better one counts. */
function judgeCompile(results: Results): Gate[] {
  if (!results.has('compile', 'tenon') || !results.has('first', 'tenon')) return [];
  const together = results.spread('compile', 'tenon', 'ms').median;
  const lazily = results.spread('first', 'tenon', 'ms').median;
  const gates = [
    most('compile of 1,000 classes', together, MOST_COMPILE_MS, (value) => `${value.toFixed(0)} ms`),
    most('first order, compiled lazily', lazily, MOST_FIRST_MS, (value) => `${value.toFixed(2)} ms`),
  ];
  const passing = gates.filter(({ passes }) => passes);
  return passing.length > 0 ? gates.map((gate) => ({ ...gate, passes: true })) : gates;
}

function most(what: string, value: number, goal: number, write: (value: number) => string): Gate {
  return {
    what,
    goal: `≤ ${write(goal)}`,
    measured: write(value),
    holds: value <= goal,
    passes: value <= goal * MARGIN,
  };
}
