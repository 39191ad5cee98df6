import { type CheckedGraph, formatPlace } from '@tenon/core';
import * as faults from '../errors.js';
import type { RequestLimits } from '../input/request-limits.js';

/** Refuses limits that would let everything or nothing pass: NaN, such as `Number(process.env.LIMIT)` may be, is never exceeded. */
export function checkLimits(graph: CheckedGraph, limits: RequestLimits = {}): void {
  const { root } = graph;
  for (const [limit, value] of Object.entries(limits) as [string, unknown][]) {
    if (value === undefined) continue;
    const problem =
      typeof value !== 'number' || Number.isNaN(value) ? 'is no number' : value > 0 ? undefined : 'lets nothing pass';
    if (problem === undefined) continue;
    const where = {
      signature: `createApp(${root.name}, { limits: { ${limit}: … } })`,
      place: formatPlace(root.place),
    };
    graph.report(faults.invalidLimit({ where, path: [root.name] }, { limit, value, problem }));
  }
}
