import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COMPILE_SIZE, CROWD_SIZE } from './run/jobs.js';
import type { Kind } from './subjects/subject.js';

/* Writes the classes of the crowds as TypeScript, as their user would: 8 properties each, in another order each time. */

/** How a property of each kind is written, and a value that passes and one that does not. */
const KINDS: Readonly<Record<Kind, { source: (name: string) => string; valid: unknown; broken: unknown }>> = {
  text: { source: (name) => `@IsString() @MaxLength(50) ${name}!: string;`, valid: 'text', broken: 7 },
  count: { source: (name) => `@IsInt() @Min(0) ${name}!: number;`, valid: 3, broken: -1 },
  flag: { source: (name) => `@IsBoolean() ${name}!: boolean;`, valid: true, broken: 'true' },
  choice: { source: (name) => `@IsIn(['a', 'b', 'c']) ${name}!: string;`, valid: 'b', broken: 'd' },
  amount: { source: (name) => `@IsNumber() @Max(1_000_000) ${name}!: number;`, valid: 1.5, broken: '1.5' },
  note: { source: (name) => `@IsOptional() @IsString() ${name}?: string;`, valid: 'note', broken: {} },
  tags: {
    source: (name) => `@IsArray() @ArrayMaxSize(10) @IsString({ each: true }) ${name}!: string[];`,
    valid: ['x', 'y'],
    broken: ['x', 1],
  },
  email: { source: (name) => `@IsEmail() ${name}!: string;`, valid: 'ada@example.org', broken: 'ada' },
};
const NAMES = Object.keys(KINDS) as Kind[];
const WORDS = ['first', 'last', 'own', 'main', 'other', 'new', 'old', 'next', 'best', 'extra', 'total'];

const folder = join(import.meta.dirname, '..', 'generated');
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'crowd.ts'), crowdOf(CROWD_SIZE));
// One more than is measured: it takes what a library does once in a process.
await writeFile(join(folder, 'thousand.ts'), crowdOf(COMPILE_SIZE + 1));

function crowdOf(size: number): string {
  const imports =
    'ArrayMaxSize, IsArray, IsBoolean, IsEmail, IsIn, IsInt, IsNumber, IsOptional, IsString, Max, MaxLength, Min';
  const classes: string[] = [];
  const members: string[] = [];
  for (let number = 0; number < size; number += 1) {
    const properties = NAMES.map((_, index) => {
      const kind = NAMES[(index + number) % NAMES.length] ?? 'text';
      const word = WORDS[(number * 3 + index) % WORDS.length] ?? '';
      return { name: `${word}${kind[0]?.toUpperCase()}${kind.slice(1)}`, kind };
    });
    const broken = number % NAMES.length;
    const valuesOf = (at: number) =>
      Object.fromEntries(
        properties.map(({ name, kind }, index) => [name, index === at ? KINDS[kind].broken : KINDS[kind].valid]),
      );
    classes.push(
      `class Dto${number} {\n${properties.map(({ name, kind }) => `  ${KINDS[kind].source(name)}`).join('\n')}\n}`,
    );
    const kinds = Object.fromEntries(properties.map(({ name, kind }) => [name, kind]));
    members.push(
      `  { type: Dto${number}, kinds: ${JSON.stringify(kinds)}, valid: ${JSON.stringify(valuesOf(-1))}, broken: ${JSON.stringify(valuesOf(broken))} },`,
    );
  }
  return [
    "import 'reflect-metadata';",
    `import { ${imports} } from '@tenon/dto';`,
    '',
    ...classes,
    '',
    'export const members: readonly object[] = [',
    ...members,
    '];',
    '',
  ].join('\n');
}
