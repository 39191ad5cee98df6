import { findTool, runTool } from '../project/own-tool.js';
import type { Project } from '../project/project.js';

/** Formats the text of a file; gives it as it is where it cannot be. */
export type Format = (file: string, text: string) => Promise<string>;

/** The formatters that read a text and print it, with what they are told. */
const FORMATTERS: readonly { readonly name: string; readonly command: string; readonly given: readonly string[] }[] = [
  { name: 'oxfmt', command: 'oxfmt', given: ['--stdin-filepath'] },
  { name: 'prettier', command: 'prettier', given: ['--stdin-filepath'] },
  { name: '@biomejs/biome', command: 'biome', given: ['format', '--stdin-file-path'] },
];

/** Gives the formatter that the project names in its package.json, so that what is written looks like the rest of it. */
export function formatterOf(project: Project): Format {
  const { dependencies, devDependencies } = project.manifest;
  const formatter = FORMATTERS.find(({ name }) => Object.hasOwn({ ...dependencies, ...devDependencies }, name));
  const tool = formatter && findTool(project, formatter.name, formatter.command);
  if (!formatter || tool === undefined) return async (_, text) => text;
  return async (file, text) => {
    const { code, output } = await runTool(project, tool, [...formatter.given, file], text);
    return code === 0 && output !== '' ? output : text;
  };
}

/** Formats what was edited, if it was formatted before: nothing else of a file is to change. */
export async function formatEdited(format: Format, file: string, before: string, after: string): Promise<string> {
  return (await format(file, before)) === before ? format(file, after) : after;
}
