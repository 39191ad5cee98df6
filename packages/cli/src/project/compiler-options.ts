import { findTool, runTool } from './own-tool.js';
import type { Project } from './project.js';

/** What commands read of a project's compiler options; `undefined` is what was not said. */
export interface CompilerOptions {
  readonly rootDir?: string;
  readonly outDir?: string;
  readonly allowJs?: boolean;
  readonly sourceMap?: boolean;
  readonly inlineSourceMap?: boolean;
  readonly incremental?: boolean;
  readonly composite?: boolean;
  readonly [option: string]: unknown;
}

/** The compiler's options, or why it could not tell them. */
export type OptionsReading =
  | { readonly options: CompilerOptions; readonly problem?: undefined }
  | { readonly options?: undefined; readonly problem: string };

/** Finds the compiler that a project has installed. */
export function findCompiler(project: Project): string | undefined {
  return findTool(project, 'typescript', 'tsc');
}

/**
 * Gives what the compiler does not understand of a tsconfig.json, or of what that extends, as it words it.
 *
 * Shown by `--showConfig`, what cannot be read is left out without a word.
 */
export async function problemsOfConfig(project: Project, compiler: string): Promise<readonly string[]> {
  const { output } = await runTool(project, compiler, ['--listFilesOnly', '--pretty', 'false', '-p', 'tsconfig.json']);
  return problemsIn(output);
}

/** Gives the lines of a compiler's output that are about its configuration. */
export function problemsIn(output: string): readonly string[] {
  return output.split('\n').filter((line) => /\.json\(\d+,\d+\): error TS\d+: /.test(line));
}

/** Asks the compiler what a project's tsconfig.json comes to, with all that it extends. */
export async function readCompilerOptions(project: Project, compiler: string): Promise<OptionsReading> {
  const { code, output, errors } = await runTool(project, compiler, ['--showConfig', '--project', 'tsconfig.json']);
  if (code !== 0) return { problem: (output || errors).trim() };
  return { options: (JSON.parse(output) as { readonly compilerOptions?: CompilerOptions }).compilerOptions ?? {} };
}
