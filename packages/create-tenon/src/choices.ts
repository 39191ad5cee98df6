import { type CommandLine, DEFAULT_FOLDER } from './command-line.js';
import * as errors from './errors.js';
import { type ProjectFolder, takeFolder } from './project-folder.js';
import { DEFAULT_TEMPLATE, type Template } from './template.js';

/** What is to be made, all of it decided. */
export interface Choices {
  readonly folder: ProjectFolder;
  readonly template: Template;
}

/**
 * Asks for what the command line leaves open; without somebody at a terminal, takes the defaults.
 *
 * @throws Refusal if the folder cannot be taken, or is not named and nobody can be asked
 */
export async function choose({ folder, template, takesDefaults }: CommandLine): Promise<Choices> {
  const canAsk = !takesDefaults && process.stdin.isTTY && process.stdout.isTTY && process.env['CI'] === undefined;
  if (folder === undefined && !takesDefaults && !canAsk) throw errors.noFolder();
  if (!canAsk) return { folder: await takeFolder(folder ?? DEFAULT_FOLDER), template: template ?? DEFAULT_TEMPLATE };

  // What was said is checked before anything is asked.
  const named = folder === undefined ? undefined : await takeFolder(folder);
  if (named !== undefined && template !== undefined) return { folder: named, template };
  // Loaded only where somebody is asked: all else starts faster.
  const { askFolder, askTemplate, introduce } = await import('./questions.js');
  introduce();
  return { folder: named ?? (await askFolder()), template: template ?? (await askTemplate()) };
}
