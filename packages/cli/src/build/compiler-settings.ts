import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** What a build has to know of a project's compiler options. */
export interface CompilerSettings {
  readonly rootDir?: string;
  readonly outDir?: string;
  readonly allowJs?: boolean;
  readonly sourceMap?: boolean;
  readonly inlineSourceMap?: boolean;
  readonly incremental?: boolean;
  readonly composite?: boolean;
}

/**
 * Asks the compiler what tsconfig.json comes to, with all that it extends.
 *
 * @returns undefined if it cannot be read, which the compiler has said
 */
export async function readSettings(compiler: string, cwd: string): Promise<CompilerSettings | undefined> {
  const options = ['--showConfig', '--project', 'tsconfig.json'];
  const tsc = spawn(process.execPath, [compiler, ...options], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(tsc.stdout), once(tsc, 'exit') as Promise<[number | null]>]);
  if (code === 0) return (JSON.parse(printed) as { readonly compilerOptions?: CompilerSettings }).compilerOptions ?? {};
  process.stdout.write(printed);
  return undefined;
}
