import { type CheckedGraph, formatPlace, nearestNames } from '@tenon/core';
import { type ContentSecurityPolicy, POLICY_DIRECTIVES } from '../contracts/security-policy.js';
import * as faults from '../errors.js';

/** Refuses what browsers would read as something else, or not at all: they skip it, and say so only in their console. */
export function checkPolicy(graph: CheckedGraph, policy: ContentSecurityPolicy): void {
  const { root } = graph;
  for (const [name, value] of Object.entries(policy)) {
    if (name === 'reportOnly') continue;
    const fault = isDirective(name) ? faultOfValue(name, value) : unknownDirective(name);
    if (fault === undefined) continue;
    const where = {
      signature: `createApp(${root.name}, { contentSecurityPolicy: { ${JSON.stringify(name)}: … } })`,
      place: formatPlace(root.place),
    };
    graph.report(faults.invalidPolicy({ where, path: [root.name] }, { name, ...fault }));
  }
}

interface PolicyFault {
  readonly problem: string;
  readonly fix: string;
}

function isDirective(name: string): boolean {
  return (POLICY_DIRECTIVES as readonly string[]).includes(name);
}

function unknownDirective(name: string): PolicyFault {
  const dashed = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const near = isDirective(dashed) ? dashed : nearestNames(dashed, [...POLICY_DIRECTIVES])[0];
  return {
    problem: ', which no browser knows',
    fix: near === undefined ? "name a directive of CSP, such as 'img-src'" : `write '${near}'`,
  };
}

/** Words that have a meaning only in quotes; without them, they are names of hosts. */
const KEYWORDS =
  /^(?:none|self|unsafe-inline|unsafe-eval|unsafe-hashes|wasm-unsafe-eval|strict-dynamic|report-sample|inline-speculation-rules|script)$/i;
const HASH = /^sha(?:256|384|512)-/i;
/** What is neither a visible letter nor allowed within a list of directives. */
const NO_SOURCE = /[^!-~]|[;,]/;

/** Directives that say all by being there. */
const WITHOUT_VALUE: ReadonlySet<string> = new Set(['block-all-mixed-content', 'sandbox', 'upgrade-insecure-requests']);

function faultOfValue(name: string, value: unknown): PolicyFault | undefined {
  if (value === undefined || value === false || (value === true && WITHOUT_VALUE.has(name))) return undefined;
  if (!Array.isArray(value)) return { problem: ', whose value is no list', fix: `give a list: ["'self'", 'https:']` };
  const sources = value as readonly unknown[];
  for (const source of sources) {
    const said = JSON.stringify(source);
    if (typeof source !== 'string' || source === '' || NO_SOURCE.test(source))
      return {
        problem: ` with ${said}, which is not one source`,
        fix: 'write each source as a text of its own: without spaces, commas and semicolons, and hosts in punycode',
      };
    if (KEYWORDS.test(source) || HASH.test(source))
      return { problem: ` with ${said}, which would be the name of a host`, fix: `write it in quotes: "'${source}'"` };
    if (/^'?nonce-/i.test(source))
      return {
        problem: ` with ${said}, which is the same each time`,
        fix: 'leave it out: whoever asks for cspNonce() in a page gets a nonce, and the policy of that reply has it',
      };
    if (source.toLowerCase() === "'none'" && sources.length > 1)
      return { problem: ` with "'none'" beside others, where it means nothing`, fix: `leave out "'none'"` };
  }
  return undefined;
}
