import { type Command, InvalidArgumentError } from 'commander';
import { ApplicationProcess } from '../dev/application-process.js';
import { Terminal } from '../dev/terminal.js';
import type { TypeCheck } from '../dev/type-check.js';
import { coloursFor } from '../project/colours.js';
import { findProject, mainOf } from '../project/project.js';

interface DevOptions {
  readonly types: boolean;
  readonly inspect?: string | true;
}

export function addDev(program: Command): void {
  program
    .command('dev')
    .description('Run the application, and serve each edit at once')
    .option('--no-types', 'do not check types beside it')
    .option('--inspect [address]', 'let a debugger connect, at [host:]port (default: 127.0.0.1:9229)', addressOf)
    .action(runDev);
}

function addressOf(given: string): string {
  const [, port] = /^(?:.+:)?(\d+)$/.exec(given) ?? [];
  if (port === undefined || Number(port) > 65_535) throw new InvalidArgumentError('It is not a [host:]port.');
  return given;
}

/** Runs until it is told to end. */
async function runDev({ types, inspect: wanted }: DevOptions): Promise<void> {
  const project = findProject();
  const { folder } = project;
  const main = mainOf(project);
  const inspect = wanted === true ? '127.0.0.1:9229' : wanted;
  const terminal = new Terminal();
  terminal.open();
  // It begins while the rest of this command is being loaded.
  const first = new ApplicationProcess({
    main,
    folder,
    dependencies: [],
    sources: [],
    ...(inspect !== undefined && { inspect }),
  });
  const [{ DevServer }, { checkTypes }] = await Promise.all([
    import('../dev/dev-server.js'),
    import('../dev/type-check.js'),
  ]);
  const server = new DevServer(project, main, terminal, first, inspect);
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
    else server.restart();
  });
  await server.start();
  if (types && !isEnding) {
    checker = checkTypes(project, coloursFor(process.stdout).isColorSupported, (text) => terminal.quote(text));
    server.beside = checker;
    if (checker === undefined) terminal.say('types are not checked: there is no TypeScript, or no tsconfig.json');
  }
  await ended;
  process.exit(0);
}
