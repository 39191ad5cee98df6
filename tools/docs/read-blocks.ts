/** Finds the fenced code blocks of a Markdown page and reads the marks behind their language. */
import type { Fault } from './fault.ts';

export interface Block {
  readonly page: string;
  /** The line of the fence, and of the first line of code. */
  readonly fenceLine: number;
  readonly line: number;
  /** How far the fence is indented, and with it the code; in columns. */
  readonly indent: number;
  readonly language: string;
  readonly marks: ReadonlyMap<string, string>;
  /** The code without its indentation, ending with a line break. */
  readonly text: string;
}

export interface Page {
  readonly blocks: readonly Block[];
  readonly faults: readonly Fault[];
  /** The page's lines with all code blanked, for whoever looks for links. */
  readonly prose: readonly string[];
}

/** How the languages that can be checked end their files. */
export const EXTENSIONS: Readonly<Record<string, string>> = {
  ts: 'ts',
  typescript: 'ts',
  mts: 'ts',
  js: 'js',
  javascript: 'js',
  mjs: 'js',
};

/** Code in these cannot be checked yet, so that each block needs a reason. */
const UNCHECKABLE = new Set(['tsx', 'jsx', 'cts', 'cjs']);
const SHELLS = new Set(['sh', 'bash', 'shell', 'console']);

/** What may stand before a fence: block quotes and the marks of lists. */
const FENCE = /^(?<lead>(?:[ \t]*(?:>|[-*+]|\d+[.)]))*[ \t]*)(?<fence>`{3,}|~{3,})(?<info>.*)$/;
const MARK = /(?<key>[a-z]+)(?:=(?:"(?<quoted>[^"]*)"|(?<bare>\S+)))?(?=\s|$)/y;

/** Reads `ts run name=a.ts unchecked="why"`; what VitePress reads there, `{1,3} [title] :line-numbers`, is skipped. */
function readMarks(info: string): { language: string; marks: Map<string, string>; rest?: string } {
  const language = /^[\w+-]*/.exec(info)![0];
  const marks = new Map<string, string>();
  let at = language.length;
  while (at < info.length) {
    const skipped = /^(?:\s+|\{[^}]*\}|\[[^\]]*\]|:[\w-]+(?:=\S+)?)/.exec(info.slice(at));
    if (skipped !== null) {
      at += skipped[0].length;
      continue;
    }
    MARK.lastIndex = at;
    const groups = MARK.exec(info)?.groups;
    if (groups === undefined) return { language, marks, rest: info.slice(at) };
    marks.set(groups['key']!, groups['quoted'] ?? groups['bare'] ?? '');
    at = MARK.lastIndex;
  }
  return { language, marks };
}

/** What is wrong with a block by its marks alone. */
function markFault({ language, marks }: Block): string | undefined {
  const isCode = language in EXTENSIONS;
  if (language === '') return 'a block needs a language: `text` if no other fits';
  if (SHELLS.has(language) && marks.has('run')) return 'shell blocks are not run yet: take the mark `run` away';
  const known = isCode ? ['run', 'exit', 'name', 'file', 'unchecked'] : ['name', 'file', 'unchecked', 'output'];
  const unknown = [...marks.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) return `a ${language} block knows no mark \`${unknown}\`, only ${known.join(', ')}`;
  if (marks.has('unchecked')) {
    if (marks.get('unchecked')!.trim() === '') return 'an unchecked block needs its reason: unchecked="why"';
    if (marks.size > 1) return 'an unchecked block can bear no other mark';
  } else if (UNCHECKABLE.has(language)) {
    return `${language} blocks cannot be checked: write the reason, unchecked="why"`;
  }
  if ((marks.get('run') ?? '') !== '') return '`run` takes no value';
  if (!/^\d+$/.test(marks.get('exit') ?? '0')) return '`exit` must be a number';
  if (!['', 'stderr'].includes(marks.get('output') ?? '')) return '`output` is stdout, or output=stderr';
  if (marks.has('exit') && !marks.has('run')) return '`exit` needs `run`';
  if (marks.has('run') && marks.has('file')) return '`run` and `file` exclude each other: the tests run the file';
  if (marks.has('name') && !/^(?!\.)[\w./-]+\.\w+$/.test(marks.get('name')!)) {
    return '`name` must be a relative path';
  }
  if (isCode && marks.has('name') && !/\.(ts|js)$/.test(marks.get('name')!)) {
    return '`name` must be a relative path that ends with .ts or .js';
  }
  return undefined;
}

/** Reads one page. Fences inside HTML comments count: that is how a page sets up what its reader need not see. */
export function readBlocks(page: string, markdown: string): Page {
  const lines = markdown.split(/\r?\n/);
  const prose: string[] = [];
  const blocks: Block[] = [];
  const faults: Fault[] = [];
  for (let index = 0; index < lines.length; index++) {
    const opening = FENCE.exec(lines[index]!)?.groups;
    // A backtick behind the fence means inline code.
    if (opening === undefined || (opening['fence']!.startsWith('`') && opening['info']!.includes('`'))) {
      prose.push(lines[index]!);
      continue;
    }
    const fenceLine = index + 1;
    const indent = opening['lead']!.length;
    const say = (text: string): number => faults.push({ page, line: fenceLine, column: indent + 1, text });
    const { language, marks, rest } = readMarks(opening['info']!.trim());
    const code: string[] = [];
    const closing = new RegExp(`^[ \\t>]*${opening['fence']![0]}{${opening['fence']!.length},}[ \\t]*$`);
    prose.push('');
    for (index += 1; index < lines.length && !closing.test(lines[index]!); index++) {
      code.push(lines[index]!.replace(new RegExp(`^[ \\t]{0,${indent}}`), ''));
      prose.push('');
    }
    prose.push('');
    if (index >= lines.length) say('the block is never closed');
    if (rest !== undefined) say(`cannot read the marks from here: ${rest}`);
    const text = `${code.join('\n')}\n`;
    const block: Block = { page, fenceLine, line: fenceLine + 1, indent, language, marks, text };
    const fault = markFault(block);
    if (fault !== undefined) say(fault);
    else if (opening['lead']!.includes('>') && language in EXTENSIONS) say('code in a block quote cannot be checked');
    else if (rest === undefined) blocks.push(block);
  }
  return { blocks, faults, prose };
}
