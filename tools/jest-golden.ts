/**
 * Adds `expect(text).toMatchGolden('name')`: compares a text with `name.golden.txt` beside the test.
 *
 * Unlike a snapshot, a golden file is never written by a test run, not even the first time: only `npm run golden`
 * writes, which CI refuses. So a text that users read changes only when somebody looked at it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from '@jest/globals';

expect.extend({
  toMatchGolden(received: unknown, name: string) {
    if (typeof received !== 'string') throw new TypeError('toMatchGolden compares a string');
    if (this.testPath === undefined) throw new Error('toMatchGolden works only inside of a test');
    const file = join(dirname(this.testPath), `${name}.golden.txt`);
    const shown = relative(process.cwd(), file);
    const actual = `${received.trimEnd()}\n`;
    const expected = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    if (actual !== expected && process.env['UPDATE_GOLDEN'] === '1') {
      if (process.env['CI'] !== undefined) throw new Error('CI never writes golden files');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, actual);
      return { pass: true, message: () => `${shown} was written` };
    }
    const difference = expected === undefined ? actual : (this.utils.diff(expected, actual) ?? '');
    return {
      pass: actual === expected,
      message: () =>
        expected === undefined
          ? `${shown} does not exist. If the text is right, \`npm run golden\` writes it:\n\n${difference}`
          : `The text differs from ${shown}. If that is meant, run \`npm run golden\`.\n\n${difference}`,
    };
  },
});
