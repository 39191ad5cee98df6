import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileSource } from './compile-source.js';

/** Endings of compiled files that imports name, and those of the sources that stand in their place. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['.js', '.ts'],
  ['.mjs', '.mts'],
]);

/**
 * Lets this process import a project's TypeScript as it stands: `./clock.js` is `./clock.ts` where there is only that.
 * What lies in `node_modules` is left alone.
 */
export function importSources(): void {
  process.setSourceMapsEnabled(true);
  registerHooks({
    resolve: (specifier, context, next) => next(sourceOf(specifier, context.parentURL) ?? specifier, context),
    load(url, context, next) {
      if (!isSource(url)) return next(url, context);
      const file = fileURLToPath(url);
      return { format: 'module', source: compileSource(file, readFileSync(file, 'utf8')), shortCircuit: true };
    },
  });
}

function isSource(url: string): boolean {
  return url.startsWith('file:') && /\.m?ts$/.test(url) && !url.includes('/node_modules/');
}

function sourceOf(specifier: string, parent: string | undefined): string | undefined {
  if (!specifier.startsWith('.') || parent === undefined || !isSource(parent)) return undefined;
  const ending = /\.m?js$/.exec(specifier)?.[0];
  if (ending === undefined) return undefined;
  const source = `${specifier.slice(0, -ending.length)}${SOURCES.get(ending)}`;
  const isThere = (path: string): boolean => existsSync(new URL(path, parent));
  return !isThere(specifier) && isThere(source) ? source : undefined;
}
