import type { DependencyKind } from '../metadata/dependency.js';
import type { Scope } from '../metadata/provider.js';
import { dependenciesOf } from './dependencies.js';
import type { ApplicationModel, ProviderModel } from './model.js';

/** An application's providers and who needs whom, as data and, by `toMermaid`, as a diagram. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Gives a flowchart in Mermaid's notation: a box for each module, dotted lines for what is reached later. */
  toMermaid(): string;
}

/** What `graph` takes. */
export interface GraphOptions {
  /** The name of a module: only what belongs to it, what that needs, and who needs it. Default: all modules. */
  readonly module?: string | undefined;
}

/** One provider. */
export interface GraphNode {
  readonly id: string;
  readonly name: string;
  readonly module: string;
  readonly kind: ProviderModel['kind'];
  readonly role: ProviderModel['role'];
  readonly scope: Scope;
}

/** One dependency: `from` needs `to`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly how: DependencyKind;
}

/** Draws the graph of a linked model. A module's own class appears only if it needs something or is needed. */
export function drawGraph({ modules, providers }: ApplicationModel, { module: only }: GraphOptions = {}): Graph {
  const isWanted = ({ module }: ProviderModel): boolean => only === undefined || module.name === only;
  const edges = providers.flatMap((provider) =>
    dependenciesOf(provider).flatMap(({ kind, providers: givers }) =>
      givers
        .filter((giver) => isWanted(provider) || isWanted(giver))
        .map((giver) => ({ from: nodeId(provider), to: nodeId(giver), how: kind })),
    ),
  );
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const shown = providers.filter(
    (provider) => joined.has(nodeId(provider)) || (isWanted(provider) && provider.role !== 'module'),
  );
  const nodes = shown.map((provider) => {
    const { name, module, kind, role, scope } = provider;
    return { id: nodeId(provider), name, module: module.name, kind, role, scope };
  });

  function toMermaid(): string {
    const lines = ['flowchart LR'];
    modules.forEach((module, index) => {
      const own = shown.filter((provider) => provider.module === module);
      if (own.length === 0) return;
      lines.push(`  subgraph m${index}["${escapeLabel(module.name)}"]`);
      for (const provider of own) {
        const { name, scope } = provider;
        const label = escapeLabel(scope === 'singleton' ? name : `${name} (${scope})`);
        lines.push(`    ${nodeId(provider)}["${label}"]`);
      }
      lines.push('  end');
    });
    for (const { from, to, how } of edges)
      lines.push(`  ${from} ${how === 'ref' || how === 'lazy' ? `-. ${how} .->` : '-->'} ${to}`);
    return `${lines.join('\n')}\n`;
  }

  return Object.freeze({ nodes: Object.freeze(nodes), edges: Object.freeze(edges), toMermaid });
}

function nodeId({ id }: ProviderModel): string {
  return `p${id}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;');
}
