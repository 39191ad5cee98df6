import { statSync } from 'node:fs';
import { type CheckedGraph, formatPlace } from '@tenon/core';
import * as faults from '../errors.js';
import { pathOf } from '../files/disk-file.js';
import type { StaticFolder } from '../files/folder-options.js';

/** Refuses folders that are not there: none of their files would be found. */
export function checkFolders(graph: CheckedGraph, folders: readonly StaticFolder[]): void {
  const { root } = graph;
  for (const { folder } of folders) {
    const path = pathOf(folder);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) continue;
    const where = {
      signature: `createApp(${root.name}, { staticFiles: [{ folder: … }] })`,
      place: formatPlace(root.place),
    };
    graph.report(
      faults.missingFolder({ where, path: [root.name] }, { given: String(folder), path, isFile: found !== undefined }),
    );
  }
}
