import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PACKAGE = join(import.meta.dirname, '../..');
const SOURCES = join(import.meta.dirname, 'src');
/** In the workspace's own `dist`, which nobody commits or publishes, and where `@tenon/core` is found as by users. */
const OUT = join(PACKAGE, '../../dist/test/programs-of-core');
const COMPILER = join(PACKAGE, '../../node_modules/typescript/bin/tsc');

/**
 * Compiles the programs with `tsc`, as users do, against the built package.
 *
 * @returns the folder of the compiled programs
 */
export function compilePrograms(): string {
  if (!existsSync(join(PACKAGE, 'dist/bundle/index.js')))
    throw new Error('run `npm run build` first: the programs need it');
  mkdirSync(OUT, { recursive: true });
  const config = {
    extends: relative(OUT, join(PACKAGE, '../../tsconfig.base.json')),
    compilerOptions: {
      composite: false,
      declaration: false,
      declarationMap: false,
      rootDir: relative(OUT, SOURCES),
      outDir: '.',
    },
    files: readdirSync(SOURCES).map((file) => relative(OUT, join(SOURCES, file))),
  };
  writeFileSync(join(OUT, 'tsconfig.json'), JSON.stringify(config));
  execFileSync(process.execPath, [COMPILER, '-p', OUT], { stdio: 'pipe' });
  return OUT;
}
