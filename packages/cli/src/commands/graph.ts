import { nearestNames, TenonError } from '@tenon/core';
import type { Command } from 'commander';
import * as faults from '../errors.js';
import { isApp, lookAt } from '../project/look-at.js';
import { findProject } from '../project/project.js';

interface GraphOptions {
  readonly module?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

export function addGraph(program: Command): void {
  program
    .command('graph')
    .description('Draw who needs whom, as a flowchart in the notation of Mermaid')
    .option('--module <name>', 'only what belongs to it, needs something of it, or is needed by it')
    .option('--markdown', 'as a block of a Markdown page')
    .option('--json', 'as JSON: nodes and edges')
    .action(async ({ module, markdown = false, json = false }: GraphOptions) => {
      const application = await lookAt(findProject());
      const { model, graph } = isApp(application)
        ? { model: application.model, graph: application.context.graph({ module }) }
        : { model: application.model, graph: application.graph({ module }) };
      const names = model.modules.map(({ name }) => name);
      if (module !== undefined && !names.includes(module)) {
        throw new TenonError([faults.noSuchModule({ module, near: nearestNames(module, names) })]);
      }
      const { nodes, edges } = graph;
      if (json) return console.log(JSON.stringify({ nodes, edges }, null, 2));
      const chart = graph.toMermaid().trimEnd();
      console.log(markdown ? `\`\`\`mermaid\n${chart}\n\`\`\`` : chart);
    });
}
