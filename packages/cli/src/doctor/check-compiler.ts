import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CompilerOptions,
  findCompiler,
  problemsOfConfig,
  readCompilerOptions,
} from '../project/compiler-options.js';
import type { Project } from '../project/project.js';
import { about, type Finding } from './finding.js';

const compiler = about('tsconfig.json');

/** Looks at the compiler's options, with those that are inherited, as the project's own compiler shows them. */
export async function checkCompiler(project: Project): Promise<Finding[]> {
  if (!existsSync(join(project.folder, 'tsconfig.json'))) {
    return [compiler.fault('there is none', 'write one; docs/set-up.md has it')];
  }
  const tsc = findCompiler(project);
  if (tsc === undefined) {
    return [compiler.fault('TypeScript is not installed', 'npm install --save-dev typescript')];
  }
  const [{ options, problem }, problems] = await Promise.all([
    readCompilerOptions(project, tsc),
    problemsOfConfig(project, tsc),
  ]);
  if (problems.length > 0) {
    return [compiler.fault(`the compiler does not understand it:\n${problems.join('\n')}`, 'correct it')];
  }
  if (options === undefined) return [compiler.fault(`the compiler cannot read it: ${problem}`, 'correct it')];
  const found = RULES.filter(({ holds }) => !holds(options));
  return found.length > 0
    ? found.map(({ state, what, fix }) => compiler[state](what, fix))
    : [compiler.ok('decorators, metadata, modules and strictness are as they should be')];
}

interface Rule {
  readonly holds: (options: CompilerOptions) => boolean;
  readonly state: 'fault' | 'warning';
  readonly what: string;
  readonly fix: string;
}

const textOf = (value: unknown): string => String(value).toLowerCase();

const RULES: readonly Rule[] = [
  {
    holds: ({ experimentalDecorators }) => experimentalDecorators === true,
    state: 'fault',
    what: 'experimentalDecorators is off, so that decorators cannot stand on parameters',
    fix: 'set "experimentalDecorators": true',
  },
  {
    holds: ({ emitDecoratorMetadata }) => emitDecoratorMetadata === true,
    state: 'fault',
    what: 'emitDecoratorMetadata is off, so that nobody knows what a constructor wants',
    fix: 'set "emitDecoratorMetadata": true',
  },
  {
    holds: ({ module }) => /^node(?:next|\d+)$/.test(textOf(module)),
    state: 'fault',
    what: 'module is not NodeNext, so that what is compiled may be no ES modules, or imports may lack their file names',
    fix: 'set "module": "NodeNext"',
  },
  {
    holds: ({ isolatedModules, verbatimModuleSyntax }) => isolatedModules === true || verbatimModuleSyntax === true,
    state: 'warning',
    what: 'isolatedModules is off: the compiler does not tell of an injected class that is brought in by `import type`',
    fix: 'set "isolatedModules": true',
  },
  {
    // It is on by itself from ES2022 on, and the compiler shows no defaults of that kind.
    holds: ({ target, useDefineForClassFields }) =>
      useDefineForClassFields === true ||
      (useDefineForClassFields !== false && /^es(?:next|20(?:2[2-9]|[3-9]\d))$/.test(textOf(target))),
    state: 'warning',
    what: 'class fields are compiled to assignments, unlike in tests and in what this command runs',
    fix: 'set "target": "ES2023", and leave out useDefineForClassFields',
  },
  {
    holds: ({ strict }) => strict === true,
    state: 'warning',
    what: 'strict is off: what may be null or undefined is not seen, and the types of decorators hold less',
    fix: 'set "strict": true',
  },
];
