/** Holds the blocks that show a file of the repository, or a region of one, to that file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './fault.ts';
import type { Block } from './read-blocks.ts';

/** Takes away the indentation that all lines share. */
function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared));
}

function isMarker(line: string): boolean {
  return /#(?:end)?region\b/.test(line);
}

/** The lines between `#region NAME` and `#endregion`, behind whatever begins a comment; without a name, all lines. */
function regionOf(source: string, name: string | undefined): string | undefined {
  const lines = source.trimEnd().split(/\r?\n/);
  if (name === undefined) return lines.filter((line) => !isMarker(line)).join('\n');
  const start = lines.findIndex((line) =>
    new RegExp(String.raw`#region\s+${RegExp.escape(name)}\s*(?:-->|\*/)?$`).test(line),
  );
  if (start === -1) return undefined;
  let depth = 1;
  const end = lines.findIndex((line, index) => {
    if (index <= start) return false;
    if (/#region\b/.test(line)) depth += 1;
    if (/#endregion\b/.test(line)) depth -= 1;
    return depth === 0;
  });
  if (end === -1) return undefined;
  return dedent(lines.slice(start + 1, end).filter((line) => !isMarker(line))).join('\n');
}

/** Compares one block with the file it names: `file=examples/hello/src/main.ts#boot`. */
function fileFault(root: string, block: Block): Omit<Fault, 'page' | 'column'> | undefined {
  const mark = block.marks.get('file')!;
  const [path, name] = mark.split('#') as [string, string?];
  if (!existsSync(join(root, path))) return { line: block.fenceLine, text: `there is no file ${path}` };
  const wanted = regionOf(readFileSync(join(root, path), 'utf8'), name);
  if (wanted === undefined) return { line: block.fenceLine, text: `${path} has no region ${name}` };
  const lines = block.text.trimEnd().split('\n');
  const wantedLines = wanted.split('\n');
  if (lines.join('\n') === wantedLines.join('\n')) return undefined;
  const index = lines.findIndex((line, at) => line !== wantedLines[at]);
  const at = index === -1 ? lines.length : index;
  const text = `differs from ${mark}, which has here: ${wantedLines[at] ?? '(the end)'}`;
  return { line: block.line + at, text };
}

/** Checks all blocks that bear the mark `file`. */
export function checkFiles(root: string, blocks: readonly Block[]): Fault[] {
  return blocks
    .filter((block) => block.marks.has('file'))
    .flatMap((block) => {
      const fault = fileFault(root, block);
      return fault === undefined ? [] : [{ page: block.page, column: block.indent + 1, ...fault }];
    });
}
