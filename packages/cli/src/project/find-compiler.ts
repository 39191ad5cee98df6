import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Finds the project's own TypeScript.
 *
 * @returns the program to be run by Node; undefined if there is none
 */
export function findCompiler(folder: string): string | undefined {
  try {
    const manifest = createRequire(join(folder, 'package.json')).resolve('typescript/package.json');
    return join(dirname(manifest), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}
