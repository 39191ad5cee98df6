import { createHash } from 'node:crypto';
import { transformSync, type TransformOptions } from 'oxc-transform';
import { demandVmModules } from './demand-vm-modules.js';

const OPTIONS: TransformOptions = {
  lang: 'ts',
  sourceType: 'module',
  sourcemap: true,
  target: 'es2023',
  // A class that stands only in a constructor is imported all the same.
  typescript: { onlyRemoveTypeImports: true },
  decorator: { legacy: true, emitDecoratorMetadata: true },
};

/** What jest tells of one file. */
interface JestOptions {
  readonly instrument: boolean;
}

/**
 * Compiles TypeScript for jest, with decorator metadata.
 *
 * oxc rather than swc, because its source maps point a decorator at its own line, which diagnostics show. It takes types
 * away without checking them.
 */
export default {
  process(source: string, file: string): { code: string; map: unknown } {
    // A project may have put a `globalSetup` of its own in the place of ours.
    demandVmModules();
    const { code, map, errors } = transformSync(file, source, OPTIONS);
    if (errors.length > 0) throw new SyntaxError(errors.map(({ message }) => message).join('\n'));
    return { code, map };
  },

  getCacheKey(source: string, file: string, { instrument }: JestOptions): string {
    return createHash('sha1')
      .update(`${file}\0${String(instrument)}\0${JSON.stringify(OPTIONS)}\0${source}`)
      .digest('hex');
  },
};
