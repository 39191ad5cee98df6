import { createHash } from 'node:crypto';
import { transformSync } from 'oxc-transform';
import { demandVmModules } from './demand-vm-modules.js';
import { TRANSFORM_OPTIONS } from './transform-options.js';

/** What jest tells of one file. */
interface JestOptions {
  readonly instrument: boolean;
}

/**
 * Compiles TypeScript for jest, with decorator metadata. It takes types away without checking them.
 */
export default {
  process(source: string, file: string): { code: string; map: unknown } {
    // A project may have put a `globalSetup` of its own in the place of ours.
    demandVmModules();
    const { code, map, errors } = transformSync(file, source, TRANSFORM_OPTIONS);
    if (errors.length > 0) throw new SyntaxError(errors.map(({ message }) => message).join('\n'));
    return { code, map };
  },

  getCacheKey(source: string, file: string, { instrument }: JestOptions): string {
    return createHash('sha1')
      .update(`${file}\0${String(instrument)}\0${JSON.stringify(TRANSFORM_OPTIONS)}\0${source}`)
      .digest('hex');
  },
};
