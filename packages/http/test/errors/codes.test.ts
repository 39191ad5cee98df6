import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/* The codes in the source, the golden files and the handbook are held to each other, in all directions. */

const PACKAGE = join(import.meta.dirname, '../..');
const DOCS = readFileSync(join(PACKAGE, '../../docs/errors.md'), 'utf8');
const SOURCE = readFileSync(join(PACKAGE, 'src/errors.ts'), 'utf8');
const GOLDEN = join(import.meta.dirname, 'golden');

const codes = [...new Set(SOURCE.match(/(?<=')TENON_[A-Z_]+(?=')/g))].toSorted();
const sections = DOCS.split(/^##+ /m).filter((section) => section.startsWith('TENON_HTTP_'));
const sectionOf = new Map(sections.map((section) => [section.slice(0, section.indexOf('\n')), section]));
const golden = (name: string): string => readFileSync(join(GOLDEN, `${name}.golden.txt`), 'utf8').trimEnd();

/** Their mend is no code of an application. */
const WITHOUT_CODE = ['NO_METADATA', 'PORT_TAKEN', 'NO_REQUEST'];

test('has no code outside of errors.ts', () => {
  const others = readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'errors.ts')
    .filter((file) => /code: 'TENON/.test(readFileSync(join(PACKAGE, 'src', file), 'utf8')));

  expect(others).toEqual([]);
});

test('names in comments no code that does not exist', () => {
  const named = readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(join(PACKAGE, 'src', file), 'utf8').match(/TENON_HTTP_[A-Z_]*[A-Z]/g) ?? [])
    // A variable of the environment.
    .filter((name) => name !== 'TENON_HTTP_BACK_END');

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
  const name = code.replace('TENON_HTTP_', '');
  const block = WITHOUT_CODE.includes(name)
    ? /^```(?:json|sh|ts)\b/m
    : `\`\`\`ts file=packages/http/test/errors/mends/${name.replaceAll('_', '-').toLowerCase()}.ts#mend\n`;

  expect(section).toMatch(block);
});

test.each(codes)('names the command that prints the section of %s', (code) => {
  expect(golden(code)).toContain(`npx tenon error ${code}`);
});
