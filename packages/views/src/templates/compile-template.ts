import { compileFunction } from 'node:vm';
import type { Eta } from 'eta';
import { writeTemplate, type TemplateReference } from './write-template.js';

/** A template that is ready to run. */
export interface Template {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly references: readonly TemplateReference[];
  /**
   * Gives the page's text.
   *
   * @param it - what the template is given
   * @param scope - what it has by name
   * @param escape - makes markup of anything that is printed
   */
  readonly run: (it: object, scope: object, escape: (value: unknown) => string) => string;
}

/** What is wrong with a template's text. */
export class BrokenTemplate extends Error {
  override readonly name = 'BrokenTemplate';

  /** @param line - of the template, from 1 */
  constructor(
    message: string,
    readonly line: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Compiles a template. It goes by its file's name, so that stacks of errors name it and its line.
 *
 * @throws BrokenTemplate
 */
export function compileTemplate(
  eta: Eta,
  source: string,
  { name, file, helpers }: { readonly name: string; readonly file: string; readonly helpers: Iterable<string> },
): Template {
  const lines = source.split('\n').length;
  let written;
  try {
    written = writeTemplate(eta, source, name, helpers);
  } catch (error) {
    const [, message, line] = /^(.*?) at line (\d+) col/.exec((error as Error).message) ?? [];
    throw new BrokenTemplate(message ?? (error as Error).message, Number(line ?? 1), { cause: error });
  }
  const { code, references } = written;
  try {
    // The header stands in the line before the template's first.
    const run = compileFunction(code, ['it', '__t', '__e'], { filename: file, lineOffset: -1 }) as Template['run'];
    return { name, file, references, run };
  } catch (error) {
    throw brokenBy(error as Error, source, file, lines);
  }
}

/** Reads V8's report, whose first line is `file:line`. */
function brokenBy(error: Error, source: string, file: string, lines: number): BrokenTemplate {
  const first = error.stack?.split('\n', 1)[0] ?? '';
  const found = first.startsWith(`${file}:`) ? Number(first.slice(file.length + 1)) : 1;
  const options = { cause: error };
  // What is never closed is missed at the end.
  if (found > lines)
    return new BrokenTemplate(`${error.message}: something that is opened is never closed`, lines, options);
  const line = Math.max(1, found);
  const text = source.split('\n')[line - 1] ?? '';
  if (/\bawait\b/.test(text))
    return new BrokenTemplate('templates cannot wait: give them what they need', line, options);
  return new BrokenTemplate(error.message, line, options);
}
