import { atLeast, atMost, type Gate, MARGIN } from '../../../harness/gates.js';
import type { Results as ResultsOf } from '../../../harness/results.js';
import { BOOT_SIZE, type CaseName, SUBJECTS, type SubjectName } from './jobs.js';

type Results = ResultsOf<CaseName, SubjectName>;

/** Tenon is to be no slower than any rival. */
const LEAST_RATIO = 1;
/** Ten times the classes may take this many times the CPU time: linear, with some room for the larger heap. */
const MOST_GROWTH = 12;
/** What 1,000 applications may leave on the heap, or free of it. */
const MOST_LEFT_BYTES = 2 * 2 ** 20;

/**
 * What is compared for each case. Boot is to read, check and make: what one subject reads at boot another reads in its
 * decorators, while the classes are imported, so that the two are counted together.
 */
const COMPARED = { boot: 'graph', get: 'ns', transient: 'ns', request: 'ns' } as const;

/** Judges what was measured; a case that was not run has no gate. */
export function judge(results: Results): Gate[] {
  return [...judgeRatios(results), ...judgeGrowth(results), ...judgeMemory(results)];
}

function judgeRatios(results: Results): Gate[] {
  const gates: Gate[] = [];
  for (const name of ['boot', 'get', 'transient', 'request'] as const) {
    for (const rival of SUBJECTS) {
      if (rival === 'tenon' || !results.has(name, 'tenon') || !results.has(name, rival)) continue;
      const { median } = results.ratio(name, rival, COMPARED[name]);
      gates.push(atLeast(`${name}: ${rival} ÷ Tenon`, median, LEAST_RATIO));
    }
  }
  return gates;
}

function judgeGrowth(results: Results): Gate[] {
  if (!results.has('growth') || !results.has('boot', 'tenon')) return [];
  const growth =
    results.spread('growth', 'tenon', 'boot', 10 * BOOT_SIZE).median / results.spread('boot', 'tenon', 'boot').median;
  const what = `boot of ${10 * BOOT_SIZE} classes ÷ boot of ${BOOT_SIZE}`;
  return [atMost(what, growth, MOST_GROWTH, (value) => value.toFixed(1))];
}

function judgeMemory(results: Results): Gate[] {
  if (!results.has('memory')) return [];
  const left = results.spread('memory', 'tenon', 'heapLeft').median;
  return [
    {
      what: 'heap left by 1,000 applications',
      goal: '± 2 MB',
      measured: `${(left / 2 ** 20).toFixed(2)} MB`,
      holds: Math.abs(left) <= MOST_LEFT_BYTES,
      passes: Math.abs(left) <= MOST_LEFT_BYTES * MARGIN,
    },
  ];
}
