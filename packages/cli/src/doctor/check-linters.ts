import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool, runTool } from '../project/own-tool.js';
import type { Project } from '../project/project.js';
import { about, type Finding } from './finding.js';

const linters = about('linters');

/** Gives the fault of one linter; undefined if the project does not use it, and null if all is well. */
type LinterCheck = (project: Project) => Promise<Finding | null | undefined>;

/** Looks for rules that turn the import of an injected class into `import type`, which takes it from the metadata. */
export async function checkLinters(project: Project): Promise<Finding[]> {
  const results = await Promise.all([checkOxlint(project), checkBiome(project), checkEslint(project)]);
  const found = results.filter((result) => result !== undefined);
  if (found.length === 0) return [];
  const bad = found.filter((result) => result !== null);
  return bad.length > 0 ? bad : [linters.ok('no rule turns injected classes into `import type`')];
}

function turnsImports(linter: string, rule: string, fix: string): Finding {
  const what = `the rule ${rule} of ${linter} turns the imports of injected classes into \`import type\`, which breaks them`;
  return linters.warning(what, fix);
}

const checkOxlint: LinterCheck = (project) =>
  checkPrinted(project, 'oxlint', ['--print-config'], 'typescript/consistent-type-imports');

const checkEslint: LinterCheck = (project) =>
  checkPrinted(project, 'eslint', ['--print-config', 'src/main.ts'], '@typescript-eslint/consistent-type-imports');

/** Asks a linter for its rules, with those that are inherited. */
async function checkPrinted(
  project: Project,
  linter: string,
  command: readonly string[],
  rule: string,
): Promise<Finding | null | undefined> {
  const file = findTool(project, linter);
  if (file === undefined || !usesTool(project, linter)) return undefined;
  const { code, output, errors } = await runTool(project, file, command);
  if (code !== 0)
    return linters.warning(`${linter} cannot read its configuration: ${firstLine(errors || output)}`, 'correct it');
  const { rules = {} } = JSON.parse(output) as { rules?: Readonly<Record<string, unknown>> };
  return isOn(rules[rule]) ? turnsImports(linter, rule, `set "${rule}": "off"`) : null;
}

const checkBiome: LinterCheck = async ({ folder }) => {
  const file = ['biome.json', 'biome.jsonc'].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  // It is among the rules that are recommended, so that only what is said against it counts.
  const isOff = /"useImportType"\s*:\s*(?:"off"|\{[^}]*"level"\s*:\s*"off")/.test(text);
  if (isOff || /"linter"\s*:\s*\{[^{}]*"enabled"\s*:\s*false/.test(text)) return null;
  return turnsImports('Biome', 'useImportType', 'set "linter": { "rules": { "style": { "useImportType": "off" } } }');
};

function usesTool({ manifest: { dependencies, devDependencies } }: Project, name: string): boolean {
  return Object.hasOwn({ ...dependencies, ...devDependencies }, name);
}

function isOn(setting: unknown): boolean {
  const level: unknown = Array.isArray(setting) ? setting[0] : setting;
  return level !== undefined && !['off', 'allow', 0].includes(level as string);
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
