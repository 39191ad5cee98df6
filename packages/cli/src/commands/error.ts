import { readFileSync } from 'node:fs';
import { nearestNames, TenonError } from '@tenon/core';
import type { Command } from 'commander';
import * as faults from '../errors.js';
import { coloursFor } from '../project/colours.js';

/** A copy of docs/errors.md, which the build puts there: the handbook is not in a project, and nothing is fetched. */
const PAGE = new URL('../errors.md', import.meta.url);

export function addError(program: Command): void {
  program
    .command('error')
    .description('Explain the code of an error: when it happens, and how it is mended')
    .argument('<code>', 'such as TENON_CONTAINER_CYCLE, in small letters or large')
    .action((given: string) => {
      const sections = readSections();
      const code = given.toUpperCase();
      const section = sections.get(code);
      if (section === undefined) {
        throw new TenonError([faults.noSuchCode({ code: given, near: nearestNames(code, sections.keys()) })]);
      }
      console.log(`${coloursFor(process.stdout).red(code)}\n\n${readable(section)}`);
    });
}

/** Gives the section of each code. */
function readSections(): ReadonlyMap<string, string> {
  const sections = readFileSync(PAGE, 'utf8').split(/^##+ /m);
  const named = sections.map((section): [string, string] => {
    const end = section.indexOf('\n');
    return [section.slice(0, end), section.slice(end).trim()];
  });
  return new Map(named.filter(([title]) => title.startsWith('TENON_')));
}

/** Gives Markdown as a terminal shows it best: code is set in, what is hidden is left out, and so are links to other pages. */
function readable(markdown: string): string {
  return markdown
    .replaceAll(/<!--[^]*?-->\n*/g, '')
    .replaceAll(/^```.*\n([^]*?)^```$/gm, (_, code: string) => code.trimEnd().replaceAll(/^(?=.)/gm, '    '))
    .replaceAll(/\[([^\]]+)\]\((?!https?:)[^)]+\)/g, '$1')
    .replaceAll('**Mend:**', 'Mend:');
}
