import { existsSync, readFileSync } from 'node:fs';
import { registerHooks, type ResolveFnOutput, setSourceMapsSupport } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileSource } from './compile-source.js';

/** Endings of compiled files that imports name, and those of the sources that stand in their place. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['.js', '.ts'],
  ['.mjs', '.mts'],
]);

/** What whoever imports sources knows of them, and wants to know. */
export interface SourceOptions {
  /** Gives what a source was compiled to, by its URL, where that is known already. Default: nothing is known. */
  readonly compiled?: (url: string) => string | undefined;
  /** Is told of each source that was compiled here, with its text. */
  readonly onCompile?: (file: string, source: string) => void;
  /** Gives what the import of a package led to before, which spares looking for it. Default: nothing is known. */
  readonly resolved?: (specifier: string) => ResolveFnOutput | undefined;
  /** Is told of each import, in the order in which they are looked for. */
  readonly onImport?: (specifier: string, found: ResolveFnOutput, parent: string | undefined) => void;
}

/**
 * Lets this process import a project's TypeScript as it stands: `./clock.js` is `./clock.ts` where there is only that.
 * What lies in `node_modules` is left alone.
 */
export function importSources({ compiled, onCompile, resolved, onImport }: SourceOptions = {}): void {
  // Code that is made of strings has no map, and looking for one takes time for each of a server's functions.
  setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
  const isCompiled = (url: string): boolean => compiled?.(url) !== undefined;
  const find = (specifier: string, parent: string): ResolveFnOutput | undefined => {
    if (!specifier.startsWith('.')) return resolved?.(specifier);
    const url = sourceOf(specifier, parent, isCompiled);
    return url === undefined ? undefined : { url, format: 'module' };
  };
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL: parent } = context;
      const known = parent !== undefined && isSource(parent) ? find(specifier, parent) : undefined;
      const found = known ?? orItsSource(() => next(specifier, context));
      onImport?.(specifier, found, parent);
      return known === undefined ? found : { ...found, shortCircuit: true };
    },
    load(url, context, next) {
      if (!isSource(url)) return next(url, context);
      const source = compiled?.(url) ?? compileFile(fileURLToPath(url), onCompile);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Whether a URL is of a project's own TypeScript. */
export function isSource(url: string): boolean {
  return url.startsWith('file:') && /\.m?ts$/.test(url) && !url.includes('/node_modules/');
}

function compileFile(file: string, onCompile: SourceOptions['onCompile']): string {
  const source = readFileSync(file, 'utf8');
  onCompile?.(file, source);
  return compileSource(file, source);
}

function sourceOf(specifier: string, parent: string, isCompiled: (url: string) => boolean): string | undefined {
  const { href } = new URL(specifier, parent);
  // A query makes one file several modules, which are Node's to look for.
  if (isSource(href)) return isCompiled(href) || existsSync(new URL(href)) ? href : undefined;
  const source = endingOfSource(href);
  if (source === undefined) return undefined;
  if (isCompiled(source)) return source;
  return !existsSync(new URL(href)) && existsSync(new URL(source)) ? source : undefined;
}

function endingOfSource(url: string): string | undefined {
  const ending = /\.m?js$/.exec(url)?.[0];
  return ending === undefined ? undefined : `${url.slice(0, -ending.length)}${SOURCES.get(ending)}`;
}

/** `#clock` of package.json may lead to `./src/clock.js`, which is not there either. */
function orItsSource(resolve: () => ResolveFnOutput): ResolveFnOutput {
  try {
    return resolve();
  } catch (error) {
    const { code, url } = error as NodeJS.ErrnoException & { readonly url?: string };
    const source = code === 'ERR_MODULE_NOT_FOUND' && url !== undefined ? endingOfSource(url) : undefined;
    if (source === undefined || !isSource(source) || !existsSync(new URL(source))) throw error;
    return { url: source, format: 'module', shortCircuit: true };
  }
}
