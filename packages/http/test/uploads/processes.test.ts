import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { compilePrograms } from '../programs/compile-programs.js';

let printed: { size: number; grown: number; files: number; directory: string; parser: boolean[] };

beforeAll(() => {
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const program = join(compilePrograms(), 'uploads.js');
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', program, 'print'], { encoding: 'utf8', env });
  if (stdout === '') throw new Error(stderr);
  printed = JSON.parse(stdout) as typeof printed;
}, 60_000);

test('needs no more memory for a large file that goes on slowly than for a small one', () => {
  expect(printed.size).toBe(64 * 1024 * 1024);
  expect(printed.grown).toBeLessThan(24 * 1024 * 1024);
});

test('loads the parser of forms with the first form', () => {
  expect(printed.parser).toEqual([false, true]);
});

test('leaves nothing on disk where a process is ended while it has files', () => {
  expect(printed.files).toBe(1);
  expect(readdirSync(printed.directory)).toEqual([]);
  rmSync(printed.directory, { recursive: true });
});
