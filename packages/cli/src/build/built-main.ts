import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { findMain, mainFilesOf, type Project } from '../project/project.js';

/**
 * Finds what `tenon build` has made of a project's main file.
 *
 * @param named - a file to be taken instead, relative to the project's folder
 * @throws TenonError `TENON_CLI_NOT_BUILT`
 */
export function builtMainOf(project: Project, named: string | undefined): string {
  const { folder } = project;
  const candidates = named === undefined ? mainFilesOf(project).flatMap(outputsOf) : [named];
  const found = candidates.find((file) => existsSync(join(folder, file)));
  if (found === undefined) throw new TenonError([faults.notBuilt(candidates[0] ?? 'dist/main.js')]);
  return join(folder, found);
}

/** Where the output of a main file may lie: with its folder as "rootDir", else with the project's. */
function outputsOf(main: string): string[] {
  const ending = extname(main);
  const output = `${main.slice(0, -ending.length)}${ending.replace('ts', 'js')}`.replace(/^\.\//, '');
  return [`dist/${output.slice(output.indexOf('/') + 1)}`, `dist/${output}`];
}

/**
 * Finds a source that was changed after the build.
 *
 * @returns its path within the project; undefined where there is none, or no sources at all
 */
export function newerSource(project: Project, built: string): string | undefined {
  const { folder } = project;
  const main = findMain(project);
  const sources = main && relative(folder, dirname(main));
  // What lies beside package.json is not the application's alone.
  if (sources === undefined || sources === '') return undefined;
  const { mtimeMs } = statSync(built);
  // An editor's lock beside a file that is open is a link to nothing.
  const isNewer = (file: string): boolean =>
    (statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) > mtimeMs;
  return readdirSync(join(folder, sources), { recursive: true, encoding: 'utf8' })
    .map((file) => join(sources, file))
    .find((file) => extname(file) !== '' && isNewer(file));
}
