import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST, TestProject } from '../generate/project.js';

const ROOT = join(import.meta.dirname, '../../../..');
const TENON = join(import.meta.dirname, '../../bin/tenon.js');

/** What a command has printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Makes a project that finds the packages of the repository, and so can be looked at. */
export function createProject(files: Readonly<Record<string, string>>): TestProject {
  const project = new TestProject({ 'package.json': MANIFEST, ...files });
  symlinkSync(join(ROOT, 'node_modules'), join(project.folder, 'node_modules'));
  return project;
}

/** Runs the command as a process, as npm does. `npm run build` makes it. */
export async function runTenon(
  { folder }: { readonly folder: string },
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { FORCE_COLOR: _, NO_COLOR: __, PORT: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [TENON, ...given], { cwd: folder, env: { ...inherited, ...environment } });
  const [output, errors, code] = await Promise.all([
    child.stdout.setEncoding('utf8').toArray(),
    child.stderr.setEncoding('utf8').toArray(),
    new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    }),
  ]);
  const hide = (chunks: unknown[]): string => chunks.join('').replaceAll(folder, '<project>');
  return { code, output: hide(output), errors: hide(errors) };
}
