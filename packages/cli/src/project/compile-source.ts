import { relative } from 'node:path';
import { TenonError } from '@tenon/core';
import { transformSync, type TransformOptions } from 'oxc-transform';
import * as faults from '../errors.js';

const OPTIONS: TransformOptions = {
  lang: 'ts',
  sourceType: 'module',
  sourcemap: true,
  target: 'es2023',
  // A class that stands only in a constructor is imported all the same.
  typescript: { onlyRemoveTypeImports: true },
  decorator: { legacy: true, emitDecoratorMetadata: true },
};

/**
 * Compiles one file of TypeScript, with decorator metadata and with its source map at its end.
 *
 * oxc rather than swc, because its source maps point a decorator at its own line, which diagnostics show. It takes types
 * away without checking them.
 *
 * @throws TenonError `TENON_CLI_NOT_COMPILED`
 */
export function compileSource(file: string, source: string): string {
  const { code, map, errors } = transformSync(file, source, OPTIONS);
  if (errors.length > 0) {
    const messages = errors.map(({ message, codeframe }) => codeframe ?? message);
    throw new TenonError([faults.notCompiled(relative(process.cwd(), file), messages)]);
  }
  // Node counts the letters of each line that it loads, those of the map among them, and finds the source by its file.
  const { sourcesContent: _, ...short } = map ?? {};
  const inline = Buffer.from(JSON.stringify(short)).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`;
}
