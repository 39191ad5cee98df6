import { closeSync, existsSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TenonError } from '@tenon/core';
import * as faults from '../errors.js';
import { makeFolders } from '../project/make-folders.js';

/** What becomes of one file. */
export interface Change {
  /** Below the folder of the project. */
  readonly file: string;
  /** Undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * Writes all changes, or none: what was written before one fails is taken back.
 *
 * @throws TenonError `TENON_CLI_FILE_EXISTS`, `TENON_CLI_NOT_WRITTEN`
 */
export function writeChanges(folder: string, changes: readonly Change[]): void {
  refuseExisting(folder, changes);
  const undo: (() => void)[] = [];
  for (const { file, before, after } of changes) {
    const path = join(folder, file);
    try {
      const made = makeFolders(dirname(path));
      if (made !== undefined) undo.push(() => rmSync(made, { recursive: true }));
      // Somebody else may have made the file meanwhile.
      if (before === undefined) closeSync(openSync(path, 'wx'));
      undo.push(() => (before === undefined ? rmSync(path) : writeFileSync(path, before)));
      writeFileSync(path, after);
    } catch (cause) {
      takeBack(undo);
      throw new TenonError([faults.notWritten(file, cause)]);
    }
  }
}

/** @throws TenonError `TENON_CLI_FILE_EXISTS` */
export function refuseExisting(folder: string, changes: readonly Change[]): void {
  const existing = changes.filter(({ file, before }) => before === undefined && existsSync(join(folder, file)));
  if (existing.length > 0) throw new TenonError([faults.fileExists(existing.map(({ file }) => file))]);
}

function takeBack(undo: readonly (() => void)[]): void {
  for (const step of undo.toReversed()) {
    try {
      step();
    } catch {
      // Where nothing can be written, nothing was.
    }
  }
}
