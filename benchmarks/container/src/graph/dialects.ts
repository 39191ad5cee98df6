import type { Graph, GraphClass, GraphModule } from './graph.js';

/** How the graph reads in the decorators, or the registrations, of one subject. */
export interface Dialect {
  /** What stands at the head of each file. */
  readonly head: string;
  /** One class with its constructor. */
  writeClass(graphClass: GraphClass): string;
  /** What follows the classes of a module: its declaration, in the subject's own form. */
  writeModule(module: GraphModule): string;
  /** What the root file holds beside the list of classes. */
  writeRoot(graph: Graph): string;
}

/** `M1Service2` → `m1Service2`: the name of a field, and the name that awilix registers it by. */
export function fieldOf(graphClass: GraphClass): string {
  return graphClass.name.replace('M', 'm');
}

function writePlainClass({ name, dependencies }: GraphClass): string {
  const parameters = dependencies.map((dependency) => `readonly ${fieldOf(dependency)}: ${dependency.name}`);
  if (parameters.length === 0) return `export class ${name} {}`;
  return `export class ${name} {\n  constructor(${parameters.join(', ')}) {}\n}`;
}

/** A class that takes the cradle and reads its dependencies from it, as awilix does by default. */
function writeCradleClass({ name, dependencies }: GraphClass): string {
  if (dependencies.length === 0) return `export class ${name} {}`;
  const fields = dependencies.map((dependency) => `  readonly ${fieldOf(dependency)}: ${dependency.name};`);
  const names = dependencies.map(fieldOf).join(', ');
  const types = dependencies.map((dependency) => `${fieldOf(dependency)}: ${dependency.name}`).join('; ');
  const sets = dependencies.map((dependency) => `    this.${fieldOf(dependency)} = ${fieldOf(dependency)};`);
  return `export class ${name} {\n${fields.join('\n')}\n  constructor({ ${names} }: { ${types} }) {\n${sets.join('\n')}\n  }\n}`;
}

function namesOf(list: readonly { readonly name: string }[]): string {
  return list.map(({ name }) => name).join(', ');
}

function importModules({ modules }: Graph, nameOf: (module: GraphModule) => string): string {
  return modules.map((module) => `import { ${nameOf(module)} } from './module-${module.number}.js';`).join('\n');
}

/** `@Injectable()` classes in `@Module({ imports, providers, exports })`: the form that Tenon and NestJS share. */
function writeModuleClass({ name, imports, listed, exports }: GraphModule): string {
  const facts = `imports: [${namesOf(imports)}], providers: [${namesOf(listed)}], exports: [${namesOf(exports)}]`;
  return `@Module({ ${facts} })\nexport class ${name} {}`;
}

function moduleDialect(library: string): Dialect {
  return {
    head: `import { Injectable, Module } from '${library}';`,
    writeClass: (graphClass) => `@Injectable()\n${writePlainClass(graphClass)}`,
    writeModule: writeModuleClass,
    writeRoot: (graph) =>
      `import { Module } from '${library}';\n${importModules(graph, ({ name }) => name)}\n\n` +
      `@Module({ imports: [${namesOf(graph.modules)}] })\nexport class AppModule {}`,
  };
}

/** A module of awilix is a function that registers its classes; this is its name. */
function registerOf({ number }: GraphModule): string {
  return `register${number}`;
}

export const DIALECTS: Readonly<Record<string, Dialect>> = {
  // No container at all: what remains is what the classes themselves cost.
  hand: {
    head: '',
    writeClass: writePlainClass,
    writeModule: () => '',
    writeRoot: (graph) => {
      const lines = graph.classes.map(
        (own) => `  const ${fieldOf(own)} = new ${own.name}(${own.dependencies.map(fieldOf).join(', ')});`,
      );
      const instances = graph.classes.map(fieldOf).join(', ');
      return `export function wire(): object[] {\n${lines.join('\n')}\n  return [${instances}];\n}`;
    },
  },
  tenon: moduleDialect('@tenon/core'),
  nest: moduleDialect('@nestjs/common'),
  inversify: {
    head: `import { ContainerModule, injectable } from 'inversify';`,
    writeClass: (graphClass) => `@injectable()\n${writePlainClass(graphClass)}`,
    writeModule: ({ name, listed }) => {
      const binds = listed.map((own) => `  bind(${own.name}).toSelf().inSingletonScope();`);
      return `export const ${name} = new ContainerModule(({ bind }) => {\n${binds.join('\n')}\n});`;
    },
    writeRoot: (graph) =>
      `${importModules(graph, ({ name }) => name)}\n\nexport const modules = [${namesOf(graph.modules)}];`,
  },
  tsyringe: {
    head: `import { singleton } from 'tsyringe';`,
    writeClass: (graphClass) => `@singleton()\n${writePlainClass(graphClass)}`,
    writeModule: () => '',
    writeRoot: () => '',
  },
  awilix: {
    head: `import { asClass, type AwilixContainer } from 'awilix';`,
    writeClass: writeCradleClass,
    writeModule: (module) => {
      const pairs = module.listed.map((own) => `    ${fieldOf(own)}: asClass(${own.name}).singleton(),`);
      const registration = `container.register({\n${pairs.join('\n')}\n  });`;
      return `export function ${registerOf(module)}(container: AwilixContainer): void {\n  ${registration}\n}`;
    },
    writeRoot: (graph) =>
      `${importModules(graph, registerOf)}\n\nexport const modules = [${graph.modules.map(registerOf).join(', ')}];\n` +
      `export const names = [${graph.classes.map((graphClass) => `'${fieldOf(graphClass)}'`).join(', ')}];`,
  },
};
