import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DIALECTS, type Dialect } from './dialects.js';
import type { Graph, GraphClass, GraphModule } from './graph.js';

/**
 * Writes the graph as the TypeScript that a user of the subject would have written: a file for each module, and the
 * root, which also lists all classes by number, so that the walk after the boot can compare.
 *
 * @param folder - where `<subject>-<size>/` is made; what was there before is removed
 */
export async function writeSources(folder: string, subject: string, graph: Graph): Promise<void> {
  const dialect = DIALECTS[subject];
  if (dialect === undefined) throw new RangeError(`There is no dialect for ${subject}`);
  const target = join(folder, `${subject}-${graph.size}`);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const module of graph.modules) {
    await writeFile(join(target, `module-${module.number}.ts`), writeModuleFile(dialect, module));
  }
  await writeFile(join(target, 'app.ts'), writeRootFile(dialect, graph));
}

function writeModuleFile(dialect: Dialect, module: GraphModule): string {
  const parts = [dialect.head, ...writeImports(dialect, module), ''];
  for (const own of module.classes) parts.push(dialect.writeClass(own), '');
  parts.push(dialect.writeModule(module), '');
  return parts.join('\n');
}

/** The imports of a module's file: what its classes use, and the modules that its declaration names. */
function writeImports(dialect: Dialect, module: GraphModule): string[] {
  const declaration = dialect.writeModule(module);
  const used = new Set(module.classes.flatMap(({ dependencies }) => dependencies));
  const files = new Map<number, string[]>();
  for (const imported of module.imports) {
    if (declaration.includes(`imports: [`)) files.set(imported.number, [imported.name]);
  }
  for (const foreign of used) if (foreign.module !== module.number) addName(files, foreign);
  return [...files].map(([number, names]) => `import { ${names.join(', ')} } from './module-${number}.js';`);
}

function addName(files: Map<number, string[]>, { module, name }: GraphClass): void {
  const names = files.get(module);
  if (names === undefined) files.set(module, [name]);
  else names.push(name);
}

/** The classes are pushed module by module: the type of one literal of them all would be too much for the compiler. */
function writeRootFile(dialect: Dialect, graph: Graph): string {
  const lists = graph.modules.map(({ classes }) => classes.map(({ name }) => name).join(', '));
  const imports = lists.map((names, number) => `import { ${names} } from './module-${number}.js';`);
  return [
    ...imports,
    dialect.writeRoot(graph),
    '',
    'export const classes: (new (...parameters: never[]) => object)[] = [];',
    ...lists.map((names) => `classes.push(${names});`),
    '',
  ].join('\n');
}
