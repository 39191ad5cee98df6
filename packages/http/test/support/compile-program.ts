import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { transformSync } from 'oxc-transform';

/** In the workspace's own `dist`, where `@tenon/http` is found as by users: the built one. */
const DIST = join(import.meta.dirname, '../../../../dist/test');

/**
 * Compiles the `program.ts` of a folder of tests, which is to run in a process of its own.
 *
 * @returns the compiled file
 */
export function compileProgram(folder: string): string {
  const source = join(folder, 'program.ts');
  const { code, errors } = transformSync(source, readFileSync(source, 'utf8'), {
    target: 'es2023',
    typescript: { onlyRemoveTypeImports: true },
    decorator: { legacy: true, emitDecoratorMetadata: true },
  });
  if (errors.length > 0) throw new SyntaxError(errors.map(({ message }) => message).join('\n'));
  const out = join(DIST, `${basename(folder)}-of-http`);
  const file = join(out, `program-${process.pid}.js`);
  mkdirSync(out, { recursive: true });
  writeFileSync(file, code);
  return file;
}
