import * as original from 'class-validator';
import * as fc from 'fast-check';

/** What validators, conditions and messages were asked, in order. */
export type Log = (entry: unknown) => void;

export type TestClass = new () => Record<string, unknown>;

/** It remembers where it stopped, so each validation has to begin with it as new. */
export const STICKY = /b/y;

const NAMES = ['name', 'b', '1', '20', 'a"b', "it's", '\u2028', '$&', 'a\\'];
const GROUPS = ['x', 'y', ''];

enum Colour {
  red = 'red',
  blue = 'blue',
}
enum Level {
  low,
  high,
}

type Decorate = (options: original.ValidationOptions, log: Log) => PropertyDecorator;

class Known {}

/** Whether promises of validators all come out well. */
let saysYesLate = false;

/** A decorator of the user's own, which says what it is asked. */
function custom(
  name: string,
  log: Log,
  options: original.ValidationOptions,
  answer: (value: unknown) => unknown,
  more: Partial<original.ValidationDecoratorOptions> = {},
): PropertyDecorator {
  return (target, propertyName) => {
    original.registerDecorator({
      name,
      target: target.constructor,
      propertyName: propertyName as string,
      options,
      constraints: ['given', 2, [1, 'two'], /x/],
      validator: {
        validate: (value: unknown, args) => {
          log([
            name,
            typeof value,
            args?.property,
            args?.targetName,
            args?.constraints.length,
            Object.keys(args ?? {}),
          ]);
          return answer(value) as boolean;
        },
        defaultMessage: (args) =>
          `${name} of $property in $target wants $constraint1 and $constraint3, not $value, ${args?.property}`,
      },
      ...more,
    });
  };
}

function constraintClass(log: Log, isAsync: boolean): new () => original.ValidatorConstraintInterface {
  class Constraint implements original.ValidatorConstraintInterface {
    validate(value: unknown, args?: original.ValidationArguments) {
      log(['class', typeof value, args?.property]);
      const isValid = typeof value === 'string';
      return isAsync ? Promise.resolve(isValid) : isValid;
    }
  }
  original.ValidatorConstraint({ name: isAsync ? 'later' : 'now', async: isAsync })(Constraint);
  return Constraint;
}

/** By name, so that a failing case can be read. */
export const decorators: Readonly<Record<string, Decorate>> = {
  allow: (o) => original.Allow(o),
  isDefined: (o) => original.IsDefined(o),
  isOptional: (o) => original.IsOptional(o),
  validateIf: (o, log) =>
    original.ValidateIf((object: Record<string, unknown>, value: unknown) => {
      log(['if', Object.keys(object), typeof value]);
      return value !== 'skip';
    }, o),
  validateIfFalse: (o) => original.ValidateIf(() => false, o),
  nested: (o) => original.ValidateNested(o),
  promise: (o) => original.ValidatePromise(o),
  string: (o) => original.IsString(o),
  number: (o) => original.IsNumber({}, o),
  anyNumber: (o) => original.IsNumber({ allowInfinity: true, allowNaN: true }, o),
  infinity: (o) => original.IsNumber({ allowInfinity: true }, o),
  nan: (o) => original.IsNumber({ allowNaN: true }, o),
  decimals: (o) => original.IsNumber({ maxDecimalPlaces: 2 }, o),
  int: (o) => original.IsInt(o),
  boolean: (o) => original.IsBoolean(o),
  date: (o) => original.IsDate(o),
  array: (o) => original.IsArray(o),
  object: (o) => original.IsObject(o),
  notEmptyObject: (o) => original.IsNotEmptyObject({ nullable: false }, o),
  instance: (o) => original.IsInstance(Known, o),
  enumText: (o) => original.IsEnum(Colour, o),
  enumNumber: (o) => original.IsEnum(Level, o),
  in: (o) => original.IsIn(['a', 1, null, Number.NaN], o),
  notIn: (o) => original.IsNotIn(['a', 1, undefined], o),
  equals: (o) => original.Equals('a', o),
  equalsNaN: (o) => original.Equals(Number.NaN, o),
  notEquals: (o) => original.NotEquals(-0, o),
  empty: (o) => original.IsEmpty(o),
  notEmpty: (o) => original.IsNotEmpty(o),
  min: (o) => original.Min(-1, o),
  max: (o) => original.Max(5.5, o),
  positive: (o) => original.IsPositive(o),
  negative: (o) => original.IsNegative(o),
  divisible: (o) => original.IsDivisibleBy(3, o),
  minDate: (o) => original.MinDate(new Date(1000), o),
  maxDate: (o) => original.MaxDate(new Date(1000), o),
  minDateLater: (o) => original.MinDate(() => new Date(1000), o),
  minLength: (o) => original.MinLength(2, o),
  maxLength: (o) => original.MaxLength(3, o),
  length: (o) => original.Length(2, 4, o),
  lengthMin: (o) => original.Length(3, undefined, o),
  matches: (o) => original.Matches(/^[ab]+$/, o),
  matchesGlobal: (o) => original.Matches(/a/g, o),
  matchesSticky: (o) => original.Matches(STICKY, o),
  matchesText: (o) => original.Matches('^A', 'i', o),
  contains: (o) => original.Contains('a', o),
  notContains: (o) => original.NotContains('a', o),
  email: (o) => original.IsEmail({}, o),
  emailPlain: (o) => original.IsEmail(undefined, o),
  uuid: (o) => original.IsUUID(4, o),
  url: (o) => original.IsUrl(undefined, o),
  numberString: (o) => original.IsNumberString(undefined, o),
  dateString: (o) => original.IsDateString({}, o),
  json: (o) => original.IsJSON(o),
  alpha: (o) => original.IsAlpha(undefined, o),
  byteLength: (o) => original.IsByteLength(1, 3, o),
  phone: (o) => original.IsPhoneNumber('DE', o),
  arrayContains: (o) => original.ArrayContains(['a'], o),
  arrayNotContains: (o) => original.ArrayNotContains(['a'], o),
  arrayNotEmpty: (o) => original.ArrayNotEmpty(o),
  arrayMinSize: (o) => original.ArrayMinSize(2, o),
  arrayMaxSize: (o) => original.ArrayMaxSize(2, o),
  arrayUnique: (o) => original.ArrayUnique(o),
  arrayUniqueBy: (o) => original.ArrayUnique((item: unknown) => String(item), o),
  custom: (o, log) => custom('mine', log, o, (value) => value !== 'a'),
  forged: (o, log) => custom('isString', log, o, (value) => value === 'forged'),
  forgedMin: (o, log) => custom('min', log, o, (value) => value !== 0, { constraints: [1] }),
  strange: (o, log) => custom('a"];}', log, o, (value) => (value === 1 || value instanceof Promise ? [] : value)),
  later: (o, log) => custom('soon', log, o, (value) => Promise.resolve(saysYesLate || value === 'a')),
  declaredAsync: (o, log) => custom('declared', log, o, (value) => Promise.resolve(value === 'a'), { async: true }),
  constraintClass: (o, log) => original.Validate(constraintClass(log, false), ['x'], o),
  constraintClassLater: (o, log) => original.Validate(constraintClass(log, true), o),
  neverRegistered: (o) => original.Validate(class {}, o),
};

const decoratorNames = Object.keys(decorators);
/** Decorators that make the interesting shapes come more often than one in seventy. */
const FREQUENT = [
  'nested',
  'nested',
  'isOptional',
  'string',
  'int',
  'notEmpty',
  'custom',
  'forged',
  'validateIf',
  'isDefined',
];

const decoratorRecipe = fc.record({
  use: fc.oneof(fc.constantFrom(...decoratorNames), fc.constantFrom(...FREQUENT)),
  each: fc.option(fc.boolean(), { nil: undefined, freq: 1 }),
  groups: fc.option(fc.subarray(GROUPS), { nil: undefined, freq: 1 }),
  always: fc.option(fc.boolean(), { nil: undefined, freq: 1 }),
  message: fc.option(
    fc.constantFrom(
      '',
      'plain',
      '$property of $target: $value, $constraint1 $constraint2 $constraint10',
      '$& $$ $1',
      'call',
    ),
    { nil: undefined, freq: 1 },
  ),
  context: fc.option(fc.constantFrom('one', 'two'), { nil: undefined, freq: 1 }),
  validateIf: fc.option(fc.boolean(), { nil: undefined, freq: 1 }),
});
type DecoratorRecipe = typeof decoratorRecipe extends fc.Arbitrary<infer T> ? T : never;

const classRecipe = fc.record({
  inherits: fc.boolean(),
  properties: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...NAMES),
      decorators: fc.array(decoratorRecipe, { minLength: 1, maxLength: 3 }),
    }),
    { selector: ({ name }) => name, maxLength: 4 },
  ),
});

/** Three classes; one that inherits does so from the next. */
export const classRecipes = fc.array(classRecipe, { minLength: 3, maxLength: 3 });
export type ClassRecipes = typeof classRecipes extends fc.Arbitrary<infer T> ? T : never;

/**
 * @param isSync - whether the classes are for `validateSync`. Then no promise of a validator says no: the original sets
 *   the error on what it has thrown away, and the unhandled rejection ends the process
 */
export function buildClasses(recipes: ClassRecipes, log: Log, isSync = false): TestClass[] {
  saysYesLate = isSync;
  forgetChecks();
  const classes: TestClass[] = [];
  for (const { inherits, properties } of recipes.toReversed()) {
    const parent = classes[0];
    const Made: TestClass = inherits && parent ? class Heir extends parent {} : (class Root {} as TestClass);
    for (const { name, decorators: used } of properties) {
      for (const recipe of used)
        decorators[recipe.use]?.(buildDecoratorOptions(recipe, log), log)(Made.prototype, name);
    }
    classes.unshift(Made);
  }
  return classes;
}

/** Empties class-validator's storage: the original walks through all of it at every validation. */
export function forgetChecks(): void {
  const storage = original.getMetadataStorage() as unknown as Record<string, Map<unknown, unknown>>;
  storage['validationMetadatas']?.clear();
  storage['constraintMetadatas']?.clear();
}

function buildDecoratorOptions(recipe: DecoratorRecipe, log: Log): original.ValidationOptions {
  const options: original.ValidationOptions = {};
  if (recipe.each !== undefined) options.each = recipe.each;
  if (recipe.groups !== undefined) options.groups = recipe.groups;
  if (recipe.always !== undefined) options.always = recipe.always;
  if (recipe.context !== undefined) options.context = { [recipe.context]: recipe.use };
  if (recipe.message === 'call') {
    options.message = (args) => {
      log(['message', args.property, args.targetName, typeof args.value, args.constraints?.length]);
      return 'called for $property: $value';
    };
  } else if (recipe.message !== undefined) {
    options.message = recipe.message;
  }
  if (recipe.validateIf !== undefined) {
    options.validateIf = (_object, value) => {
      log(['option', typeof value]);
      return recipe.validateIf ?? value === 'a';
    };
  }
  return options;
}

/** A value as data, from which an equal value can be made any number of times. */
export type ValueRecipe =
  | { readonly is: 'plain'; readonly value: unknown }
  | { readonly is: 'made'; readonly make: number }
  | { readonly is: 'list' | 'set' | 'map' | 'promise'; readonly items: readonly ValueRecipe[] }
  | { readonly is: 'object'; readonly of: number; readonly fields: readonly (readonly [string, ValueRecipe])[] };

const MAKERS: readonly (() => unknown)[] = [
  () => new Date(0),
  () => new Date(Number.NaN),
  () => new Date(2000),
  () => Object(true),
  () => Object('text'),
  () => new Known(),
  () => Object.create(null),
  () => Symbol.for('s'),
  () => (): string => 'function',
  () => /x/,
  // oxlint-disable-next-line no-sparse-arrays -- a hole is what is tested
  () => [, 'a'],
  () => ({ hasOwnProperty: 1 }),
  () => new Map<unknown, unknown>([[{ toString: () => 'key' }, 'a']]),
];

const text = fc.constantFrom(
  '',
  'a',
  'ab',
  'abc',
  'abcdefgh',
  'b',
  'A',
  'skip',
  'forged',
  'red',
  '$&',
  '$value',
  '12',
  '1.5',
  '{}',
  '👍👍',
  '👍️',
  '❤️',
  '\uFE0F',
  '\uFE0F\uFE0F',
  '\uD83D',
  'a@b.de',
  'a.b@c-d.example',
  'x@y',
  '2020-01-01',
  '2020-13-01',
  'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  'http://a.de',
  '+4930123456',
  'a\nb',
  'ä',
);
const number = fc.constantFrom(0, -0, 1, 2, 3, -1, -2, 5.5, 6, 1.234, 1e-7, 1e21, Number.NaN, Infinity, -Infinity);
const leaf: fc.Arbitrary<ValueRecipe> = fc.oneof(
  { weight: 4, arbitrary: text.map((value) => ({ is: 'plain' as const, value })) },
  { weight: 3, arbitrary: number.map((value) => ({ is: 'plain' as const, value })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(null, undefined, true, false, 10n).map((value) => ({ is: 'plain' as const, value })),
  },
  { weight: 2, arbitrary: fc.nat(MAKERS.length - 1).map((make) => ({ is: 'made' as const, make })) },
);
const anyValue: fc.Memo<ValueRecipe> = fc.memo((depth) =>
  depth <= 1
    ? leaf
    : fc.oneof(
        { weight: 5, arbitrary: leaf },
        {
          weight: 2,
          arbitrary: fc.record({
            is: fc.constantFrom('list' as const, 'list' as const, 'set' as const, 'map' as const, 'promise' as const),
            items: fc.array(anyValue(depth - 1), { maxLength: 3 }),
          }),
        },
        { weight: 3, arbitrary: anyObject(depth - 1) },
      ),
);
const anyObject = (depth: number): fc.Arbitrary<ValueRecipe> =>
  fc.record({
    is: fc.constant('object' as const),
    // Three classes, or a plain object.
    of: fc.nat(3),
    fields: fc.array(fc.tuple(fc.constantFrom(...NAMES, 'unknown', 'toString'), anyValue(depth)), { maxLength: 6 }),
  });

/** Mostly an object of the first class. */
export const rootValue: fc.Arbitrary<ValueRecipe> = fc.oneof(
  { weight: 12, arbitrary: anyObject(3).map((recipe) => ({ ...recipe, of: 0 }) as ValueRecipe) },
  { weight: 2, arbitrary: anyObject(3) },
  { weight: 1, arbitrary: anyValue(2) },
);

export function buildValue(recipe: ValueRecipe, classes: readonly TestClass[]): unknown {
  switch (recipe.is) {
    case 'plain':
      return recipe.value;
    case 'made':
      return MAKERS[recipe.make]?.();
    case 'list':
      return recipe.items.map((item) => buildValue(item, classes));
    case 'set':
      return new Set(recipe.items.map((item) => buildValue(item, classes)));
    case 'map':
      return new Map(recipe.items.map((item, index) => [index % 2 ? index : `k${index}`, buildValue(item, classes)]));
    case 'promise':
      return Promise.resolve(recipe.items[0] && buildValue(recipe.items[0], classes));
    default: {
      const Made = classes[recipe.of];
      const object: Record<string, unknown> = Made ? new Made() : {};
      for (const [name, value] of recipe.fields) object[name] = buildValue(value, classes);
      return object;
    }
  }
}

const flag = fc.option(fc.boolean(), { nil: undefined, freq: 1 });

export const optionsRecipe: fc.Arbitrary<original.ValidatorOptions | undefined> = fc.option(
  fc
    .record({
      skipUndefinedProperties: flag,
      skipNullProperties: flag,
      skipMissingProperties: flag,
      whitelist: flag,
      forbidNonWhitelisted: flag,
      forbidUnknownValues: flag,
      stopAtFirstError: flag,
      dismissDefaultMessages: flag,
      always: flag,
      strictGroups: flag,
      groups: fc.option(fc.subarray(GROUPS), { nil: undefined, freq: 1 }),
      validationError: fc.option(fc.record({ target: flag, value: flag }), { nil: undefined, freq: 1 }),
    })
    .map((options) => options as original.ValidatorOptions),
  { nil: undefined, freq: 3 },
);
