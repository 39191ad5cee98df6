import { readdirSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { TenonError } from '@tenon/core';
import { shortenCopies } from './faults/parts/other-copy.js';

/*
 * faults/ has one small application for each message; its name is the code without its area, then a variant. Each
 * message is a golden file, with paths as they would stand in an application of one's own.
 */

const FAULTS = join(import.meta.dirname, 'faults');
const MENDS = join(import.meta.dirname, 'mends');
const FILES = readdirSync(FAULTS, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => name);

async function provokeFault(file: string): Promise<unknown> {
  const { provoke } = (await import(join(FAULTS, file))) as { provoke: () => Promise<unknown> };
  return provoke().catch((error: unknown) => error);
}

function shorten(text: string): string {
  return shortenCopies(text).replaceAll(`${relative(process.cwd(), FAULTS)}/`, 'src/');
}

test.each(FILES.filter((file) => !file.startsWith('several')))('explains %s', async (file) => {
  const [stem, ...variant] = parse(file).name.split('.') as [string, ...string[]];

  const error = await provokeFault(file);

  if (!(error instanceof TenonError)) throw new Error('no fault was found', { cause: error });
  expect(error.diagnostics).toHaveLength(1);
  expect(error.code).toMatch(new RegExp(`^TENON_[A-Z]+_${stem.replaceAll('-', '_').toUpperCase()}$`));
  expect(shorten(error.message)).toMatchGolden(['golden/', [error.code, ...variant].join('.')].join(''));
});

test('reports all faults together', async () => {
  const error = await provokeFault('several.ts');

  expect(error).toBeInstanceOf(TenonError);
  expect(shorten((error as TenonError).message)).toMatchGolden('golden/several');
});

test('puts a caret under the guilty part, and under nothing else', async () => {
  const error = (await provokeFault('not-exported.ts')) as TenonError;

  const { signature, caret } = error.where ?? {};
  expect(signature?.slice(caret?.start, (caret?.start ?? 0) + (caret?.length ?? 0))).toBe('orders');
});

test.each(readdirSync(MENDS))('is content with the mend in mends/%s', async (file) => {
  const { mended } = (await import(join(MENDS, file))) as { mended: () => Promise<AsyncDisposable | undefined> };

  const context = await mended();

  expect(FILES).toContain(file);
  await context?.[Symbol.asyncDispose]?.();
});
