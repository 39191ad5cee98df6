import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';

/** The parts of a project's package.json that commands read. */
export interface Manifest {
  readonly name?: string;
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  /** What is said to this command. */
  readonly tenon?: {
    /** The file that makes the application. Default: `src/main.ts`, else `main.ts`. */
    readonly main?: string;
  };
}

/** A project that the command works on. */
export interface Project {
  /** The folder of its package.json. */
  readonly folder: string;
  readonly manifest: Manifest;
}

const MAIN_FILES: readonly string[] = ['src/main.ts', 'main.ts'];

/** Finds the project that a folder belongs to, as npm does: by the nearest package.json. */
export function findProject(start = process.cwd()): Project {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) return { folder, manifest: readManifest(file) };
    if (dirname(folder) === folder) throw new TenonError([faults.noProject(start)]);
  }
}

function readManifest(file: string): Manifest {
  try {
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest | null;
    if (typeof manifest !== 'object' || manifest === null) throw new TypeError('it is no object');
    const { tenon } = manifest;
    if (tenon?.main !== undefined && typeof tenon.main !== 'string')
      throw new TypeError('"main" of "tenon" is no text');
    return manifest;
  } catch (cause) {
    throw new TenonError([faults.brokenManifest(file, cause)]);
  }
}

/** Gives the path of the file that makes the application. */
export function mainOf(project: Project): string {
  const found = findMain(project);
  if (found === undefined) throw new TenonError([faults.noMain(project.folder, mainFilesOf(project))]);
  return found;
}

/** The same; undefined if there is none. */
export function findMain(project: Project): string | undefined {
  const found = mainFilesOf(project).find((file) => existsSync(join(project.folder, file)));
  return found && join(project.folder, found);
}

/** Gives the files that may make the application: the one that package.json names, else those that are usual. */
export function mainFilesOf({ manifest }: Project): readonly string[] {
  return manifest.tenon?.main === undefined ? MAIN_FILES : [manifest.tenon.main];
}
