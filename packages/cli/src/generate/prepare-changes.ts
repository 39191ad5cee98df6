import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix, sep } from 'node:path';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import type { Project } from '../project/project.js';
import { findModule, findNamedModule } from './find-module.js';
import { formatEdited, formatterOf } from './format-source.js';
import { listEntity, listInModule } from './list-in-module.js';
import { ModuleSource, NotEditable } from './module-source.js';
import { readName } from './names.js';
import type { Plan } from './plan.js';
import { type ClassKind, planClass } from './plan-class.js';
import { planResource } from './plan-resource.js';
import { importPath } from './source-paths.js';
import { type Change, refuseExisting } from './write-changes.js';

/** What can be generated. */
export type Kind = ClassKind | 'resource';

/** The packages whose names stand in what is written. */
const NEEDED: Readonly<Record<Kind, readonly string[]>> = {
  resource: ['@tenon/http', '@tenon/dto'],
  controller: ['@tenon/http'],
  service: [],
  module: [],
  guard: ['@tenon/http'],
  dto: ['@tenon/dto'],
};

/** What one `tenon generate` is asked for. */
export interface Wish {
  readonly kind: Kind;
  /** As it was typed: `billing/order-line`. */
  readonly name: string;
  /** The file of the module that lists it; true for the nearest one, false for none. */
  readonly module: string | boolean;
  /** Whether a test is wanted, where the project has jest and `@tenon/testing`. */
  readonly test: boolean;
}

/** What `tenon generate` comes to. */
export interface Generated {
  /** New files first; then those that are edited. */
  readonly changes: readonly Change[];
  /** What is left to do by hand, in a sentence each. */
  readonly next: readonly string[];
}

/**
 * Works out all that `tenon generate` is to write, and writes nothing.
 *
 * @throws TenonError `TENON_CLI_BAD_NAME`, `TENON_CLI_NAME_TAKEN`, `TENON_CLI_MISSING_PACKAGE`, `TENON_CLI_FILE_EXISTS`, `TENON_CLI_NO_MODULE`,
 *   `TENON_CLI_MODULE_NOT_EDITED`
 */
export async function prepareChanges(project: Project, wish: Wish): Promise<Generated> {
  const dataFile = dataModuleOf(project);
  const plan = planOf(project, wish, dataFile !== undefined);
  if (plan.files.values().some(usesItsName)) throw new TenonError([faults.nameTaken(wish.name)]);
  const planned = [...plan.files].map(([file, after]): Change => ({ file, before: undefined, after }));
  refuseExisting(project.folder, planned);
  const edits = new Map<string, Edit>();
  const edited = wish.module === false || !plan.listed ? undefined : editModule(project, plan, wish.module);
  if (edited) edits.set(edited.file, edited);
  const next: string[] = [];
  if (plan.entity && dataFile !== undefined) {
    const { name } = plan.entity;
    const listing = editEntities(project, plan.entity, dataFile, edits.get(dataFile));
    if (listing) edits.set(dataFile, listing);
    else next.push(`Add ${name} to the entities of DataModule in ${dataFile}.`);
    next.push('Its table comes with the next migration: npx tenon db create, then npx tenon db up.');
  }
  const format = formatterOf(project);
  const written = planned.map(async (change) => ({ ...change, after: await format(change.file, change.after) }));
  const rewritten = [...edits.values()].map(async (edit): Promise<Change> => {
    return { ...edit, after: await formatEdited(format, edit.file, edit.before, edit.after) };
  });
  return { changes: await Promise.all([...written, ...rewritten]), next };
}

/** A file that was there, before and after. */
type Edit = Change & { readonly before: string };

/** Gives the file that imports `DataModule` into the application; undefined if none does. */
function dataModuleOf({ folder, manifest }: Project): string | undefined {
  if (!Object.hasOwn({ ...manifest.dependencies }, '@tenon/data')) return undefined;
  const root = join(folder, 'src');
  if (!existsSync(root)) return undefined;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  // That of the application stands highest.
  const sorted = files.toSorted((one, other) => one.split(sep).length - other.split(sep).length);
  const found = sorted.find((file) => readFileSync(join(root, file), 'utf8').includes('DataModule.with('));
  return found && posix.join('src', found.replaceAll(sep, '/'));
}

/** @returns undefined where the list of entities does not stand there to be edited */
function editEntities(
  project: Project,
  { name, file }: NonNullable<Plan['entity']>,
  dataFile: string,
  edited: Edit | undefined,
): Edit | undefined {
  const before = edited?.before ?? readFileSync(join(project.folder, dataFile), 'utf8');
  try {
    return { file: dataFile, before, after: listEntity(edited?.after ?? before, name, importPath(dataFile, file)) };
  } catch (error) {
    if (error instanceof NotEditable) return undefined;
    throw error;
  }
}

/** What compiled decorators use: a class of that name would stand before it. */
const OF_DECORATORS: readonly string[] = ['Object', 'Reflect', 'String'];

/** Whether a class bears the name of something that its own file imports or needs. */
function usesItsName(text: string): boolean {
  try {
    const source = new ModuleSource(text);
    const imported = source.imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name));
    const taken = [...imported, ...OF_DECORATORS];
    return source.classes().some(({ id }) => id !== null && taken.includes(id.name));
  } catch (error) {
    // It is sound with any other name.
    if (error instanceof NotEditable) return true;
    throw error;
  }
}

function planOf(project: Project, { kind, name, test }: Wish, hasData: boolean): Plan {
  const { dependencies, devDependencies } = project.manifest;
  const has = (one: string): boolean => Object.hasOwn({ ...dependencies, ...devDependencies }, one);
  const missing = NEEDED[kind].find((one) => !has(one));
  if (missing !== undefined) throw new TenonError([faults.missingPackage({ kind, name: missing })]);
  const canTest = test && has('jest') && has('@tenon/testing');
  const testOf = canTest ? (file: string, folder: string) => testFileOf(project, file, folder) : undefined;
  const asked = readName(name);
  const core = has('@tenon/http') ? '@tenon/http' : '@tenon/core';
  return kind === 'resource' ? planResource(asked, { hasData, testOf }) : planClass(kind, asked, core, testOf);
}

/**
 * Gives the place of a test: beside its class if the project has it so, else in `test/`.
 *
 * @param file - that of the class, below the folder of the project
 * @param folder - as it was asked for: a folder of a single class is one too many in `test/`
 */
function testFileOf({ folder: root }: Project, file: string, folder: string): string {
  const name = basename(file).replace(/\.ts$/, '.test.ts');
  const isBeside = !existsSync(join(root, 'test')) && hasTests(join(root, 'src'));
  return posix.join(...(isBeside ? [posix.dirname(file)] : ['test', folder]), name);
}

function hasTests(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.test.ts'));
}

function editModule(project: Project, { listed, from }: Plan, wanted: string | true): Edit | undefined {
  if (!listed) return undefined;
  const { name, list } = listed;
  const file = wanted === true ? findModule(project, from, name) : findNamedModule(project, wanted, name);
  const before = readFileSync(join(project.folder, file), 'utf8');
  try {
    const after = listInModule(before, { name, list, path: importPath(file, listed.file) });
    return after === before ? undefined : { file, before, after };
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    throw new TenonError([faults.moduleNotEdited({ file, reason: error.message, key: list, name })]);
  }
}
