import { types } from 'node:util';
import { TenonError } from '@tenon/core';
import { TemplateError, type TemplatePlace } from './template-error.js';

/**
 * Says of an error in which template, and in which line, it came up.
 *
 * Errors of the application's own classes are left as they are: filters and mappings know them by their class.
 *
 * @param folder - of the templates, with a slash behind it
 * @param entry - the file of the template that was asked for, for errors whose stack names none
 */
export function locateError(error: unknown, folder: string, entry: string | undefined): unknown {
  const isError = types.isNativeError(error) || error instanceof Error;
  if (!isError)
    return new TemplateError(`a template threw ${String(error)}, which is no error`, at(undefined, entry), {
      cause: error,
    });
  if (error instanceof TemplateError) {
    if (error.file !== undefined) return error;
    return new TemplateError(error.message, at(placeIn(error.stack, folder), entry));
  }
  if (!(error instanceof TenonError) && !OF_THE_LANGUAGE.has((error.constructor as Function | undefined)?.name ?? ''))
    return error;
  return new TemplateError(error.message, at(placeIn(error.stack, folder), entry), { cause: error });
}

function at(found: TemplatePlace | undefined, entry: string | undefined): TemplatePlace | undefined {
  return found ?? (entry === undefined ? undefined : { file: entry });
}

const OF_THE_LANGUAGE: ReadonlySet<string> = new Set([
  'Error',
  'TypeError',
  'ReferenceError',
  'RangeError',
  'SyntaxError',
  'URIError',
  'EvalError',
]);

/** Finds the first frame that is a template's. */
function placeIn(stack: string | undefined, folder: string): TemplatePlace | undefined {
  for (const line of stack?.split('\n') ?? []) {
    const start = line.indexOf(folder);
    if (start === -1 || !/^\s+at /.test(line)) continue;
    const [, file, number] = /^(.*\.eta):(\d+):\d+/.exec(line.slice(start)) ?? [];
    if (file !== undefined) return { file, line: Number(number) };
  }
  return undefined;
}
