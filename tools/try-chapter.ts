/**
 * Follows a chapter of the handbook that begins with a new project, in a temporary folder, from this checkout, with the Node
 * and the npm of the machine.
 *
 * Usage: node tools/try-chapter.ts getting-started
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followChapter } from './chapter/follow-chapter.ts';
import { freePort } from './chapter/free-port.ts';
import { endAtSignals, Shell } from './chapter/shell.ts';
import { environmentOutside } from './outside.ts';
import { ROOT } from './workspace.ts';

const [, , chapter] = process.argv;
if (chapter === undefined) throw new Error('Usage: node tools/try-chapter.ts CHAPTER');

endAtSignals();
const folder = mkdtempSync(join(tmpdir(), `${chapter}-`));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
const port = await freePort();
await using shell = new Shell({ folder: ROOT, environment: { ...environmentOutside(), PORT: String(port) } });
await followChapter(join(ROOT, 'docs', `${chapter}.md`), {
  shell,
  port,
  // This is the clone, and it has its packages.
  translate: (command) => (command === 'npm ci' ? undefined : command.replace(/\.\.\/(?=[\w-]+)/, `${folder}/`)),
});
