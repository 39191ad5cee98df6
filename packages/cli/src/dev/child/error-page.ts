import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { inspect } from 'node:util';
import type { Host } from '@tenon/core';
import { faultPage, shownTo } from '../fault-page.js';

/** How many lines of the source are shown above and below the one that threw. */
const AROUND = 3;

/**
 * Makes pages of errors that nobody has caught, with the project's own lines of the stack, and with the source of the first.
 *
 * @param generation - of the process: the page reloads when another one serves
 */
export function errorPages(generation: string): NonNullable<Host['pageOf']> {
  return (error, { accept, host }) => {
    if (typeof accept !== 'string' || !accept.includes('text/html')) return undefined;
    const fault = { heading: 'The request has failed: nobody has caught this error.', text: describe(error) };
    return faultPage(shownTo(typeof host === 'string' ? host : undefined, fault), generation);
  };
}

function describe(error: unknown): string {
  const folder = process.cwd() + sep;
  const isOwn = (line: string): boolean => line.includes(folder) && !/[\\/]node_modules[\\/]/.test(line);
  const lines = inspect(error).split('\n');
  const first = lines.find((line) => isFrame(line) && isOwn(line));
  // Where none of them is the project's own, all may help.
  const shown = first === undefined ? lines : lines.filter((line) => !isFrame(line) || isOwn(line));
  const text = shown.join('\n').replaceAll('file://', '').replaceAll(folder, '');
  const source = first && sourceAt(first);
  return source === undefined ? text : `${text}\n\n${source}`;
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}

/** Gives the lines around the place of a frame, with a mark at its own. */
function sourceAt(frame: string): string | undefined {
  const [, file, place] = /((?:\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/.exec(frame.replace('file://', '')) ?? [];
  if (file === undefined) return undefined;
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const at = Number(place);
  const start = Math.max(1, at - AROUND);
  const width = String(at + AROUND).length;
  return lines
    .slice(start - 1, at + AROUND)
    .map((line, index) => {
      const number = start + index;
      return `${number === at ? '>' : ' '} ${String(number).padStart(width)} | ${line}`.trimEnd();
    })
    .join('\n');
}
