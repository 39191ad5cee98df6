/**
 * Proves that each lint rule we lean on can fail: plants one fault for each in a copy of the workspace's layout, and
 * demands that oxlint reports exactly these. A rule that was renamed, switched off or mistyped is silent otherwise.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DIRECTIONS, stepsOf } from './import-directions.ts';

interface Plant {
  readonly file: string;
  readonly source: string;
  /** The one rule that must report the file, and words of its message; none for code that must pass. */
  readonly rule?: string;
  readonly says?: string;
}

const ROOT = join(import.meta.dirname, '..');

/** A file that uses one import, so that nothing but the import can be at fault. */
function importing(file: string, from: string, says?: string): Plant {
  const source = `import { target } from '${from}';\n\nexport const used = target;\n`;
  return says === undefined ? { file, source } : { file, source, rule: 'eslint(no-restricted-imports)', says };
}

/** Every pair of folders of a package, allowed or not. */
function folderPlants(name: string, folders: string): Plant[] {
  const steps = stepsOf(folders);
  const plants: Plant[] = [];
  for (const [left, step] of steps.entries()) {
    for (const one of step) {
      const home = `packages/${name}/src/${one}`;
      plants.push(
        { file: `${home}/target.ts`, source: 'export const target = 1;\n' },
        importing(`${home}/imports-index.ts`, '../index.js', 'index.ts is for users'),
      );
      for (const [right, otherStep] of steps.entries()) {
        for (const other of otherStep.filter((candidate) => candidate !== one)) {
          const says = right < left ? undefined : 'imports only what stands left';
          plants.push(
            importing(`${home}/imports-${other}.ts`, `../${other}/target.js`, says),
            importing(`${home}/deeper/imports-${other}.ts`, `../../${other}/target.js`, says),
          );
        }
      }
    }
  }
  return plants;
}

/** What one package may and may not import from the others. */
function packagePlants(name: string): Plant[] {
  const { imports, folders } = DIRECTIONS[name]!;
  const home = `packages/${name}`;
  const plants: Plant[] = [
    { file: `${home}/src/index.ts`, source: 'export const target = 1;\n' },
    importing(`${home}/test/imports-sources.test.ts`, '../src/index.js', 'by its name'),
    importing(`${home}/test/imports-itself.test.ts`, `@tenon/${name}`),
  ];
  for (const other of Object.keys(DIRECTIONS).filter((candidate) => candidate !== name)) {
    const says = imports.includes(other) ? undefined : `@tenon/${name} imports`;
    // A flat package has no list of its folders, and an entry is the one file that a listed package may add.
    const folder = folders === undefined ? `${home}/src` : `${home}/src/${stepsOf(folders)[0]![0]}`;
    const up = folders === undefined ? '../..' : '../../..';
    plants.push(
      importing(`${folder}/names-${other}.ts`, `@tenon/${other}`, says),
      importing(`${folder}/reaches-${other}.ts`, `${up}/${other}/src/thing.js`, 'by its name'),
    );
  }
  return folders === undefined ? plants : [...plants, ...folderPlants(name, folders)];
}

/** The rules that hold everywhere, tried in the flat package. */
function generalPlants(): Plant[] {
  const src = 'packages/config/src';
  const wait = 'async function work(): Promise<void> {\n  await Promise.resolve();\n}\n';
  return [
    importing(`${src}/deep.ts`, '@tenon/core/src/index.js', 'what the package exports'),
    {
      file: `${src}/cycle-a.ts`,
      source: "import { b } from './cycle-b.js';\n\nexport const a = (): number => b();\n",
      rule: 'import(no-cycle)',
    },
    {
      file: `${src}/cycle-b.ts`,
      source: "import { a } from './cycle-a.js';\n\nexport const b = (): number => a();\n",
      rule: 'import(no-cycle)',
    },
    {
      file: `${src}/half-type.ts`,
      source: "import { type Later } from './later.js';\n\nexport type Laters = Later[];\n",
      rule: 'typescript(no-import-type-side-effects)',
    },
    { file: `${src}/floating.ts`, source: `${wait}\nwork();\n`, rule: 'typescript(no-floating-promises)' },
    {
      file: `${src}/misused.ts`,
      source: `${wait}\n[1].forEach(work);\n`,
      rule: 'typescript(no-misused-promises)',
    },
    {
      file: `${src}/thenable.ts`,
      source: 'const one = 1;\n\nexport const two = await one;\n',
      rule: 'typescript(await-thenable)',
    },
    { file: `${src}/loose.ts`, source: 'export let loose: any;\n', rule: 'typescript(no-explicit-any)' },
    { file: `${src}/unnamed.ts`, source: 'export default 1;\n', rule: 'import(no-default-export)' },
    { file: `${src}/CamelCase.ts`, source: 'export const one = 1;\n', rule: 'unicorn(filename-case)' },
    {
      file: 'packages/config/test/focused.test.ts',
      source:
        "import { expect, test } from '@jest/globals';\n\ntest.only('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n",
      rule: 'jest(no-focused-tests)',
    },
    {
      file: 'packages/config/test/disabled.test.ts',
      source:
        "import { expect, test } from '@jest/globals';\n\ntest.skip('adds', () => {\n  expect(1 + 1).toBe(2);\n});\n",
      rule: 'jest(no-disabled-tests)',
    },
    {
      file: 'packages/config/test/empty.test.ts',
      source: "import { test } from '@jest/globals';\n\ntest('adds', () => {\n  String(1);\n});\n",
      rule: 'jest(expect-expect)',
    },
    {
      file: `${src}/injected.ts`,
      source:
        "import { Later } from './later.js';\n\nexport class User {\n  constructor(private readonly later: Later) {}\n\n  show(): Later {\n    return this.later;\n  }\n}\n",
    },
    { file: `${src}/later.ts`, source: 'export class Later {}\n' },
  ];
}

/** Lays the plants out under a copy of our configuration. */
function layOut(sandbox: string, plants: readonly Plant[]): void {
  const copied = ['oxlint.config.ts', 'package.json', 'tsconfig.base.json', 'tools/import-directions.ts'];
  for (const name of Object.keys(DIRECTIONS)) {
    copied.push(`packages/${name}/tsconfig.json`, `packages/${name}/test/tsconfig.json`);
  }
  for (const file of [...copied, ...plants.map((plant) => plant.file)]) {
    mkdirSync(dirname(join(sandbox, file)), { recursive: true });
  }
  for (const file of copied) copyFileSync(join(ROOT, file), join(sandbox, file));
  for (const { file, source } of plants) writeFileSync(join(sandbox, file), source);
  symlinkSync(join(ROOT, 'node_modules'), join(sandbox, 'node_modules'));
}

interface Report {
  readonly diagnostics: readonly {
    readonly code: string;
    readonly message: string;
    readonly help?: string;
    readonly filename: string;
  }[];
}

function lint(sandbox: string): Report {
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '--type-aware', '--format=json', 'packages'], {
    cwd: sandbox,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  try {
    return JSON.parse(stdout) as Report;
  } catch (cause) {
    throw new Error(`oxlint printed no report:\n${stdout}${stderr}`, { cause });
  }
}

/** Compares what oxlint said of one file with what it had to say. */
function faultOf({ file, rule, says }: Plant, { diagnostics }: Report): string | undefined {
  const found = diagnostics.filter(({ filename }) => filename.replaceAll('\\', '/') === file);
  const codes = found.map(({ code }) => code).join(', ') || 'nothing';
  if (rule === undefined) return found.length === 0 ? undefined : `${file}: must pass, but oxlint reports ${codes}`;
  if (found.length !== 1 || found[0]!.code !== rule) return `${file}: must be reported by ${rule} alone, not ${codes}`;
  const text = `${found[0]!.message} ${found[0]!.help ?? ''}`;
  if (says !== undefined && !text.includes(says)) return `${file}: must say "${says}", but says "${text}"`;
  return undefined;
}

const plants = [...Object.keys(DIRECTIONS).flatMap(packagePlants), ...generalPlants()];
const sandbox = mkdtempSync(join(tmpdir(), 'lint-rules-'));
try {
  layOut(sandbox, plants);
  const report = lint(sandbox);
  const faults = plants.map((plant) => faultOf(plant, report)).filter((fault) => fault !== undefined);
  const planted = plants.filter((plant) => plant.rule !== undefined).length;
  if (report.diagnostics.length !== planted) {
    faults.push(`${report.diagnostics.length} reports in all for ${planted} planted faults`);
  }
  for (const fault of faults) console.error(fault);
  console.log(`${planted} planted faults, ${plants.length - planted} files without fault, ${faults.length} surprises`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  rmSync(sandbox, { recursive: true, force: true });
}
