import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import * as transformer from 'class-transformer';
import * as validator from 'class-validator';
import * as fc from 'fast-check';
import { compile, InvalidDtoError } from '@tenon/dto';
import { decorators, forgetChecks } from './random-checks.js';
import { forgetClasses, type TestClass } from './random-classes.js';
import { seed, shareOf } from './sizes.js';

const NAMES = ['a', 'b', 'a"b', '1'];
const USED = [
  'allow',
  'allow',
  'isOptional',
  'isOptional',
  'isOptional',
  'isOptional',
  'validateIf',
  'nested',
  'nested',
  'string',
  'int',
  'min',
  'array',
  'object',
  'notEmpty',
  'custom',
  'forged',
  'email',
  'in',
  'arrayMinSize',
  'boolean',
  'date',
  'length',
];
/** What `@Type` names. */
const TYPES = {
  nothing: undefined,
  class: undefined,
  date: () => Date,
  number: () => Number,
  text: () => String,
} as const;

const classRecipe = fc.record({
  hasDefault: fc.boolean(),
  isExposed: fc.constantFrom(false, false, true),
  properties: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      each: fc.boolean(),
      type: fc.constantFrom<keyof typeof TYPES>('nothing', 'nothing', 'class', 'class', 'date', 'number', 'text'),
      uses: fc.array(fc.constantFrom(...USED), { minLength: 1, maxLength: 3 }),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
  ),
});
type ClassRecipe = typeof classRecipe extends fc.Arbitrary<infer T> ? T : never;

const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      1,
      -1,
      1.5,
      '',
      'a',
      'skip',
      'forged',
      'a@b.de',
      '2026-11-23T10:00:00.000Z',
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...NAMES, 'unknown'), tie('any'), { maxKeys: 4, noNullPrototype: true }),
})).any;
const jsonObject = fc.dictionary(fc.constantFrom(...NAMES, 'other'), json, { maxKeys: 4, noNullPrototype: true });

function build(recipes: readonly ClassRecipe[]): (new () => object)[] {
  const classes = recipes.map(({ hasDefault }) =>
    hasDefault
      ? class Random {
          a = 'a';
        }
      : class Random {},
  );
  recipes.forEach(({ isExposed, properties }, index) => {
    const { prototype } = classes[index] as { prototype: object };
    for (const { name, each, type, uses } of properties) {
      for (const use of uses) decorators[use]?.({ each }, () => undefined)(prototype, name);
      if (type === 'class') {
        transformer.Type(() => classes[(index + 1) % classes.length] as Function)(prototype, name);
      } else if (type !== 'nothing') {
        transformer.Type(TYPES[type])(prototype, name);
      }
      if (isExposed) transformer.Expose()(prototype, name);
    }
  });
  return classes;
}

/** Copies a value with texts in place of its dates, since no comparison takes one invalid date for another. */
function withDatesTold(value: unknown): unknown {
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withDatesTold);
  const told = Object.entries(value).map(([key, part]) => [key, withDatesTold(part)]);
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, Object.fromEntries(told));
}

function thrownBy(act: () => unknown): InvalidDtoError {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidDtoError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Compares parsing with what the originals convert and accept, over random classes and values, one by one and as a list. */
export function compareParses(): void {
  // Its area is that of check and conversion, which have tests of their own.
  const cases = shareOf(2);
  test(`parses what the originals convert and accept, into the same (${cases} cases, seed ${seed})`, () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        classRecipe,
        classRecipe,
        fc.array(jsonObject, { minLength: 2, maxLength: 2 }),
        (one, other, values) => {
          const classes = build([one, other]) as [new () => object];
          const [target] = classes;
          const dto = compile(target);
          const all: { expected: object; errors: validator.ValidationError[] }[] = [];
          for (const value of values) {
            const expected = transformer.plainToInstance(target, structuredClone(value));
            const errors = validator.validateSync(expected, { whitelist: true });
            const given = structuredClone(value);
            if (errors.length === 0) {
              expect(withDatesTold(dto.parse(given))).toStrictEqual(withDatesTold(expected));
              accepted += 1;
            } else {
              const thrown = thrownBy(() => dto.parse(given));
              expect(withDatesTold(thrown.errors)).toStrictEqual(withDatesTold(errors));
            }
            // What was given is left as it was.
            expect(given).toStrictEqual(value);
            all.push({ expected, errors });
          }
          const list = compile([target]);
          if (all.every(({ errors }) => errors.length === 0)) {
            const instances = all.map(({ expected }) => expected);
            expect(withDatesTold(list.parse(structuredClone(values)))).toStrictEqual(withDatesTold(instances));
          } else {
            const nodes = thrownBy(() => list.parse(structuredClone(values))).errors;
            expect(withDatesTold(nodes.map(({ property, children }) => [property, children]))).toStrictEqual(
              withDatesTold(all.flatMap(({ errors }, index) => (errors.length > 0 ? [[String(index), errors]] : []))),
            );
          }
          forgetChecks();
          forgetClasses(classes as unknown as TestClass[]);
        },
      ),
      { numRuns: cases / 2, seed },
    );
    expect(accepted).toBeGreaterThan(cases / 10);
  });
}
