import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import * as original from 'class-validator';
import * as ours from '@tenon/dto';

const ROOT = join(import.meta.dirname, '../../../..');

/** What is compiled, and so is not the library's own. */
const COMPILED = ['registerSchema', 'validate', 'validateOrReject', 'validateSync', 'Validator'];

/** Names that Node or the test runner gives to a CommonJS module that is imported. */
const OF_THE_MODULE = ['default', 'module.exports', '__esModule'];

const names = Object.keys(original).filter((name) => !OF_THE_MODULE.includes(name));

test('hands on everything that class-validator exports, and the very same but for what is compiled', () => {
  expect(names.length).toBeGreaterThan(300);
  const [theirs, handedOn] = [original, ours] as unknown as Record<string, unknown>[];
  expect(names.filter((name) => handedOn?.[name] === undefined)).toEqual([]);
  expect(names.filter((name) => handedOn?.[name] !== theirs?.[name]).toSorted()).toEqual(COMPILED.toSorted());
});

test('is the same for who requires it as for who imports it', async () => {
  const program = `
    const required = require('@tenon/dto');
    import('@tenon/dto').then((imported) => {
      const differing = Object.keys(imported).filter((name) => imported[name] !== required[name]);
      console.log(JSON.stringify({ differing, compile: typeof required.compile, count: Object.keys(required).length }));
    });
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', program], {
    cwd: join(ROOT, 'packages/dto'),
  });
  expect(JSON.parse(stdout)).toEqual({ differing: [], compile: 'function', count: Object.keys(ours).length });
});
