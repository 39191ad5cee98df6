import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { builtMainOf, newerSource } from '../build/built-main.js';
import { findProject } from '../project/project.js';

/** @param goOn - is called when the application is about to run in this process */
export function addStart(program: Command, goOn: () => void): void {
  program
    .command('start')
    .description('Run what was built, as in production')
    .argument('[file]', 'the built main file (default: dist/main.js)')
    .action(async (file: string | undefined) => {
      const project = findProject();
      const main = builtMainOf(project, file);
      const newer = newerSource(project, main);
      if (newer !== undefined) console.error(`${newer} is newer than the build: run tenon build to have it in.`);
      process.chdir(project.folder);
      process.env['NODE_ENV'] ??= 'production';
      process.setSourceMapsEnabled(true);
      // As under `node dist/main.js`. It is this process: signals come to it, and its exit code is the application's.
      process.argv.splice(1, process.argv.length, main);
      goOn();
      await import(pathToFileURL(main).href);
    });
}
