/** Does what a page says: runs its commands, makes its edits, and compares what is shown. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readBlocks } from '../docs/read-blocks.ts';
import type { Shell } from './shell.ts';

/** The commands that run until Ctrl-C. */
const SERVERS = new Set(['npm run dev', 'npm start']);

/** The port that pages name. */
const PAGE_PORT = '3000';

/** Whether a reply is what the page shows; `…` stands for any text. */
function matches(shown: unknown, actual: unknown): boolean {
  if (shown === '…') return typeof actual === 'string';
  if (typeof shown !== 'object' || shown === null) return isDeepStrictEqual(shown, actual);
  if (typeof actual !== 'object' || actual === null) return false;
  const keys = Object.keys(shown);
  return (
    isDeepStrictEqual(keys, Object.keys(actual)) &&
    keys.every((key) => matches((shown as never)[key], (actual as never)[key]))
  );
}

/** Whether a line stands in a comment: there are the blocks that only the compiler needs. */
function isHidden(markdown: string, line: number): boolean {
  const before = markdown.split('\n').slice(0, line).join('\n');
  return before.lastIndexOf('<!--') > before.lastIndexOf('-->');
}

export interface ChapterOptions {
  readonly shell: Shell;
  /** The port that takes the place of 3000, which may be taken. */
  readonly port: number;
  /** Gives the command to run in place of one of the page, or nothing to leave it out. Default: itself. */
  readonly translate?: (command: string) => string | undefined;
}

/**
 * Follows a page from its first block to its last.
 *
 * Commands stand in blocks of `sh`, the file of an edit in a block of `ts` with its name, and the reply to the last command
 * in a block of `json`. A file that is written a second time has a name within `later/`. After an edit of a source it waits
 * until the server has said that it serves it.
 */
export async function followChapter(
  page: string,
  { shell, port, translate = (one) => one }: ChapterOptions,
): Promise<void> {
  const markdown = readFileSync(page, 'utf8');
  const { blocks } = readBlocks(page, markdown);
  let commands: string[] = [];
  let reply = '';
  const runAll = async (): Promise<void> => {
    for (const command of commands) {
      if (SERVERS.has(command)) {
        await shell.endServer();
        await shell.serve(command);
      } else {
        reply = await shell.run(command.replaceAll(PAGE_PORT, String(port)));
      }
    }
  };
  for (const { language, text, marks, line } of blocks) {
    if (isHidden(markdown, line)) continue;
    const name = marks.get('name');
    if (language === 'sh') {
      commands = text
        .trim()
        .split('\n')
        .map(translate)
        .filter((command) => command !== undefined);
      await runAll();
    } else if (language === 'json') {
      if (!matches(JSON.parse(text), JSON.parse(reply))) {
        throw new Error(`${page}:${line} shows another reply than came: ${reply}`);
      }
    } else if (name !== undefined) {
      // The compiler of pages wants another name for what a file becomes later.
      const path = name.replace(/^later\//, '');
      const file = join(shell.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      console.log(`writes ${path}`);
      const write = (): void => writeFileSync(file, text);
      // A new file is imported by nobody yet.
      if (path.startsWith('src/') && existsSync(file)) await shell.edit(write);
      else write();
    }
  }
}
