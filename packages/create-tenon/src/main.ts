import { readFileSync } from 'node:fs';
import colours from 'picocolors';
import { choose } from './choices.js';
import { HELP, readCommandLine } from './command-line.js';
import { createProject } from './create-project.js';
import { Refusal } from './errors.js';

/**
 * Runs `create-tenon`.
 *
 * @param given - what stands behind its name
 * @returns the exit code
 */
export async function runCreate(given: readonly string[]): Promise<number> {
  try {
    const line = readCommandLine(given);
    const version = ownVersion();
    if (line.wants === 'help') console.log(HELP);
    else if (line.wants === 'version') console.log(version);
    else await createProject(await choose(line), line, version);
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.output !== '') console.error(`\n${error.output}\n`);
    console.error(colours.red(error.message));
    return error.exitCode;
  }
}

function ownVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
