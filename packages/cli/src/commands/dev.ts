import colours from 'picocolors';
import type { Command } from 'commander';
import { DevServer } from '../dev/dev-server.js';
import { Terminal } from '../dev/terminal.js';
import { checkTypes, type TypeCheck } from '../dev/type-check.js';
import { findProject, type Project } from '../project/project.js';

interface DevOptions {
  readonly types: boolean;
  readonly inspect?: string | true;
}

export function addDev(program: Command): void {
  program
    .command('dev')
    .description('Run the application, and serve each edit at once')
    .option('--no-types', 'do not check types beside it')
    .option('--inspect [address]', 'let a debugger connect, at [host:]port (default: 127.0.0.1:9229)')
    .action((options: DevOptions) => runDev(findProject(), options));
}

/** Runs until it is told to end. */
async function runDev(project: Project, { types, inspect }: DevOptions): Promise<void> {
  const terminal = new Terminal();
  const server = new DevServer(project, terminal, inspect === true ? '127.0.0.1:9229' : inspect);
  let checker: TypeCheck | undefined;
  let isEnding = false;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  // Whatever becomes of this process, it leaves no other behind.
  process.on('exit', () => {
    checker?.stop();
    server.kill();
    terminal.close();
  });
  const quit = (): void => {
    if (isEnding) process.exit(130);
    isEnding = true;
    void server.close().then(end);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit);
  terminal.onKey((key) => {
    if (key === 'quit') quit();
    else void server.restart();
  });
  await server.restart();
  if (types && !isEnding) {
    checker = checkTypes(project.folder, colours.isColorSupported, (text) => terminal.quote(text));
    if (checker === undefined) terminal.say('types are not checked: there is no TypeScript, or no tsconfig.json');
  }
  await ended;
  process.exit(0);
}
