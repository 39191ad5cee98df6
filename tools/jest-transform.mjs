/**
 * Compiles a test's TypeScript for jest, with decorator metadata.
 *
 * oxc rather than swc, because its source maps point a decorator at its own line, which the tests of diagnostics check.
 * It strips types without checking them: `tsc -b` does that.
 */
import { createHash } from 'node:crypto';
import { transformSync } from 'oxc-transform';

const OPTIONS = {
  lang: 'ts',
  sourceType: 'module',
  sourcemap: true,
  target: 'es2023',
  typescript: { onlyRemoveTypeImports: true },
  decorator: { legacy: true, emitDecoratorMetadata: true },
};

export default {
  process(source, file) {
    const result = transformSync(file, source, OPTIONS);
    if (result.errors.length > 0) throw new SyntaxError(result.errors.map((error) => error.message).join('\n'));
    return { code: result.code, map: result.map };
  },
  getCacheKey(source, file, { instrument }) {
    return createHash('sha1')
      .update(`${file}\0${instrument}\0${JSON.stringify(OPTIONS)}\0${source}`)
      .digest('hex');
  },
};
