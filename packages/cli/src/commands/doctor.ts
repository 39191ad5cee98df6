import type { Command } from 'commander';
import { checkApplication } from '../doctor/check-application.js';
import { checkCompiler } from '../doctor/check-compiler.js';
import { checkLinters } from '../doctor/check-linters.js';
import { checkMetadata } from '../doctor/check-metadata.js';
import { checkNode, checkPackageJson } from '../doctor/check-package-json.js';
import { checkPackages } from '../doctor/check-packages.js';
import type { Check, Finding } from '../doctor/finding.js';
import { coloursFor } from '../project/colours.js';
import { findProject } from '../project/project.js';
import { CommandFailed } from './command-failed.js';

const CHECKS: readonly Check[] = [
  checkNode,
  checkPackageJson,
  checkCompiler,
  checkMetadata,
  checkPackages,
  checkLinters,
];

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Look for what is wrong with the set-up: compiler, packages, linters, environment, port')
    .option('--json', 'as JSON: a list of findings, each with state, subject, what and fix')
    .addHelpText('after', '\nExits with code 1 if there is a fault; a warning is none.')
    .action(async ({ json = false }: { json?: boolean }) => {
      const project = findProject();
      const findings = (await Promise.all(CHECKS.map((check) => check(project)))).flat();
      if (!json) console.log(findings.map(print).join('\n'));
      // By itself and last: its main file may end the process, and the rest has been told then.
      const ofApplication = await checkApplication(project);
      findings.push(...ofApplication);
      console.log(json ? JSON.stringify(findings, null, 2) : ofApplication.map(print).join('\n'));
      if (findings.some(({ state }) => state === 'fault')) throw new CommandFailed();
    });
}

const colours = coloursFor(process.stdout);
const SIGNS = { ok: colours.green('ok     '), warning: colours.yellow('warning'), fault: colours.red('fault  ') };

function print({ state, subject, what, fix }: Finding): string {
  const indent = ' '.repeat(9);
  const lines = [`${subject}: ${what.replaceAll('\n', `\n${indent}`)}`, ...(fix ? [`fix  ${fix}`] : [])];
  return `${SIGNS[state]}  ${lines.join(`\n${indent}`)}`;
}
