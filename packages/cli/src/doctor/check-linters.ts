import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTool, runTool } from '../project/own-tool.js';
import type { Project } from '../project/project.js';
import { about, type Finding } from './finding.js';

const linters = about('linters');

/** A rule that takes from the sources what the metadata are made of. */
interface Rule {
  /** Without what stands before it in a linter's settings. */
  readonly name: string;
  readonly biomeName: string;
  /** Whether Biome has it on unless something is said against it. */
  readonly isRecommended: boolean;
  readonly breaks: string;
  /** A setting with which it does no harm. */
  readonly harmless?: string;
}

const RULES: readonly Rule[] = [
  {
    name: 'consistent-type-imports',
    biomeName: 'useImportType',
    isRecommended: true,
    breaks: 'turns the imports of injected classes into `import type`, which erases them',
  },
  {
    name: 'no-inferrable-types',
    biomeName: 'noInferrableTypes',
    isRecommended: false,
    breaks: 'takes the types from arguments with a default value, which then have none',
    harmless: 'ignoreParameters',
  },
];

/** Looks for rules whose mends break an application. */
export async function checkLinters(project: Project): Promise<Finding[]> {
  const results = await Promise.all([
    askLinter(project, 'oxlint', 'typescript', ['--print-config']),
    askLinter(project, 'eslint', '@typescript-eslint', ['--print-config', 'src/main.ts']),
    readBiome(project),
  ]);
  const used = results.filter((found) => found !== undefined);
  if (used.length === 0) return [];
  const found = used.flat();
  return found.length > 0 ? found : [linters.ok('no rule takes away what metadata are made of')];
}

function harmful(linter: string, rule: string, { breaks }: Rule, fix: string): Finding {
  return linters.warning(`the rule ${rule} of ${linter} ${breaks}`, fix);
}

/**
 * Asks a linter for its rules, with those that are inherited.
 *
 * @returns undefined if the project does not use it
 */
async function askLinter(
  project: Project,
  linter: string,
  plugin: string,
  command: readonly string[],
): Promise<Finding[] | undefined> {
  const { dependencies, devDependencies } = project.manifest;
  const file = findTool(project, linter);
  if (file === undefined || !Object.hasOwn({ ...dependencies, ...devDependencies }, linter)) return undefined;
  const { code, output, errors } = await runTool(project, file, command);
  if (code !== 0) {
    const [reason] = (errors || output).trim().split('\n');
    return [linters.warning(`${linter} cannot read its configuration: ${reason}`, 'correct it')];
  }
  const { rules = {} } = JSON.parse(output) as { rules?: Readonly<Record<string, unknown>> };
  return RULES.flatMap((rule) => {
    const name = `${plugin}/${rule.name}`;
    const [level, options] = [rules[name]].flat() as [unknown, Readonly<Record<string, unknown>> | undefined];
    if (level === undefined || ['off', 'allow', 0].includes(level as string)) return [];
    if (rule.harmless === undefined) return [harmful(linter, name, rule, `set "${name}": "off"`)];
    if (options?.[rule.harmless] === true) return [];
    return [harmful(linter, name, rule, `set "${name}": ["error", { "${rule.harmless}": true }], or "off"`)];
  });
}

/** Biome does not tell its rules; its file is read, without what it inherits. */
async function readBiome({ folder }: Project): Promise<Finding[] | undefined> {
  const file = ['biome.json', 'biome.jsonc'].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  if (/"linter"\s*:\s*\{[^{}]*"enabled"\s*:\s*false/.test(text)) return [];
  return RULES.filter(({ biomeName, isRecommended }) => {
    const level = new RegExp(`"${biomeName}"\\s*:\\s*(?:\\{[^}]*"level"\\s*:\\s*)?"(\\w+)"`).exec(text)?.[1];
    return level === undefined ? isRecommended : level !== 'off';
  }).map((rule) =>
    harmful('Biome', rule.biomeName, rule, `set "linter": { "rules": { "style": { "${rule.biomeName}": "off" } } }`),
  );
}
