import 'reflect-metadata';
import { cp, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  compile,
  DtoError,
  findLibraryFaults,
  getMetadataStorage,
  IsEmail,
  IsInt,
  IsString,
  registerDecorator,
  Type,
  ValidateNested,
  validateSync,
} from '@tenon/dto';

const ROOT = join(import.meta.dirname, '../../../..');
const GOLDEN = join(import.meta.dirname, 'golden');

class CreateOrder {
  @IsEmail() email!: string;
  @IsInt() quantity!: number;
}

class Account {
  @IsString() name = 'ada';
}
registerDecorator({
  name: 'isFree',
  target: Account,
  propertyName: 'name',
  async: true,
  validator: { validate: () => Promise.resolve(true) },
});

class Pair {
  pair!: [number, number];
}
getMetadataStorage().addValidationMetadata({
  type: 'tupleValidation',
  name: 'isTuple',
  target: Pair,
  propertyName: 'pair',
  constraints: [],
} as never);

class Folder {
  @ValidateNested() @Type(() => Folder) inner?: Folder;
}

function nested(levels: number): object {
  let value = {};
  for (let level = 1; level < levels; level += 1) value = { inner: value };
  return value;
}

const inItself = new Folder();
inItself.inner = inItself;

function failureOf(deed: () => unknown): DtoError {
  try {
    deed();
  } catch (error) {
    if (error instanceof DtoError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test.each<[string, () => unknown]>([
  ['TENON_DTO_ASYNC', () => compile(Account).parse({ name: 'ada' })],
  ['TENON_DTO_FALL_BACK', () => compile(Pair, { strict: true })],
  ['TENON_DTO_INVALID', () => compile(CreateOrder).parse({ email: 'ada', quantity: 1.5 })],
  ['TENON_DTO_INVALID.no-object', () => compile(CreateOrder).parse('ada')],
  [
    'TENON_DTO_INVALID.query',
    () => compile(CreateOrder, { from: 'query' }).parse({ email: 'a@b.org', quantity: '1e3' }),
  ],
  ['TENON_DTO_NOT_SERIALISABLE', () => compile([CreateOrder]).serialise(new CreateOrder())],
  ['TENON_DTO_TOO_DEEP', () => compile(Folder).parse(nested(65))],
  ['TENON_DTO_TOO_DEEP.circle', () => validateSync(inItself)],
  ['TENON_DTO_TOO_LONG', () => compile(CreateOrder).parse({ tags: Array.from({ length: 10_001 }, () => 'new') })],
  [
    'TENON_DTO_TOO_MANY_KEYS',
    () =>
      compile(CreateOrder).parse(Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`key${index}`, 1]))),
  ],
])('explains %s', (name, deed) => {
  const error = failureOf(deed);
  expect(error.code).toBe(name.replace(/\..*$/, ''));
  expect(error.message).toMatchGolden(`golden/${name}`);
});

test('explains TENON_DTO_TWO_COPIES', async () => {
  expect(findLibraryFaults()).toEqual([]);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tenon-dto-')));
  try {
    const copy = join(folder, 'node_modules/class-transformer');
    await cp(join(ROOT, 'node_modules/class-transformer'), copy, { recursive: true });
    createRequire(import.meta.url)(copy);
    const [fault] = findLibraryFaults();
    const text = fault?.message.replaceAll(ROOT, '/app').replaceAll(folder, '/app/node_modules/billing');
    expect(text).toMatchGolden('golden/TENON_DTO_TWO_COPIES');
  } finally {
    await rm(folder, { recursive: true });
  }
});

const codesIn = (text: string): string[] => [...new Set(text.match(/TENON_DTO_[A-Z_]+/g))].toSorted();

test('has a golden file and a section in docs/errors.md for each code, and no other', async () => {
  const codes = codesIn(await readFile(join(ROOT, 'packages/dto/src/errors.ts'), 'utf8'));
  const files = await readdir(GOLDEN);
  const golden = await Promise.all(files.map((file) => readFile(join(GOLDEN, file), 'utf8')));
  expect(codesIn(golden.join('\n'))).toEqual(codes);
  for (const [index, file] of files.entries()) expect(golden[index]).toMatch(file.replace(/\..*$/, ': '));

  const page = await readFile(join(ROOT, 'docs/errors.md'), 'utf8');
  const sections = page.split(/^##+ /m).filter((section) => section.startsWith('TENON_DTO_'));
  expect(sections.map((section) => section.slice(0, section.indexOf('\n'))).toSorted()).toEqual(codes);
  for (const section of sections) {
    const code = section.slice(0, section.indexOf('\n'));
    expect(section).toContain(`\`\`\`text file=packages/dto/test/errors/golden/${code}`);
    expect(section).toContain('**Mend:**');
  }
});

test('throws no code that errors.ts does not list', async () => {
  const folder = join(ROOT, 'packages/dto/src');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const codes = codesIn(await readFile(join(folder, 'errors.ts'), 'utf8'));
  // The variable that chooses the back end is no code.
  expect(codesIn(sources.join('\n')).filter((code) => code !== 'TENON_DTO_BACK_END')).toEqual(codes);
});
