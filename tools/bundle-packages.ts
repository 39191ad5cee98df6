/**
 * Puts the modules of each package that says so into one file: `exports` then names `dist/bundle/index.js`, made of
 * `dist/index.js` and what it imports of the package.
 *
 * Node takes a third of a millisecond and more for each module of a package that it loads, and an application loads
 * some two hundred of ours before it serves anything.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { entriesOf, publishedPackages } from './workspace.ts';

const BUNDLE = './dist/bundle/';

await Promise.all(
  publishedPackages().flatMap(({ folder, ...one }) =>
    entriesOf({ folder, ...one })
      .filter(({ code }) => code?.startsWith(BUNDLE))
      .map(async ({ code = '' }) =>
        build({
          absWorkingDir: folder,
          entryPoints: [code.replace(BUNDLE, './dist/')],
          outfile: join(folder, code),
          bundle: true,
          packages: 'external',
          format: 'esm',
          platform: 'node',
          target: 'node24',
          // Names of classes and functions stand in messages; a diagnostic follows the map to the source.
          keepNames: true,
          minify: false,
          sourcemap: 'linked',
          logLevel: 'warning',
        }),
      ),
  ),
);
