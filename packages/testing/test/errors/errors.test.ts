import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createTestApp, freezeTime } from '@tenon/testing';
import { ShopModule } from '../shop.js';

const ROOT = join(import.meta.dirname, '../../../..');
const GOLDEN = join(import.meta.dirname, 'golden');

async function textOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

test('explains TENON_TESTING_ANSWERED_BEFORE', async () => {
  const app = await createTestApp(ShopModule);
  app.fastify.addHook('onRequest', async (_, reply) => reply.code(429).send('slow down'));
  const text = await textOf(() => app.request({ method: 'POST', url: '/orders' }, () => 'never'));
  expect(text).toMatchGolden('golden/TENON_TESTING_ANSWERED_BEFORE');
});

test('explains TENON_TESTING_ALREADY_FROZEN', async () => {
  freezeTime();
  expect(await textOf(() => freezeTime())).toMatchGolden('golden/TENON_TESTING_ALREADY_FROZEN');
});

// TENON_TESTING_NO_VM_MODULES is met in test/jest/preset.test.ts, by a jest that lacks the flag.

const codesIn = (text: string): string[] => [...new Set(text.match(/TENON_TESTING_[A-Z_]+/g))].toSorted();

test('has a golden file and a section in docs/errors.md for each code, and no other', async () => {
  const codes = codesIn(await readFile(join(ROOT, 'packages/testing/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  expect(files.map((file) => file.replace(/\..*$/, '')).toSorted()).toEqual(codes);
  for (const file of files) {
    expect(await readFile(join(GOLDEN, file), 'utf8')).toMatch(file.replace(/\..*$/, ': '));
  }
  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const sections = page.split(/^##+ /m).filter((section) => section.startsWith('TENON_TESTING_'));
  expect(sections.map((section) => section.slice(0, section.indexOf('\n'))).toSorted()).toEqual(codes);
  for (const section of sections) {
    const code = section.slice(0, section.indexOf('\n'));
    expect(section).toContain(`\`\`\`text file=packages/testing/test/errors/golden/${code}`);
    expect(section).toContain('**Mend:**');
  }
});
