/**
 * Puts the modules of each package that says so into one file: `exports` then names `dist/bundle/index.js`, made of
 * `dist/index.js` and what it imports of the package.
 *
 * Node takes a third of a millisecond and more for each module of a package that it loads, and an application loads
 * some two hundred of ours before it serves anything.
 *
 * Puts docs/errors.md into @tenon/cli as well, of which `tenon error` prints sections.
 */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { entriesOf, publishedPackages, ROOT } from './workspace.ts';

const BUNDLE = './dist/bundle/';

/**
 * Gives classes their names back: `Clock = class _Clock` and `Clock = class Clock2` are how esbuild tells the variable
 * from the name within, which are the same here. Users read the names in messages.
 */
function withClassNames(text: string): string {
  const renamed = Array.from(text.matchAll(/\b(?:var|let|const) (\w+) = (?:\w+ = )?class (_\1|\1\d+)\b/g));
  return renamed.reduce(
    (changed, [, name, inner]) => changed.replaceAll(new RegExp(`\\b${inner}\\b`, 'g'), name!),
    text,
  );
}

await Promise.all(
  publishedPackages().flatMap(({ folder, ...one }) =>
    entriesOf({ folder, ...one })
      .filter(({ code }) => code?.startsWith(BUNDLE))
      .map(async ({ code = '' }) => {
        await build({
          absWorkingDir: folder,
          entryPoints: [code.replace(BUNDLE, './dist/')],
          outfile: join(folder, code),
          bundle: true,
          packages: 'external',
          format: 'esm',
          platform: 'node',
          target: 'node24',
          // Keeping names this way takes a call for each closure that is made, in requests too.
          keepNames: false,
          minify: false,
          sourcemap: 'linked',
          logLevel: 'warning',
        });
        const file = join(folder, code);
        await writeFile(file, withClassNames(await readFile(file, 'utf8')));
      }),
  ),
);

await copyFile(join(ROOT, 'docs/errors.md'), join(ROOT, 'packages/cli/dist/errors.md'));
