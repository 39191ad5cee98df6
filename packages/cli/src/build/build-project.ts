import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { type CompilerOptions, findCompiler, readCompilerOptions } from '../project/compiler-options.js';
import { mainOf, type Project } from '../project/project.js';

/** What the compiler reads; everything else beside it is copied. */
const TYPESCRIPT: ReadonlySet<string> = new Set(['.ts', '.mts', '.cts', '.tsx']);
/** What it writes of them where it is told to take JavaScript as well. */
const JAVASCRIPT: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs', '.jsx']);

/**
 * Checks a project's types and compiles it, by its own TypeScript, as its tsconfig.json says.
 *
 * What was built before is replaced as a whole, and only when all went well: nothing is left in it of sources that are gone.
 * Beside the compiled files go those that no compiler reads, such as templates.
 *
 * @param signal - ends it; what was built before stays
 * @returns the folder of what was built; undefined if the compiler has found errors, which it has printed
 * @throws TenonError `TENON_CLI_NO_COMPILER`, `TENON_CLI_WRONG_OUTPUT`
 */
export async function buildProject(project: Project, signal: AbortSignal): Promise<string | undefined> {
  const { folder } = project;
  const main = mainOf(project);
  const compiler = findCompiler(project);
  if (compiler === undefined || !existsSync(join(folder, 'tsconfig.json'))) {
    throw new TenonError([faults.noCompiler(folder)]);
  }
  const { options, problem } = await readCompilerOptions(project, compiler);
  if (options === undefined) {
    console.error(problem);
    return undefined;
  }
  const sources = resolve(folder, options.rootDir ?? dirname(main));
  const output = resolve(folder, options.outDir ?? 'dist');
  if (!isOwnFolder(output, folder, sources)) throw new TenonError([faults.unsafeOutput(output)]);
  // Beside it, so that the way from source maps to sources is the same.
  const next = join(dirname(output), `.${basename(output)}.next`);
  try {
    await rm(next, { recursive: true, force: true });
    if (!(await compile(compiler, folder, argumentsFor(options, next), signal))) return undefined;
    const wanted = `${relative(sources, main).slice(0, -extname(main).length)}${extname(main).replace('ts', 'js')}`;
    if (!existsSync(join(next, wanted))) {
      const shown = (path: string): string => relative(folder, path);
      throw new TenonError([faults.noBuiltMain({ main: shown(main), output: shown(output), wanted })]);
    }
    // What lies beside package.json belongs to the project, not to the application.
    const own = dirname(main);
    if (own !== folder) await copyOthers(own, join(next, relative(sources, own)), output, options.allowJs === true);
    await rm(output, { recursive: true, force: true });
    await rename(next, output);
    return output;
  } finally {
    await rm(next, { recursive: true, force: true });
  }
}

/** What is replaced as a whole must hold nothing else. */
function isOwnFolder(output: string, folder: string, sources: string): boolean {
  return isWithin(output, folder) && !isWithin(folder, output) && !isWithin(sources, output);
}

function isWithin(path: string, other: string): boolean {
  const way = relative(other, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

function argumentsFor(options: CompilerOptions, next: string): string[] {
  const { sourceMap, inlineSourceMap, incremental, composite } = options;
  const hasMaps = sourceMap === true || inlineSourceMap === true;
  // What it remembers of an earlier output would keep it from writing.
  const remembers = incremental === true || composite === true;
  return [
    '--project',
    'tsconfig.json',
    '--outDir',
    next,
    '--noEmit',
    'false',
    '--noEmitOnError',
    'true',
    ...(hasMaps ? [] : ['--sourceMap', 'true']),
    ...(remembers ? ['--tsBuildInfoFile', join(next, '.tsbuildinfo')] : []),
  ];
}

async function compile(compiler: string, cwd: string, given: string[], signal: AbortSignal): Promise<boolean> {
  const tsc = spawn(process.execPath, [compiler, ...given], { cwd, stdio: 'inherit' });
  const stop = (): void => void tsc.kill();
  signal.addEventListener('abort', stop);
  const [code] = (await once(tsc, 'exit')) as [number | null];
  signal.removeEventListener('abort', stop);
  return code === 0 && !signal.aborted;
}

/** Copies what no compiler reads, but for what was built before. */
async function copyOthers(from: string, to: string, built: string, takesJs: boolean): Promise<void> {
  await cp(from, to, {
    recursive: true,
    filter(path) {
      const name = basename(path);
      const ending = extname(name);
      const isHidden = name === 'node_modules' || name.startsWith('.') || path === built;
      return !isHidden && !TYPESCRIPT.has(ending) && !(takesJs && JAVASCRIPT.has(ending));
    },
  });
}
