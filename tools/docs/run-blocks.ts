/** Runs the compiled blocks that are marked so, and compares what they print with what the page says they print. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Compilation, type SourceFile, placeInPage } from './compile-blocks.ts';
import type { Fault } from './fault.ts';
import type { Block } from './read-blocks.ts';

const TIMEOUT_MS = 30_000;

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An `output` block says what the nearest block above it that runs has printed. */
export function pairOutputs(blocks: readonly Block[]): { outputs: Map<Block, Block[]>; faults: Fault[] } {
  const outputs = new Map<Block, Block[]>();
  const faults: Fault[] = [];
  let runnable: Block | undefined;
  for (const block of blocks) {
    if (block.page !== runnable?.page) runnable = undefined;
    if (block.marks.has('run')) runnable = block;
    if (!block.marks.has('output')) continue;
    const place = { page: block.page, line: block.fenceLine, column: block.indent + 1 };
    if (runnable === undefined) faults.push({ ...place, text: 'no block above this output is marked `run`' });
    else outputs.set(runnable, [...(outputs.get(runnable) ?? []), block]);
  }
  return { outputs, faults };
}

/** Runs in the folder of the sources, so that paths which the program prints are short. */
function run(scratch: string, { path }: SourceFile): Promise<Outcome> {
  const script = join(scratch, 'out', path.replace(/\.ts$/, '.js'));
  const { CI: _ci, NODE_OPTIONS: _options, FORCE_COLOR: _color, ...env } = process.env;
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    cwd: dirname(join(scratch, 'src', path)),
    env: { ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** Puts the page's own lines where a stack names the files of its blocks. */
function placeStack({ scratch, files }: Compilation, stderr: string): { text: string; first?: Omit<Fault, 'text'> } {
  const places = new Map<string, Block>();
  for (const { path, block } of files) {
    const source = join(scratch, 'src', path);
    places.set(source, block).set(pathToFileURL(source).href, block);
  }
  let first: Omit<Fault, 'text'> | undefined;
  const text = stderr.replace(/((?:file:\/\/)?\/[^\s()]+?):(\d+)(?::(\d+))?/g, (whole, file: string, row, column) => {
    const block = places.get(file);
    if (block === undefined) return whole;
    const place = placeInPage(block, Number(row), Number(column ?? 1));
    // The line above a stack names no column, so that the first frame says more.
    if (column !== undefined) first ??= place;
    return `${place.page}:${place.line}:${place.column}`;
  });
  return first === undefined ? { text } : { text, first };
}

/** Whether a text is what a page says; `…` stands for anything in its line, and alone on a line for any lines. */
export function matchesOutput(expected: string, actual: string): boolean {
  const lines = expected.trimEnd().split('\n');
  const pattern = lines.map((line) => {
    if (line.trim() === '…') return '(?:.*\n)*?';
    return `${line
      .trimEnd()
      .split('…')
      .map((text) => RegExp.escape(text))
      .join('.*')}[ \t]*\n`;
  });
  return new RegExp(`^${pattern.join('')}$`).test(`${actual.trimEnd()}\n`);
}

function indentLines(text: string): string {
  return text.trimEnd().replace(/^/gm, '  ');
}

async function runOne(compilation: Compilation, file: SourceFile, outputs: readonly Block[]): Promise<Fault[]> {
  const { block } = file;
  const { exitCode, stdout, stderr } = await run(compilation.scratch, file);
  const wanted = Number(block.marks.get('exit') ?? 0);
  if (exitCode !== wanted) {
    const { text, first } = placeStack(compilation, stderr);
    const ended = exitCode === null ? `was stopped after ${TIMEOUT_MS / 1000} s` : `exits with ${exitCode}`;
    const place = first ?? { page: block.page, line: block.fenceLine, column: block.indent + 1 };
    return [{ ...place, text: `the block at line ${block.fenceLine} ${ended}, not ${wanted}:\n${indentLines(text)}` }];
  }
  return outputs.flatMap((output) => {
    const actual = output.marks.get('output') === 'stderr' ? stderr : stdout;
    if (matchesOutput(output.text, actual)) return [];
    const text = `the block at line ${block.fenceLine} prints something else:\n${indentLines(actual)}`;
    return [{ page: output.page, line: output.line, column: output.indent + 1, text }];
  });
}

/** Runs as many blocks side by side as there are cores. */
export async function runBlocks(
  compilation: Compilation,
  outputs: ReadonlyMap<Block, readonly Block[]>,
): Promise<Fault[]> {
  const waiting = compilation.files.filter(({ block }) => block.marks.has('run'));
  const faults: Fault[] = [];
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      faults.push(...(await runOne(compilation, file, outputs.get(file.block) ?? [])));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return faults;
}
