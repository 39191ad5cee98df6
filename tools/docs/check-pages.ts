/** All that is checked of the Markdown pages of a repository. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkFiles } from './check-files.ts';
import { checkLinks } from './check-links.ts';
import { compileBlocks } from './compile-blocks.ts';
import { type Fault, byPlace } from './fault.ts';
import { type Block, readBlocks } from './read-blocks.ts';
import { pairOutputs, runBlocks } from './run-blocks.ts';

export interface Result {
  readonly faults: readonly Fault[];
  /** How much was done, in words. */
  readonly summary: string;
}

/** Folders that hold no pages of ours. */
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git']);

/** Finds the pages below a folder. Reports of the public surface are written by a tool, and show no examples. */
function findPages(root: string): string[] {
  return globSync('**/*.md', { cwd: root, exclude: (path) => SKIPPED.has(basename(path)) })
    .filter((page) => !page.endsWith('.api.md'))
    .toSorted();
}

/**
 * Checks every page below a folder: its code is compiled, run where it is marked so, and held to the files it shows;
 * its links are followed.
 *
 * @param root - the folder; @tenon packages that the pages import must have been built
 */
export async function checkPages(root: string): Promise<Result> {
  const blocks: Block[] = [];
  const faults: Fault[] = [];
  const prose = new Map<string, readonly string[]>();
  for (const page of findPages(root)) {
    const read = readBlocks(page, readFileSync(join(root, page), 'utf8'));
    blocks.push(...read.blocks);
    faults.push(...read.faults);
    prose.set(page, read.prose);
  }
  const compilation = compileBlocks(root, blocks);
  const { outputs, faults: strayOutputs } = pairOutputs(blocks);
  faults.push(...compilation.faults, ...strayOutputs, ...checkFiles(root, blocks), ...checkLinks(root, prose));
  faults.push(...(await runBlocks(compilation, outputs)));
  const count = (mark: string): number => blocks.filter((block) => block.marks.has(mark)).length;
  const summary = [
    `${prose.size} pages`,
    `${compilation.files.length} blocks compiled`,
    `${count('run')} run`,
    `${count('output')} outputs compared`,
    `${count('file')} held to files`,
    `${count('unchecked')} unchecked`,
    `${faults.length} faults`,
  ].join(', ');
  return { faults: faults.toSorted(byPlace), summary };
}
