import type { TransformOptions } from 'oxc-transform';

/**
 * How TypeScript is compiled for tests.
 *
 * oxc rather than swc, because its source maps point a decorator at its own line, which diagnostics show.
 */
export const TRANSFORM_OPTIONS: TransformOptions = {
  lang: 'ts',
  sourceType: 'module',
  sourcemap: true,
  target: 'es2023',
  // A class that stands only in a constructor is imported all the same.
  typescript: { onlyRemoveTypeImports: true },
  decorator: { legacy: true, emitDecoratorMetadata: true },
};
