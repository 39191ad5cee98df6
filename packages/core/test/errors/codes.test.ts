import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/* The codes in the source, the golden files and the handbook are held to each other, in all directions. */

const PACKAGE = join(import.meta.dirname, '../..');
const DOCS = readFileSync(join(PACKAGE, '../../docs/errors.md'), 'utf8');
const SOURCE = readFileSync(join(PACKAGE, 'src/diagnostics/errors.ts'), 'utf8');
const GOLDEN = join(import.meta.dirname, 'golden');

const codes = [...new Set(SOURCE.match(/(?<=')TENON_[A-Z_]+(?=')/g))].toSorted();
/** Other packages have sections of their own. */
const sections = DOCS.split(/^##+ /m).filter((section) => /^TENON_(?:CONTAINER|MODULE|LIFECYCLE|CORE)_/.test(section));
const sectionOf = new Map(sections.map((section) => [section.slice(0, section.indexOf('\n')), section]));
const golden = (name: string): string => readFileSync(join(GOLDEN, `${name}.golden.txt`), 'utf8').trimEnd();

test('has no code outside of errors.ts', () => {
  const others = readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('errors.ts'))
    .filter((file) => /code: '/.test(readFileSync(join(PACKAGE, 'src', file), 'utf8')));

  expect(others).toEqual([]);
});

test('names in comments no code that does not exist', () => {
  const named = readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap(
      (file) =>
        readFileSync(join(PACKAGE, 'src', file), 'utf8').match(
          /TENON_(?:CONTAINER|MODULE|LIFECYCLE|CORE)_[A-Z_]*[A-Z]/g,
        ) ?? [],
    );

  expect(codes).toEqual(expect.arrayContaining([...new Set(named)]));
});

test('has a golden file for each code, and none for others', () => {
  const names = readdirSync(GOLDEN).map((file) => file.replace(/\..*$/, ''));

  expect([...new Set(names)].filter((name) => name !== 'several').toSorted()).toEqual(codes);
  for (const code of codes) expect(golden(code)).toMatch(new RegExp(`^${code}: `));
});

test('has a section of the handbook for each code, and none for others', () => {
  expect([...sectionOf.keys()].toSorted()).toEqual(codes);
});

test.each(codes)('shows in the handbook what %s says', (code) => {
  const messages = [...(sectionOf.get(code) ?? '').matchAll(/^```text file=\S+\n(?<text>[^]*?)\n```$/gm)];

  expect(messages.map(({ groups }) => groups?.['text'])).toEqual([golden(code)]);
});

test.each(codes)('shows in the handbook how %s is mended', (code) => {
  const section = sectionOf.get(code) ?? '';
  const stem = code
    .replace(/^TENON_[A-Z]+_/, '')
    .replaceAll('_', '-')
    .toLowerCase();
  const ownBlock = ['NO_METADATA', 'NODE_TOO_OLD', 'TWO_COPIES'].some((end) => code.endsWith(end))
    ? /^```(?:json|sh)$/m
    : `\`\`\`ts file=packages/core/test/errors/mends/${stem}.ts#mend\n`;

  expect(section).toMatch(ownBlock);
});

test.each(codes)('names the command that prints the section of %s', (code) => {
  expect(golden(code)).toContain(`npx tenon error ${code}`);
});
