import { type CheckedGraph, formatPlace } from '@tenon/core';
import type { TimeoutOptions } from '../connections/time-limits.js';
import { isTimeLimit } from '../model/time-limit.js';
import * as faults from '../errors.js';

/** Refuses time limits that are none, such as `'5s'`. */
export function checkTimeouts(graph: CheckedGraph, timeouts: TimeoutOptions): void {
  const { root } = graph;
  for (const [name, value] of Object.entries(timeouts)) {
    if (value === undefined || isTimeLimit(value)) continue;
    const where = {
      signature: `createApp(${root.name}, { timeouts: { ${name}: … } })`,
      place: formatPlace(root.place),
    };
    graph.report(faults.invalidTimeout({ where, path: [root.name] }, { owner: `timeouts.${name}`, value }));
  }
}
