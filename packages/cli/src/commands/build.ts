import { relative } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { buildProject } from '../build/build-project.js';
import { findProject } from '../project/project.js';

export function addBuild(program: Command): void {
  program
    .command('build')
    .description('Check types, and compile the application for production')
    .action(async () => {
      const project = findProject();
      const start = performance.now();
      const interrupted = new AbortController();
      const interrupt = (): void => interrupted.abort();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
      const output = await buildProject(project, interrupted.signal);
      // The compiler has said what is wrong.
      if (output === undefined) throw new CommanderError(interrupted.signal.aborted ? 130 : 1, 'tenon.build', '');
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`Built ${relative(process.cwd(), output)} in ${seconds} s.`);
    });
}
