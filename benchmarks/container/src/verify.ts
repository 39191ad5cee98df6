import type { Graph } from './graph/graph.js';
import type { BootedGraph, GraphSources, Link, RequestDeed, TransientDeed } from './subjects/subject.js';

/**
 * Walks the instances of a graph and compares each one with what the graph says of it: its class, its dependencies in
 * the order of the constructor, and that a second look-up gives the same instance.
 *
 * @returns a checksum over the edges that were walked, the same for each subject that built the same graph
 * @throws Error that names the first class that is not as it should be
 */
export function walkGraph<Token>(graph: Graph, sources: GraphSources, booted: BootedGraph<Token>): number {
  const instances = booted.tokens.map((token) => booted.get(token));
  const again = booted.tokens.map((token) => booted.get(token));
  if (instances.length !== graph.size) throw new Error(`${instances.length} instances, not ${graph.size}`);
  let checksum = 0;
  for (const { number, name, dependencies } of graph.classes) {
    const instance = instances[number];
    if (instance === undefined || instance.constructor !== sources.classes[number])
      throw new Error(`${name}: wrong class`);
    if (again[number] !== instance) throw new Error(`${name} is not a singleton`);
    const held: readonly unknown[] = Object.values(instance);
    if (held.length !== dependencies.length) throw new Error(`${name} holds ${held.length} dependencies`);
    for (const [index, dependency] of dependencies.entries()) {
      if (held[index] !== instances[dependency.number]) throw new Error(`${name}: dependency ${index} is another one`);
      checksum = (Math.imul(checksum, 31) + number * 7 + dependency.number) | 0;
    }
  }
  return checksum;
}

/** Makes two chains and compares: the right class at each level, and no instance shared. */
export async function checkTransient({ chain, make }: TransientDeed): Promise<void> {
  let first: Link | undefined = await make();
  let second: Link | undefined = await make();
  for (const link of chain) {
    if (first?.constructor !== link || second?.constructor !== link) throw new Error(`${link.name}: wrong class`);
    if (first === second) throw new Error(`${link.name} is shared`);
    first = first.next;
    second = second.next;
  }
}

/** Opens two scopes and compares: one trace within a scope, another in the next, and one clock for both. */
export async function checkRequest({ classes, run }: RequestDeed): Promise<void> {
  const { root, session, trace, clock } = classes;
  const first = await run();
  const second = await run();
  for (const one of [first, second]) {
    if (one.constructor !== root || one.session.constructor !== session) throw new Error('wrong class');
    if (one.trace.constructor !== trace || one.clock.constructor !== clock) throw new Error('wrong class');
    if (one.trace !== one.session.trace) throw new Error('the trace is not shared within its scope');
  }
  if (first === second || first.session === second.session) throw new Error('two scopes share an instance');
  if (first.trace === second.trace) throw new Error('two scopes share an instance');
  if (first.clock !== second.clock) throw new Error('the clock is not a singleton');
}
