import type { Command } from 'commander';
import { lookAtRoutes } from '../project/look-at.js';
import { findProject } from '../project/project.js';

export function addRoutes(program: Command): void {
  program
    .command('routes')
    .description('List the routes of the application')
    .option('--json', 'as JSON')
    .action(async ({ json = false }: { json?: boolean }) => {
      const app = await lookAtRoutes(findProject());
      const routes = app.routes();
      console.log(json ? JSON.stringify(routes, null, 2) : String(routes));
    });
}
