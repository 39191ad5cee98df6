/** Type-checks all blocks of all pages by one run of the compiler, and leaves what it emits to be run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import type { Fault } from './fault.ts';
import { type Block, EXTENSIONS } from './read-blocks.ts';

/** A block as a file of its page's folder, in which blocks import each other by name. */
export interface SourceFile {
  readonly block: Block;
  /** Its path below `src` and, compiled, below `out`: `docs/container/app.module.ts`. */
  readonly path: string;
}

export interface Compilation {
  readonly files: readonly SourceFile[];
  readonly faults: readonly Fault[];
  /** The folder that holds `src` and `out`. */
  readonly scratch: string;
}

const WORKSPACE = join(import.meta.dirname, '../..');

/** The place in the page of a place in a block. */
export function placeInPage({ page, line, indent }: Block, row: number, column: number): Omit<Fault, 'text'> {
  return { page, line: line + row - 1, column: column + indent };
}

function nameFiles(blocks: readonly Block[]): { files: SourceFile[]; faults: Fault[] } {
  const files = new Map<string, SourceFile>();
  const faults: Fault[] = [];
  for (const block of blocks) {
    if (!(block.language in EXTENSIONS) || block.marks.has('unchecked') || block.marks.has('file')) continue;
    const name = block.marks.get('name') ?? `block-${block.line}.${EXTENSIONS[block.language]}`;
    const path = normalize(join(block.page.replace(/\.md$/, ''), name));
    const twin = files.get(path)?.block;
    if (twin === undefined) files.set(path, { block, path });
    else {
      const text = `the block at line ${twin.fenceLine} is named ${name} already: put one into a folder, name=later/${name}`;
      faults.push({ page: block.page, line: block.fenceLine, column: block.indent + 1, text });
    }
  }
  return { files: [...files.values()], faults };
}

function writeFiles(scratch: string, files: readonly SourceFile[]): void {
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  for (const { path, block } of files) {
    const file = join(scratch, 'src', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, block.text);
  }
  const config = {
    extends: join(WORKSPACE, 'tsconfig.base.json'),
    compilerOptions: {
      composite: false,
      declaration: false,
      declarationMap: false,
      stripInternal: false,
      allowJs: true,
      checkJs: true,
      moduleDetection: 'force',
      rootDir: 'src',
      outDir: 'out',
    },
    include: ['src'],
  };
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config, null, 2));
}

/** Turns the compiler's report into faults of the pages; a line that begins with blanks continues the one before. */
function readReport(report: string, files: readonly SourceFile[]): Fault[] {
  const byPath = new Map(files.map((file) => [`src/${file.path}`, file.block]));
  const faults: Fault[] = [];
  for (const entry of report.split(/\n(?=\S)/).filter((text) => text.trim() !== '')) {
    const place = /^(?<file>.+?)\((?<row>\d+),(?<column>\d+)\): error (?<text>[^]*)$/.exec(entry.trimEnd())?.groups;
    const block = byPath.get(place?.['file'] ?? '');
    if (place === undefined || block === undefined) throw new Error(`the compiler says of no block:\n${entry}`);
    faults.push({ ...placeInPage(block, Number(place['row']), Number(place['column'])), text: place['text']! });
  }
  return faults;
}

/**
 * Compiles the blocks that are to be checked.
 *
 * They are compiled inside the repository, so that `@tenon/*` and what the pages import are found in its node_modules.
 *
 * @param root - the folder of the pages; it must see a node_modules
 */
export function compileBlocks(root: string, blocks: readonly Block[]): Compilation {
  const scratch = join(root, 'dist/docs');
  const { files, faults } = nameFiles(blocks);
  writeFiles(scratch, files);
  if (files.length === 0) return { files, faults, scratch };
  const compiler = join(WORKSPACE, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', 'tsconfig.json', '--pretty', 'false'];
  const { stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: scratch,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  return { files, faults: [...faults, ...readReport(stdout + stderr, files)], scratch };
}
