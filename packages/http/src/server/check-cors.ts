import { type CheckedGraph, formatPlace } from '@tenon/core';
import * as faults from '../errors.js';

/** Refuses what no browser sends as its origin, and so would let nobody in: a path at its end, a star, a pattern. */
export function checkOrigins(graph: CheckedGraph, origins: string | readonly string[]): void {
  const { root } = graph;
  for (const origin of typeof origins === 'string' ? [origins] : origins) {
    const fault = faultOfOrigin(origin);
    if (fault === undefined) continue;
    const where = { signature: `createApp(${root.name}, { cors: { origin: … } })`, place: formatPlace(root.place) };
    graph.report(faults.invalidOrigin({ where, path: [root.name] }, { origin, ...fault }));
  }
}

/** A scheme and a host, with a port where it is not the scheme's own, and nothing behind them (RFC 6454 §6.2). */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^\s/?#@*,A-Z]+$/;

function faultOfOrigin(origin: string): { readonly problem: string; readonly fix: string } | undefined {
  if (origin === '*' || origin === 'null')
    return {
      problem: origin === '*' ? 'would be every origin' : 'any page can have that sandboxes itself',
      fix: 'name each origin, as in https://shop.example',
    };
  const { origin: own = 'null' } = URL.parse(origin) ?? {};
  if (own !== 'null' && own !== origin)
    return { problem: 'is not how a browser says it', fix: `write ${JSON.stringify(own)}` };
  if (ORIGIN.test(origin)) return undefined;
  return { problem: 'is no origin', fix: 'write the scheme and the host, as in https://shop.example' };
}
