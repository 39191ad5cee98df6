import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a decorator or a call stood: an unformatted stack of one frame, read only for a fault. */
export interface Place {
  readonly stack?: string;
}

/**
 * Remembers who called `below`.
 *
 * One frame and no formatting: about two microseconds, so that every decorator can afford it.
 *
 * @param below - the decorator factory itself; the frame that called it is kept
 */
export function capturePlace(below: (...args: never[]) => unknown): Place {
  const place: Place = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(place, below);
  Error.stackTraceLimit = limit;
  return place;
}

/**
 * Gives `file:line` of a place, in the source that the user wrote.
 *
 * @returns a path relative to the working directory when it lies within; undefined when nothing is known
 */
export function formatPlace(place: Place | undefined): string | undefined {
  const frame = place?.stack?.split('\n').at(-1)?.match(FRAME);
  if (!frame) return undefined;
  const [, address, line, column] = frame as unknown as [string, string, string, string];
  const file = address.startsWith('file://') ? fileURLToPath(address) : address;
  const source = toSource(file, Number(line), Number(column));
  const local = relative(process.cwd(), source.file);
  return `${local.startsWith('..') ? source.file : local.split(sep).join('/')}:${source.line}`;
}

/** `at name (file:line:column)` or `at file:line:column`. A folder's name may have brackets and blanks. */
const FRAME = /^\s*at (?:async )?(?:.*? \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/**
 * Gives `file:line` of where an error was made, outside of installed packages and of Node.
 *
 * @returns undefined when nothing is known
 */
export function placeOfError(error: Error): string | undefined {
  const frames = error.stack?.split('\n').filter((line) => FRAME.test(line)) ?? [];
  const own = frames.find((line) => !/node:|[\\/]node_modules[\\/]/.test(line));
  return formatPlace({ stack: own ?? '' });
}

/** Follows a compiled file's source map, for processes that were started without `--enable-source-maps`. */
function toSource(file: string, line: number, column: number): { file: string; line: number } {
  const here = { file, line };
  if (!/\.[cm]?js$/.test(file)) return here;
  try {
    const comment = readFileSync(file, 'utf8').match(/\/\/# sourceMappingURL=(\S+)\s*$/)?.[1];
    if (!comment) return here;
    const inline = comment.match(/^data:application\/json[^,]*;base64,(.*)$/)?.[1];
    const text = inline
      ? Buffer.from(inline, 'base64').toString()
      : readFileSync(resolve(dirname(file), comment), 'utf8');
    const entry = new SourceMap(JSON.parse(text)).findEntry(line - 1, column - 1);
    if (!('originalSource' in entry)) return here;
    const original = entry.originalSource.startsWith('file://')
      ? fileURLToPath(entry.originalSource)
      : resolve(dirname(file), entry.originalSource);
    return existsSync(original) ? { file: original, line: entry.originalLine + 1 } : here;
  } catch {
    // A missing or broken map must not hide the fault that is being reported.
    return here;
  }
}
