import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it that are not there.
 *
 * One by one: `mkdir` with `recursive` never ends where a file system says of a folder that is there that it is not, as
 * `/proc` does.
 *
 * @returns the one nearest to the root that was made; undefined if all were there
 */
export function makeFolders(folder: string): string | undefined {
  const missing: string[] = [];
  for (let each = folder; !existsSync(each); each = dirname(each)) missing.unshift(each);
  for (const each of missing) mkdirSync(each);
  return missing[0];
}
