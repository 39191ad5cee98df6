import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { basename, dirname } from 'node:path/posix';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { findMain, type Project } from '../project/project.js';
import { ModuleSource } from './module-source.js';

const ENDING = '.module.ts';

/**
 * Finds the module that a new class belongs to: the nearest `*.module.ts`, from its folder up to `src`; else the main
 * file, if it declares a module itself.
 *
 * @param from - the folder to begin with, below that of the project
 * @param wanted - what the class is called, for a fault
 * @returns the file, below the folder of the project
 * @throws TenonError `TENON_CLI_NO_MODULE`
 */
export function findModule(project: Project, from: string, wanted: string): string {
  for (let folder = from; folder.startsWith('src'); folder = dirname(folder)) {
    const files = modulesIn(join(project.folder, folder));
    // A folder's own module bears its name; that of the application has one that is known.
    const named = files.find((file) => [`${basename(folder)}${ENDING}`, `app${ENDING}`].includes(file));
    const found = named ?? (files.length === 1 ? files[0] : undefined);
    if (found !== undefined) return `${folder}/${found}`;
    if (files.length > 1) {
      throw new TenonError([faults.noModule({ wanted, places: `${folder} has ${files.join(' and ')}` })]);
    }
  }
  const main = findMain(project);
  if (main !== undefined && declaresModule(main)) return relative(project.folder, main).replaceAll(sep, '/');
  throw new TenonError([faults.noModule({ wanted, places: `${from} and the folders above it have none` })]);
}

/**
 * Finds the module that was named by `--module`.
 *
 * @param given - `orders`, `src/orders/orders.module` or the whole path: from the folder of the project, from `src`, or
 *   from where the command runs
 */
export function findNamedModule({ folder }: Project, given: string, wanted: string): string {
  const path = given.replaceAll('\\', '/').replace(/^\.\//, '');
  const name = basename(path);
  const candidates = [path, `${path}.ts`, `${path}${ENDING}`, `${path}/${name}${ENDING}`].flatMap((file) => [
    file,
    `src/${file}`,
    relative(folder, resolve(file)).replaceAll(sep, '/'),
  ]);
  const found = candidates.find((file) => file.endsWith('.ts') && existsSync(join(folder, file)));
  if (found !== undefined) return found;
  throw new TenonError([faults.noModule({ wanted, places: `there is no file ${given}` })]);
}

function modulesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ENDING)) : [];
}

function declaresModule(file: string): boolean {
  try {
    new ModuleSource(readFileSync(file, 'utf8')).moduleCall();
    return true;
  } catch {
    return false;
  }
}
