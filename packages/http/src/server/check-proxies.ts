import { isIP } from 'node:net';
import { type CheckedGraph, formatPlace } from '@tenon/core';
import * as faults from '../errors.js';
import type { AppOptions } from './app-options.js';

/**
 * Refuses whoever would believe everybody: `true`, a number of hops, a function, a network of all addresses. Anybody may then
 * say who they are, and rate limits, logs and `@Ip()` believe it.
 */
export function checkProxies(graph: CheckedGraph, { trustProxy, fastify }: AppOptions): void {
  const { root } = graph;
  for (const [signature, given] of [
    ['{ trustProxy: … }', trustProxy],
    ['{ fastify: { trustProxy: … } }', fastify?.trustProxy],
  ] as const) {
    for (const proxy of proxiesOf(given)) {
      const problem = problemOf(proxy);
      if (problem === undefined) continue;
      const where = { signature: `createApp(${root.name}, ${signature})`, place: formatPlace(root.place) };
      const fix = "name the proxies: trustProxy: ['10.0.0.7', '10.1.0.0/16'], or 'loopback'";
      const named =
        typeof proxy === 'string'
          ? JSON.stringify(proxy)
          : typeof proxy === 'function'
            ? 'of a function'
            : String(proxy);
      graph.report(faults.invalidProxy({ where, path: [root.name] }, { proxy: named, problem, fix }));
    }
  }
}

function proxiesOf(given: unknown): readonly unknown[] {
  // `false` is how Fastify says none.
  if (given === undefined || given === false) return [];
  if (typeof given === 'string') return given.split(',').map((each) => each.trim());
  return Array.isArray(given) ? (given as readonly unknown[]) : [given];
}

/** Names of networks that @fastify/proxy-addr knows. */
const NETWORKS = new Set(['loopback', 'linklocal', 'uniquelocal']);

function problemOf(proxy: unknown): string | undefined {
  if (typeof proxy === 'function') return 'nobody can check at boot';
  if (proxy === true) return 'is everybody';
  if (typeof proxy !== 'string') return 'says nothing of who it is';
  if (NETWORKS.has(proxy)) return undefined;
  const [address = '', prefix, ...rest] = proxy.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return 'is neither an address nor a network';
  if (prefix === undefined) return undefined;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (version === 4 ? 32 : 128)) return 'is no network';
  return Number(prefix) === 0 ? 'is everybody' : undefined;
}
