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
];

const classRecipe = fc.record({
  hasDefault: fc.boolean(),
  isExposed: fc.boolean(),
  properties: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      each: fc.boolean(),
      isTyped: fc.boolean(),
      uses: fc.array(fc.constantFrom(...USED), { minLength: 1, maxLength: 3 }),
    }),
    { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
  ),
});
type ClassRecipe = typeof classRecipe extends fc.Arbitrary<infer T> ? T : never;

const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, 0, 1, -1, 1.5, '', 'a', 'skip', 'forged', 'a@b.de'),
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
    for (const { name, each, isTyped, uses } of properties) {
      for (const use of uses) decorators[use]?.({ each }, () => undefined)(prototype, name);
      if (isTyped) transformer.Type(() => classes[(index + 1) % classes.length] as Function)(prototype, name);
      if (isExposed) transformer.Expose()(prototype, name);
    }
  });
  return classes;
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

/** Compares `parse` with what the originals convert and accept, one by one and as a list. */
export function compareParsing(): void {
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
              expect(dto.parse(given)).toStrictEqual(expected);
              accepted += 1;
            } else {
              expect(thrownBy(() => dto.parse(given)).errors).toStrictEqual(errors);
            }
            // What was given is left as it was.
            expect(given).toStrictEqual(value);
            all.push({ expected, errors });
          }
          const list = compile([target]);
          if (all.every(({ errors }) => errors.length === 0)) {
            expect(list.parse(structuredClone(values))).toStrictEqual(all.map(({ expected }) => expected));
          } else {
            const nodes = thrownBy(() => list.parse(structuredClone(values))).errors;
            expect(nodes.map(({ property, children }) => [property, children])).toStrictEqual(
              all.flatMap(({ errors }, index) => (errors.length > 0 ? [[String(index), errors]] : [])),
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
