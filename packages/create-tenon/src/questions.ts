import { intro, isCancel, log, select, text } from '@clack/prompts';
import { DEFAULT_FOLDER } from './command-line.js';
import * as errors from './errors.js';
import { type ProjectFolder, takeFolder } from './project-folder.js';
import { DEFAULT_TEMPLATE, type Template, TEMPLATES } from './template.js';

/** 128 and the number of SIGINT, as a shell has it for whatever Ctrl-C has ended. */
const CTRL_C = 130;

export function introduce(): void {
  intro('A project for Tenon');
}

/** Asks until a folder is named that can be taken. */
export async function askFolder(): Promise<ProjectFolder> {
  for (;;) {
    const given = answer(
      await text({ message: 'In which folder?', placeholder: DEFAULT_FOLDER, defaultValue: DEFAULT_FOLDER }),
    );
    try {
      return await takeFolder(given);
    } catch (error) {
      if (!(error instanceof errors.Refusal)) throw error;
      log.error(error.message);
    }
  }
}

export async function askTemplate(): Promise<Template> {
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
