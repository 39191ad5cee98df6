import { readFileSync } from 'node:fs';
import { TenonError } from '@tenon/core';
import { Command, CommanderError } from 'commander';
import { CommandFailed } from './commands/command-failed.js';
import { addDb } from './commands/db.js';
import { addDoctor } from './commands/doctor.js';
import { addError } from './commands/error.js';
import { addExplain } from './commands/explain.js';
import { addGenerate } from './commands/generate.js';
import { addGraph } from './commands/graph.js';
import { addRoutes } from './commands/routes.js';
import { addOpenApi } from './commands/openapi.js';
import { addClient } from './commands/client.js';
import { coloursFor } from './project/colours.js';
import { addBuild } from './commands/build.js';
import { addDev } from './commands/dev.js';
import { addStart } from './commands/start.js';

/**
 * Runs the `tenon` command.
 *
 * @param given - what stands behind its name
 * @returns the exit code; undefined if what was begun goes on, and has one of its own
 */
export async function runTenon(given: readonly string[]): Promise<number | undefined> {
  let goesOn = false;
  const program = new Command('tenon')
    .description('Looks at a Tenon application, runs it while it is written, and builds it.')
    .version(ownVersion())
    .showHelpAfterError('(run with --help to see what there is)')
    .exitOverride();
  addDev(program);
  addBuild(program);
  addStart(program, () => (goesOn = true));
  addGenerate(program);
  addDb(program);
  addRoutes(program);
  addExplain(program);
  addGraph(program);
  addDoctor(program);
  addError(program);
  addOpenApi(program);
  addClient(program);
  try {
    await program.parseAsync(given, { from: 'user' });
    return goesOn ? undefined : 0;
  } catch (error) {
    // Both have told what is wrong.
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof CommandFailed) return 1;
    console.error(
      error instanceof TenonError ? error.message.replaceAll(/^TENON_\w+/gm, coloursFor(process.stderr).red) : error,
    );
    return 1;
  }
}

function ownVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
