import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TenonError } from '@tenon/core';
import * as faults from '../../errors.js';
import type { ModuleGraph } from './module-graph.js';

/**
 * Explains a class that is not there yet when a file wants it, by the circle of imports that is behind it.
 *
 * Node says only which name has no value. Decorators want the classes that they are given, and the types of parameters,
 * while their file is being run; in a circle of imports one of the files is run before the other.
 *
 * @returns what was thrown, where it is something else
 */
export function explainCycle(thrown: unknown, graph: ModuleGraph): unknown {
  if (!(thrown instanceof ReferenceError)) return thrown;
  const name = /^Cannot access '(\w+)' before/.exec(thrown.message)?.[1];
  const place = placeOf(thrown);
  const circle =
    name === undefined || !place ? undefined : graph.circleThrough(place.url, (url) => declares(url, name));
  if (name === undefined || circle === undefined) return thrown;
  const files = circle.map((url) => relative(process.cwd(), fileURLToPath(url)).replaceAll('\\', '/'));
  return new TenonError([faults.moduleCycle({ name, files, line: place?.line, cause: thrown })]);
}

/** Gives the first of the project's own lines in a stack: as a URL, or as a path where a source map leads to it. */
function placeOf({ stack = '' }: Error): { readonly url: string; readonly line: string | undefined } | undefined {
  const [, file, line] = /^\s+at (?:.*\()?((?:file:|\/|[A-Za-z]:[\\/]).*?\.m?ts):(\d+):\d+\)?$/m.exec(stack) ?? [];
  return file === undefined ? undefined : { url: file.startsWith('file:') ? file : pathToFileURL(file).href, line };
}

/** Whether a file seems to be where a name comes from: several circles may lead through another one. */
function declares(url: string, name: string): boolean {
  try {
    return new RegExp(`\\b(?:class|const|let|enum)\\s+${name}\\b`).test(readFileSync(fileURLToPath(url), 'utf8'));
  } catch {
    return false;
  }
}
