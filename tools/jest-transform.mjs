/**
 * Compiles a test's TypeScript for jest, as the preset of @tenon/testing does, which need not be built for it. It strips
 * types without checking them: `tsc -b` does that.
 */
import { createHash } from 'node:crypto';
import { transformSync } from 'oxc-transform';
// oxlint-disable-next-line no-restricted-imports -- jest wants it before anything is built
import { TRANSFORM_OPTIONS } from '../packages/testing/src/transform-options.ts';

export default {
  process(source, file) {
    const result = transformSync(file, source, TRANSFORM_OPTIONS);
    if (result.errors.length > 0) throw new SyntaxError(result.errors.map((error) => error.message).join('\n'));
    return { code: result.code, map: result.map };
  },
  getCacheKey(source, file, { instrument }) {
    return createHash('sha1')
      .update(`${file}\0${instrument}\0${JSON.stringify(TRANSFORM_OPTIONS)}\0${source}`)
      .digest('hex');
  },
};
