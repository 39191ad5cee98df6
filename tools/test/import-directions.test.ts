import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { importOverrides, stepsOf, unlistedFolders } from '../import-directions.ts';

const DIRECTIONS = { core: { imports: [], folders: 'errors ← model ← container' }, config: { imports: ['core'] } };

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'import-directions-'));
  for (const folder of ['core/src/model', 'core/src/container', 'config/src/anything']) {
    mkdirSync(join(root, 'packages', folder), { recursive: true });
  }
  for (const file of ['core/src/index.ts', 'core/src/errors.ts', 'config/src/reader.ts']) {
    writeFileSync(join(root, 'packages', file), '');
  }
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('reads the arrows from the left', () => {
  expect(stepsOf('a ← b · c ← d')).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('is content when every package and folder has its place', () => {
  expect(unlistedFolders(root, DIRECTIONS)).toEqual([]);
});

test('names a package without place', () => {
  mkdirSync(join(root, 'packages/http'));
  expect(unlistedFolders(root, DIRECTIONS)).toEqual([expect.stringContaining('packages/http is not in DIRECTIONS')]);
});

test('names a folder and a file without place', () => {
  mkdirSync(join(root, 'packages/core/src/extra'));
  writeFileSync(join(root, 'packages/core/src/stray.ts'), '');
  expect(unlistedFolders(root, DIRECTIONS)).toEqual([
    expect.stringContaining('packages/core/src/extra'),
    expect.stringContaining('packages/core/src/stray.ts'),
  ]);
});

test('lets tests import what they alone may', () => {
  const overrides = importOverrides({ auth: { imports: ['core'], tests: ['testing'] } });
  const allowedIn = (folder: string) =>
    overrides
      .filter(({ files }) => files.includes(`packages/auth/${folder}/**`))
      .flatMap(({ rules }) => rules['no-restricted-imports']?.[1].patterns ?? [])
      .flatMap(({ group = [] }) => group.filter((pattern) => /^!@tenon\/\w+$/.test(pattern)));
  expect(allowedIn('src')).toEqual(['!@tenon/core']);
  expect(allowedIn('test')).toEqual(['!@tenon/auth', '!@tenon/core', '!@tenon/testing']);
});
