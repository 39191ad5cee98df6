import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Project } from './project.js';

/** Imports the project's own copy of a package; undefined if it has none. */
export async function importOf<T>({ folder }: Project, name: string): Promise<T | undefined> {
  let file: string;
  try {
    file = createRequire(join(folder, 'package.json')).resolve(name);
  } catch {
    return undefined;
  }
  return (await import(pathToFileURL(file).href)) as T;
}
