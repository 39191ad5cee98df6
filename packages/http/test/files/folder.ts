import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from '@jest/globals';

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true }))));

/** When all files of a test were changed. */
export const CHANGED = new Date('2026-03-04T05:06:07Z');

/**
 * Makes a folder for the tests of a file, with what is given in it, and a secret beside it.
 *
 * @param files - contents by name; what begins with `->` is a link
 * @returns the folder's path
 */
export async function makeFolder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const outer = await mkdtemp(join(tmpdir(), 'tenon-files-'));
  made.push(outer);
  const root = join(outer, 'public');
  await mkdir(root);
  await writeFile(join(outer, 'secret.txt'), 'kept to ourselves');
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    if (typeof content === 'string' && content.startsWith('->')) await symlink(content.slice(2), path);
    else {
      await writeFile(path, content);
      await utimes(path, CHANGED, CHANGED);
    }
  }
  return root;
}
