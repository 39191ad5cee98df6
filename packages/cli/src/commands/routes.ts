import type { RouteDescription } from '@tenon/http';
import type { Command } from 'commander';
import { coloursFor } from '../project/colours.js';
import { lookAtRoutes } from '../project/look-at.js';
import { findProject } from '../project/project.js';
import { CommandFailed } from './command-failed.js';

const HEADER = ['METHOD', 'PATH', 'HANDLER', 'FILE'];

export function addRoutes(program: Command): void {
  program
    .command('routes')
    .description('List the routes of the application')
    .argument('[text]', 'only those with it in their path or handler, in small letters or large')
    .option('--json', 'as JSON')
    .action(async (text: string | undefined, { json = false }: { json?: boolean }) => {
      const app = await lookAtRoutes(findProject());
      const routes = app.routes().filter((route) => hasText(route, text));
      if (json) console.log(JSON.stringify(routes, null, 2));
      else if (routes.length > 0) console.log(tableOf(routes));
      else console.error(text === undefined ? 'There are no routes.' : `No route has ${text} in its path or handler.`);
      if (routes.length === 0 && text !== undefined) throw new CommandFailed();
    });
}

function hasText({ path, handler }: RouteDescription, text = ''): boolean {
  return [path, handler].some((part) => part.toLowerCase().includes(text.toLowerCase()));
}

/** A terminal gets a header, and no more columns than it has room for; a program gets the bare rows. */
function tableOf(routes: readonly RouteDescription[]): string {
  const rows = routes.map(({ methods, path, version, host, handler, place = '' }) => [
    methods.join(','),
    `${host ?? ''}${path}${version === undefined ? '' : ` (version ${version})`}`,
    handler,
    place,
  ]);
  const { isTTY, columns } = process.stdout;
  const table = isTTY ? [HEADER, ...rows] : rows;
  const widths = HEADER.map((_, column) => Math.max(...table.map((row) => (row[column] as string).length)));
  const width = widths.reduce((sum, each) => sum + each + 2, -2);
  const shown = isTTY && width > columns ? HEADER.length - 1 : HEADER.length;
  const lines = table.map((row) =>
    row
      .slice(0, shown)
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  if (isTTY) lines[0] = coloursFor(process.stdout).dim(lines[0] ?? '');
  return lines.join('\n');
}
