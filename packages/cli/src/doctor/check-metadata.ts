import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCompiler, problemsIn } from '../project/compiler-options.js';
import { runTool } from '../project/own-tool.js';
import type { Project } from '../project/project.js';
import { about, type Finding } from './finding.js';

const metadata = about('metadata');

const PROBE = `declare const Mark: ClassDecorator;
class Needed {}
@Mark
export class Probe {
  constructor(readonly needed: Needed) {}
}
`;

/** Compiles a small class as the project is compiled, and looks whether the types of its constructor are there. */
export async function checkMetadata(project: Project): Promise<Finding[]> {
  const tsc = findCompiler(project);
  // Another check has told.
  if (tsc === undefined) return [];
  const folder = await mkdtemp(join(tmpdir(), 'tenon-doctor-'));
  try {
    await writeFile(join(folder, 'probe.ts'), PROBE);
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const config = {
      extends: join(project.folder, 'tsconfig.json'),
      // The class is looked at, and neither checked nor built upon.
      compilerOptions: {
        rootDir: folder,
        outDir: join(folder, 'out'),
        noEmit: false,
        noCheck: true,
        types: [],
        composite: false,
        incremental: false,
        declaration: false,
        declarationMap: false,
      },
      references: [],
      include: [],
      files: ['probe.ts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const { output } = await runTool(project, tsc, ['--pretty', 'false', '-p', folder]);
    // The same.
    if (problemsIn(output).length > 0) return [];
    const compiled = await readFile(join(folder, 'out/probe.js'), 'utf8').catch(() => undefined);
    if (compiled === undefined) {
      return [metadata.warning(`a small class could not be compiled: ${output.trim()}`, 'correct tsconfig.json')];
    }
    return /design:paramtypes",\s*\[Needed\]/.test(compiled)
      ? [metadata.ok('the compiler writes down what constructors want')]
      : [
          metadata.fault(
            'the compiler does not write down what constructors want',
            'set experimentalDecorators and emitDecoratorMetadata in tsconfig.json',
          ),
        ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
