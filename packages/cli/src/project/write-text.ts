import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { makeFolders } from './make-folders.js';

/**
 * Writes a file, makes the folders that it stands in, and says so.
 *
 * @throws TenonError `TENON_CLI_NOT_WRITTEN`
 */
export function writeText(file: string, text: string): void {
  const fromHere = relative(process.cwd(), file);
  const shown = fromHere.startsWith('..') ? file : fromHere;
  try {
    makeFolders(dirname(file));
    writeFileSync(file, text);
  } catch (cause) {
    throw new TenonError([faults.notWritten(shown, cause)]);
  }
  console.log(`${shown} is written.`);
}
