import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { jsonSchema, plainToInstance, Type, validateSync } from '@tenon/dto';
import { decorators, forgetChecks } from './random-checks.js';
import { forgetClasses, type TestClass } from './random-classes.js';
import { cases, seed } from './sizes.js';

/** Those that speak of JSON. */
const USED = [
  'isDefined',
  'isOptional',
  'validateIf',
  'nested',
  'string',
  'number',
  'decimals',
  'int',
  'boolean',
  'array',
  'object',
  'notEmptyObject',
  'enumText',
  'in',
  'notIn',
  'equals',
  'notEquals',
  'empty',
  'notEmpty',
  'min',
  'max',
  'positive',
  'negative',
  'divisible',
  'minLength',
  'maxLength',
  'length',
  'lengthMin',
  'matches',
  'matchesGlobal',
  'matchesText',
  'contains',
  'notContains',
  'email',
  'emailPlain',
  'uuid',
  'url',
  'numberString',
  'dateString',
  'json',
  'alpha',
  'arrayContains',
  'arrayNotContains',
  'arrayNotEmpty',
  'arrayMinSize',
  'arrayMaxSize',
  'arrayUnique',
  'custom',
  'forged',
];
/** Those that can be said wholly. */
const SAYABLE = USED.filter(
  (use) =>
    !/validateIf|decimals|notEmptyObject|Text|email|uuid|url|String|json|alpha|custom|forged|Unique|notContains/.test(
      use,
    ),
);
const NAMES = ['a', 'b', 'a"b', '1'];

const propertyRecipe = fc.record({
  name: fc.constantFrom(...NAMES),
  // `each` alone also accepts what is no list; with @IsArray it is what people mean.
  each: fc.boolean(),
  uses: fc.array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...SAYABLE) }, fc.constantFrom(...USED)), {
    minLength: 1,
    maxLength: 3,
  }),
});
const classRecipe = fc.uniqueArray(propertyRecipe, { selector: ({ name }) => name, minLength: 1, maxLength: 3 });

const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      1,
      2,
      3,
      -1,
      5.5,
      6,
      1.234,
      1e21,
      '',
      'a',
      'ab',
      'abc',
      'abcdef',
      'b',
      'A',
      'red',
      '12',
      '{}',
      'a@b.de',
      '2020-01-01',
      'f47ac10b-58cc-4372-a567-0e02b2c3d479',
      'http://a.de',
      'skip',
      'forged',
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...NAMES), tie('any'), { maxKeys: 4 }),
})).any;
const jsonObject = fc.dictionary(fc.constantFrom(...NAMES, 'other'), json, { maxKeys: 4 });

type ClassRecipe = typeof classRecipe extends fc.Arbitrary<infer T> ? T : never;

function build(recipes: readonly ClassRecipe[]): Function[] {
  const classes: Function[] = recipes.map(() => class Random {});
  recipes.forEach((properties, index) => {
    const { prototype } = classes[index] as { prototype: object };
    for (const { name, each, uses } of properties) {
      for (const use of uses) decorators[use]?.({ each }, () => undefined)(prototype, name);
      if (each) decorators['array']?.({}, () => undefined)(prototype, name);
      if (uses.includes('nested')) Type(() => classes[(index + 1) % classes.length] as Function)(prototype, name);
    }
  });
  return classes;
}

function hasListInList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const within = Object.values(value);
  return (Array.isArray(value) && within.some(Array.isArray)) || within.some(hasListInList);
}

test(`says in JSON Schema what is checked (${cases} cases, seed ${seed})`, () => {
  let exact = 0;
  fc.assert(
    fc.property(
      classRecipe,
      classRecipe,
      fc.boolean(),
      fc.array(jsonObject, { minLength: 4, maxLength: 4 }),
      (one, other, isClosed, values) => {
        const classes = build([one, other]);
        const [target] = classes as [new () => object];
        const validation = isClosed ? { whitelist: true, forbidNonWhitelisted: true } : {};
        const schema = jsonSchema(target, { validation });
        const text = JSON.stringify(schema);
        const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
        const saysAll = !text.includes('x-unexpressed') && !text.includes('"format"');
        for (const value of values) {
          const isValid = validateSync(plainToInstance(target, structuredClone(value)), validation).length === 0;
          // @ValidateNested goes through lists of lists to any depth, which the schema leaves unsaid on purpose.
          if (isValid && hasListInList(value)) continue;
          if (isValid) expect([value, schema, accepts(value)]).toEqual([value, schema, true]);
          else if (saysAll) expect([value, schema, accepts(value)]).toEqual([value, schema, false]);
          if (saysAll) exact += 1;
        }
        forgetChecks();
        forgetClasses(classes as TestClass[]);
      },
    ),
    // Four values for each class.
    { numRuns: cases / 4, seed },
  );
  // Else the half that matters would not have been tested.
  expect(exact).toBeGreaterThan(cases / 6);
});
