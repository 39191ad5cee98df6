/**
 * Puts the modules of each package that says so into one file: `exports` then names `dist/bundle/index.js`, made of
 * `dist/index.js` and what it imports of the package.
 *
 * Node takes a third of a millisecond and more for each module of a package that it loads, and an application loads
 * some two hundred of ours before it serves anything.
 *
 * Puts docs/errors.md into @tenon/cli as well, of which `tenon error` prints sections.
 *
 * What is there already is left alone: another process may be running it.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

async function writeDifferent(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

await Promise.all(
  publishedPackages().flatMap(({ folder, ...one }) =>
    entriesOf({ folder, ...one })
      .filter(({ code }) => code?.startsWith(BUNDLE))
      .map(async ({ code = '' }) => {
        const { outputFiles } = await build({
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
          write: false,
        });
        for (const { path, text } of outputFiles) {
          await writeDifferent(path, path.endsWith('.js') ? withClassNames(text) : text);
        }
      }),
  ),
);

await writeDifferent(join(ROOT, 'packages/cli/dist/errors.md'), await readFile(join(ROOT, 'docs/errors.md'), 'utf8'));
