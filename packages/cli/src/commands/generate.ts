import type { Command } from 'commander';
import type { Kind } from '../generate/prepare-changes.js';
import type { Change } from '../generate/write-changes.js';
import { coloursFor } from '../project/colours.js';
import { findProject } from '../project/project.js';

interface GenerateOptions {
  /** False by `--no-module`. */
  readonly module?: string | boolean;
  readonly test?: boolean;
  readonly dryRun?: boolean;
}

interface KindHelp {
  readonly kind: Kind;
  readonly what: string;
  readonly example: string;
  /** Whether a module lists it, and whether it has a test: there is nothing to say about either otherwise. */
  readonly isListed?: true;
  readonly hasTest?: true;
}

const KINDS: readonly KindHelp[] = [
  {
    kind: 'resource',
    what: 'a module with controller, service, DTOs and a test',
    example: 'order',
    isListed: true,
    hasTest: true,
  },
  {
    kind: 'controller',
    what: 'a controller with one route, and a test',
    example: 'greeting',
    isListed: true,
    hasTest: true,
  },
  { kind: 'service', what: 'a service', example: 'billing/invoice', isListed: true },
  { kind: 'module', what: 'a module', example: 'billing', isListed: true },
  { kind: 'guard', what: 'a guard, which lets nobody pass yet', example: 'accounts/signed-in' },
  { kind: 'dto', what: 'a DTO with one property', example: 'orders/create-order' },
];

export function addGenerate(program: Command): void {
  const generate = program
    .command('generate')
    .alias('g')
    .description('Write a resource or a class, and list it in its module');
  for (const { kind, what, example, isListed, hasTest } of KINDS) {
    const command = generate
      .command(kind)
      .description(`Write ${what}`)
      .argument('<name>', 'with the folder below src that it belongs into, if any: billing/invoice');
    if (isListed) {
      command
        .option('--module <file>', 'the file of the module that lists it; the nearest one if not given')
        .option('--no-module', 'list it nowhere');
    }
    if (hasTest) command.option('--no-test', 'write no test');
    command
      .option('--dry-run', 'print what would be written, and write nothing')
      .addHelpText('after', `\nExample:\n  tenon generate ${kind} ${example}`)
      .action(async (name: string, { module = true, test = true, dryRun = false }: GenerateOptions) => {
        // Parser, inflection and patches are for this command alone: the others start sooner without them.
        const { prepareChanges } = await import('../generate/prepare-changes.js');
        const { writeChanges } = await import('../generate/write-changes.js');
        const project = findProject();
        const { changes, next } = await prepareChanges(project, { kind, name, module, test });
        if (!dryRun) writeChanges(project.folder, changes);
        for (const change of changes) console.log(dryRun ? await patchOf(change) : lineOf(change));
        if (!dryRun) next.forEach((line) => console.log(line));
      });
  }
}

const colours = coloursFor(process.stdout);

function lineOf({ file, before }: Change): string {
  return before === undefined ? `${colours.green('created')}  ${file}` : `${colours.yellow('edited ')}  ${file}`;
}

async function patchOf({ file, before, after }: Change): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  const old = before === undefined ? '/dev/null' : file;
  return createTwoFilesPatch(old, file, before ?? '', after)
    .split('\n')
    .filter((line) => !line.startsWith('Index: ') && !line.startsWith('====='))
    .map((line) => (line.startsWith('+') ? colours.green(line) : line.startsWith('-') ? colours.red(line) : line))
    .join('\n')
    .trimEnd();
}
