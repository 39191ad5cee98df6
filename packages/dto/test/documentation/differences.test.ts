import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../../..');

/** Gives the rows of all tables below the headings that a pattern describes, without the blanks that align them. */
async function rowsBelow(page: string, heading: RegExp): Promise<string[][]> {
  const sections = (await readFile(join(ROOT, page), 'utf8')).split(/^#+ /m).filter((section) => heading.test(section));
  const rows = sections.flatMap((section) => section.split('\n').filter((line) => line.startsWith('|')));
  return rows.map((row) => row.split('|').map((cell) => cell.trim().replace(/^-+$/, '-')));
}

test('lists the same differences in the handbook as in the README', async () => {
  const inReadme = await rowsBelow('packages/dto/README.md', /^Differences, all on purpose\n/);
  expect(inReadme.length).toBeGreaterThan(10);
  expect(await rowsBelow('docs/dto.md', /^From class-(?:validator|transformer)\n/)).toEqual(inReadme);
});
