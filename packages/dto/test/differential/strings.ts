import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import * as transformer from 'class-transformer';
import * as validator from 'class-validator';
import * as fc from 'fast-check';
import { compile, convertStrings, InvalidDtoError, type StringSource } from '@tenon/dto';
import { forgetChecks } from './random-checks.js';
import { forgetClasses, type TestClass } from './random-classes.js';
import { cases, seed } from './sizes.js';

enum Level {
  low,
  high,
}
const CHOICES = ['a', 1, true, ''];

/** What a property may be, how it is declared, and which of the converted values is right by the handbook's table. */
interface Kind {
  readonly expected: string;
  readonly declare: (each: boolean) => PropertyDecorator[];
  /** Written apart from the source, by other means: gives the value, or nothing if the text is to be refused. */
  readonly read: (text: string, from: StringSource) => unknown;
}

const isBare = (text: string) => text !== '' && /^[\d+.eE-]+$/.test(text) && !text.startsWith('+');

/** A number as JSON has it, but for zeros in front. */
function readNumber(text: string): number | undefined {
  if (!isBare(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.replace(/^(-?)0+(?=\d)/, '$1'));
    return typeof value === 'number' && Math.abs(value) <= Number.MAX_VALUE ? value + 0 : undefined;
  } catch {
    return undefined;
  }
}

function readBigInt(text: string): bigint | undefined {
  try {
    return isBare(text) && text !== '-' ? BigInt(text) : undefined;
  } catch {
    return undefined;
  }
}

function readInteger(text: string): number | undefined {
  const big = readBigInt(text);
  if (big === undefined) return undefined;
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return big >= -limit && big <= limit ? Number(big) : undefined;
}

/** A date is right if JavaScript writes the same day that it was given. */
function readDate(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(text)) return undefined;
  const [day, time = ''] = text.split('T') as [string, string?];
  const midnight = new Date(`${day}T00:00:00.000Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined;
  const parts = time.match(/\d\d(?=[:+Z.-]|$)/g) ?? [];
  // JavaScript takes 24:00 for the next day.
  if (Number(parts[0]) > 23) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const KINDS: Readonly<Record<string, Kind>> = {
  integer: { expected: 'integer', declare: (each) => [validator.IsInt({ each })], read: readInteger },
  number: { expected: 'number', declare: (each) => [validator.IsNumber({}, { each })], read: readNumber },
  boolean: {
    expected: 'boolean',
    declare: (each) => [validator.IsBoolean({ each })],
    read: (text, from) =>
      new Map<string, boolean | undefined>([
        ['true', true],
        ['1', true],
        ['false', false],
        ['0', false],
        ['on', from === 'form' ? true : undefined],
      ]).get(text),
  },
  date: { expected: 'date', declare: (each) => [validator.IsDate({ each })], read: readDate },
  bigint: {
    expected: 'bigint',
    declare: () => [validator.Allow(), Reflect.metadata('design:type', BigInt)],
    read: readBigInt,
  },
  enum: {
    expected: 'one of',
    declare: (each) => [validator.IsEnum(Level, { each })],
    read: (text) => ({ '0': Level.low, '1': Level.high })[text],
  },
  choice: {
    expected: 'one of',
    declare: (each) => [validator.IsIn(CHOICES, { each })],
    read: (text) => CHOICES.find((choice) => choice === text) ?? CHOICES.find((choice) => String(choice) === text),
  },
  text: { expected: 'string', declare: (each) => [validator.IsString({ each })], read: (text) => text },
  unknown: { expected: 'unknown', declare: () => [validator.Allow()], read: (text) => text },
};

const NAMES = ['a', 'b', '1', 'a"b'];

const propertyRecipe = fc.record({
  name: fc.constantFrom(...NAMES),
  kind: fc.constantFrom(...Object.keys(KINDS)),
  isList: fc.boolean(),
  isOptional: fc.boolean(),
  /** The key in the input. */
  exposed: fc.option(fc.constantFrom('x', 'y z'), { nil: undefined, freq: 5 }),
});
type PropertyRecipe = typeof propertyRecipe extends fc.Arbitrary<infer T> ? T : never;

const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '0', '-0', '1', '12', '007', '-3', '+1', '1.5', '.5', '1.', '1e3', '1E-2', '1e999', '0x10'),
  fc.constantFrom('true', 'false', 'TRUE', 'on', 'off', 'yes', 'a', 'low', 'NaN', 'Infinity', '1n', '1_000', '１'),
  fc.constantFrom('9007199254740991', '9007199254740992', '-9007199254740993', '1.0', '-', '--1', '1 ', '\n1', 'null'),
  fc.constantFrom('2024-02-29', '2023-02-29', '2024-2-9', '2024-13-01', '2024-02-29T10:20Z', '2024-02-29T24:00:00Z'),
  fc.constantFrom('2024-02-29T10:20:30.123+05:30', '2024-02-29T10:60Z', '0000-01-01', '2024-02-29 10:20', '20240229'),
  fc.string({ maxLength: 6 }),
  fc.maxSafeInteger().map(String),
  fc.double({ noNaN: true }).map(String),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 3, arbitrary: fc.array(fc.oneof({ weight: 8, arbitrary: text }, fc.constant(null)), { maxLength: 3 }) },
  fc.constantFrom<unknown>(undefined, null, {}, { a: '1' }),
);
const query = fc.dictionary(fc.constantFrom(...NAMES, 'x', 'y z', 'other', 'constructor'), value, {
  maxKeys: 5,
  noNullPrototype: true,
});

/** Declares the properties; those of one name in the input would hide each other, so only the first is renamed. */
function build(recipes: readonly PropertyRecipe[]): { target: new () => object; byKey: Map<string, PropertyRecipe> } {
  const target = class Random {};
  const byKey = new Map<string, PropertyRecipe>();
  for (const each of recipes) {
    // Of a list's items nothing tells that they are to be bigints.
    const recipe = { ...each, isList: each.isList && each.kind !== 'bigint' };
    const { name, kind, isList, isOptional, exposed } = recipe;
    const key = exposed !== undefined && !byKey.has(exposed) ? exposed : name;
    byKey.set(key, recipe);
    // class-transformer takes a renamed property by its own name, too.
    byKey.set(name, recipe);
    const all = KINDS[kind]?.declare(isList) ?? [];
    if (isList) all.push(validator.IsArray());
    if (isOptional) all.push(validator.IsOptional());
    if (key !== name) all.push(transformer.Expose({ name: key }));
    for (const decorator of all) decorator(target.prototype, name);
  }
  return { target, byKey };
}

/** Converts as the handbook's table says. */
function convertByTable(
  byKey: ReadonlyMap<string, PropertyRecipe>,
  given: Readonly<Record<string, unknown>>,
  from: StringSource,
): { value: Record<string, unknown>; refused: unknown[] } {
  const converted: Record<string, unknown> = {};
  const refused: unknown[] = [];
  for (const [key, raw] of Object.entries(given)) {
    if (key === 'constructor') continue;
    const recipe = byKey.get(key);
    if (recipe === undefined) {
      converted[key] = raw;
      continue;
    }
    const { expected, read } = KINDS[recipe.kind] as Kind;
    const isText = expected === 'string' || expected === 'unknown';
    const mayBeEmpty = expected === 'one of' && !recipe.isList && read('', from) !== undefined;
    if (from === 'form' && raw === '' && !isText && !mayBeEmpty) continue;
    const one = (each: unknown, path: readonly unknown[]): unknown => {
      if (each === undefined || each === null || expected === 'unknown') return each;
      const found = typeof each === 'string' ? read(each, from) : undefined;
      if (found === undefined) refused.push([path, each, expected]);
      return found ?? each;
    };
    if (!recipe.isList || raw === undefined || raw === null) converted[key] = one(raw, [key]);
    else if (Array.isArray(raw)) converted[key] = raw.map((each, index) => one(each, [key, index]));
    else converted[key] = [one(raw, [key, 0])];
  }
  return { value: converted, refused };
}

/** Compares the conversion of strings with the handbook's table, and `parse` with conversion and the originals. */
export function compareStrings(): void {
  test(`converts strings by the handbook's table (${cases} cases, seed ${seed})`, () => {
    let accepted = 0;
    let refusals = 0;
    fc.assert(
      fc.property(
        fc.uniqueArray(propertyRecipe, { selector: ({ name }) => name, minLength: 1, maxLength: 4 }),
        fc.constantFrom<'query' | 'form'>('query', 'form'),
        fc.array(query, { minLength: 2, maxLength: 2 }),
        (recipes, from, queries) => {
          const { target, byKey } = build(recipes);
          const dto = compile(target, { from });
          for (const each of queries) {
            const given = structuredClone(each);
            const expected = convertByTable(byKey, given, from);
            const ours = convertStrings(target, given, { from });
            expect(ours.value).toStrictEqual(expected.value);
            const refused = ours.refused.map(({ path, value: was, expected: kind }) => [path, was, kind]);
            expect(refused).toStrictEqual(expected.refused);

            const instance = transformer.plainToInstance(target, expected.value);
            const errors = validator.validateSync(instance, { whitelist: true });
            let outcome: unknown;
            try {
              outcome = dto.parse(given);
            } catch (error) {
              outcome = error;
            }
            if (errors.length === 0 && refused.length === 0) {
              expect(outcome).toStrictEqual(instance);
              accepted += 1;
            } else {
              expect(outcome).toBeInstanceOf(InvalidDtoError);
              expect((outcome as InvalidDtoError).errors).toStrictEqual(errors);
              expect((outcome as InvalidDtoError).refused).toStrictEqual(ours.refused);
              refusals += 1;
            }
            expect(given).toEqual(each);
          }
          forgetChecks();
          forgetClasses([target as TestClass]);
        },
      ),
      { numRuns: cases / 2, seed },
    );
    expect(accepted).toBeGreaterThan(cases / 20);
    expect(refusals).toBeGreaterThan(cases / 20);
  });
}
