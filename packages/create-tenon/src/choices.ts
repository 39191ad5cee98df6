import { intro, isCancel, log, select, text } from '@clack/prompts';
import { type CommandLine, DEFAULT_FOLDER } from './command-line.js';
import * as errors from './errors.js';
import { ProjectFolder } from './project-folder.js';
import { DEFAULT_TEMPLATE, type Template, TEMPLATES } from './template.js';

/** What is to be made, all of it decided. */
export interface Choices {
  readonly folder: ProjectFolder;
  readonly template: Template;
}

/** 128 and the number of SIGINT, as a shell has it for whatever Ctrl-C has ended. */
const CTRL_C = 130;

/**
 * Asks for what the command line leaves open; without somebody at a terminal, takes the defaults.
 *
 * @throws Refusal if the folder cannot be taken, or is not named and nobody can be asked
 */
export async function choose({ folder, template, takesDefaults }: CommandLine): Promise<Choices> {
  const canAsk = !takesDefaults && process.stdin.isTTY && process.stdout.isTTY && process.env['CI'] === undefined;
  if (folder === undefined && !takesDefaults && !canAsk) throw errors.noFolder();
  if (!canAsk) return { folder: await take(folder ?? DEFAULT_FOLDER), template: template ?? DEFAULT_TEMPLATE };

  // What was said is checked before anything is asked.
  const named = folder === undefined ? undefined : await take(folder);
  if (folder === undefined || template === undefined) intro('A project for Tenon');
  return { folder: named ?? (await askFolder()), template: template ?? (await askTemplate()) };
}

async function take(given: string): Promise<ProjectFolder> {
  const folder = new ProjectFolder(given);
  await folder.check();
  return folder;
}

async function askFolder(): Promise<ProjectFolder> {
  for (;;) {
    const given = answer(
      await text({ message: 'In which folder?', placeholder: DEFAULT_FOLDER, defaultValue: DEFAULT_FOLDER }),
    );
    try {
      return await take(given);
    } catch (error) {
      if (!(error instanceof errors.Refusal)) throw error;
      log.error(error.message);
    }
  }
}

async function askTemplate(): Promise<Template> {
  return answer(
    await select({
      message: 'What do you begin with?',
      initialValue: DEFAULT_TEMPLATE,
      options: Object.entries(TEMPLATES).map(([value, { about }]) => ({
        value: value as Template,
        label: value,
        hint: about,
      })),
    }),
  );
}

function answer<T>(given: T): Exclude<T, symbol> {
  if (isCancel(given)) throw errors.interrupted(CTRL_C);
  return given as Exclude<T, symbol>;
}
