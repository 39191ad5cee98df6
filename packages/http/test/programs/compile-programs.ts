import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const SOURCES = join(import.meta.dirname, 'sources');
/** In the workspace's own `dist`, which nobody commits or publishes, and where `@tenon/http` is found as by users. */
const OUT = join(ROOT, 'dist/test/programs-of-http');

/**
 * Compiles the programs with `tsc`, as users do, against the built packages.
 *
 * @returns the folder of the compiled programs
 */
export function compilePrograms(): string {
  if (!existsSync(join(ROOT, 'packages/http/dist/index.js'))) throw new Error('run `npm run build` first');
  mkdirSync(OUT, { recursive: true });
  const config = {
    extends: relative(OUT, join(ROOT, 'tsconfig.base.json')),
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
  execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', OUT], { stdio: 'pipe' });
  return OUT;
}
