import { readFileSync } from 'node:fs';
import { TenonError } from '@tenon/core';
import { Command, CommanderError } from 'commander';
import colours from 'picocolors';
import { addBuild } from './commands/build.js';
import { addDev } from './commands/dev.js';
import { addRoutes } from './commands/routes.js';
import { addStart } from './commands/start.js';

/**
 * Runs the `tenon` command.
 *
 * @param given - what stands behind its name
 * @returns the exit code
 */
export async function runTenon(given: readonly string[]): Promise<number> {
  const program = new Command('tenon')
    .description('Looks at a Tenon application, runs it while it is written, and builds it.')
    .version(ownVersion())
    .showHelpAfterError('(run with --help to see what there is)')
    .exitOverride();
  addRoutes(program);
  addDev(program);
  addBuild(program);
  addStart(program);
  try {
    await program.parseAsync(given, { from: 'user' });
    return 0;
  } catch (error) {
    // It has told what is wrong.
    if (error instanceof CommanderError) return error.exitCode;
    console.error(error instanceof TenonError ? error.message.replaceAll(/^TENON_\w+/gm, colours.red) : error);
    return 1;
  }
}

function ownVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
