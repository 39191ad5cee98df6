import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import 'reflect-metadata';
import {
  Exclude,
  Expose,
  Transform,
  Type,
  type ClassTransformOptions,
  type TransformFnParams,
} from 'class-transformer';

/** What a random class is made of, as plain data, so that fast-check can shrink it. */
export interface ClassRecipe {
  readonly parent: ClassRecipe | undefined;
  readonly strategy: 'none' | 'expose' | 'exclude' | 'both';
  readonly fields: readonly FieldRecipe[];
}

interface FieldRecipe {
  readonly name: string;
  readonly kind: 'absent' | 'undefined' | 'default' | 'getter' | 'accessor' | 'method' | 'arrow';
  readonly designType: number | undefined;
  readonly marks: readonly Mark[];
}

type Directed = { toClassOnly?: boolean; toPlainOnly?: boolean };
type Limited = Directed & { since?: number; until?: number; groups?: string[] };
type Mark =
  | { readonly mark: 'expose'; readonly options: Limited & { name?: string } }
  | { readonly mark: 'exclude'; readonly options: Directed }
  | { readonly mark: 'transform'; readonly transform: number; readonly options: Limited }
  | {
      readonly mark: 'type';
      readonly type: number;
      readonly discriminated: 'no' | 'drop' | 'keep';
      readonly byObject: boolean;
    };

/** What a random value is made of. It is built twice, since the original changes its source. */
export type ValueRecipe =
  | { readonly is: 'primitive'; readonly value: unknown }
  | { readonly is: 'date'; readonly time: number }
  | { readonly is: 'buffer' | 'function'; readonly text: string }
  | { readonly is: 'list' | 'set'; readonly items: readonly ValueRecipe[] }
  | { readonly is: 'map' | 'object' | 'bare'; readonly entries: readonly (readonly [string, ValueRecipe])[] }
  | { readonly is: 'instance'; readonly type: number; readonly entries: readonly (readonly [string, ValueRecipe])[] };

const NAMES = ['a', 'b', 'c', 'd', '_e', '1', '0', 'kind'];
const GIVEN_NAMES = ['A', 'b', 'c', '2', 'x'];
/** Keys that no class declares, some of which would change what an object is. */
const STRANGE_KEYS = [
  'x',
  'y',
  'A',
  '2',
  'toString',
  'hasOwnProperty',
  '__proto__',
  'size',
  'length',
  'get',
  'm',
  '\u2028"\'`${1}',
];

const direction = fc.constantFrom<Directed>(
  {},
  {},
  {},
  { toClassOnly: true },
  { toPlainOnly: true },
  { toClassOnly: true, toPlainOnly: true },
);
const groups = fc.constantFrom<{ groups?: string[] }>(
  {},
  {},
  {},
  { groups: ['g'] },
  { groups: ['h', 'g'] },
  { groups: [] },
);
const versions = fc.constantFrom<{ since?: number; until?: number }>(
  {},
  {},
  {},
  { since: 1 },
  { until: 2 },
  { since: 1, until: 3 },
  { since: 2 },
);
const limited = fc.tuple(direction, groups, versions).map(([a, b, c]) => ({ ...a, ...b, ...c }));

const mark: fc.Arbitrary<Mark> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      mark: fc.constant('expose' as const),
      options: fc
        .tuple(limited, fc.option(fc.constantFrom(...GIVEN_NAMES), { freq: 3 }))
        .map(([options, name]) => (name === null ? options : { ...options, name })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ mark: fc.constant('exclude' as const), options: direction }) },
  {
    weight: 2,
    arbitrary: fc.record({
      mark: fc.constant('transform' as const),
      transform: fc.nat(TRANSFORM_COUNT() - 1),
      options: limited,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      mark: fc.constant('type' as const),
      type: fc.nat(16),
      discriminated: fc.constantFrom('no' as const, 'no' as const, 'drop' as const, 'keep' as const),
      byObject: fc.boolean(),
    }),
  },
);

const field: fc.Arbitrary<FieldRecipe> = fc
  .record({
    name: fc.constantFrom(...NAMES),
    kind: fc.constantFrom(
      'absent',
      'absent',
      'absent',
      'undefined',
      'undefined',
      'default',
      'getter',
      'accessor',
      'method',
      'arrow',
    ),
    designType: fc.option(fc.nat(16), { nil: undefined, freq: 2 }),
    marks: fc.array(mark, { maxLength: 3 }),
  })
  .map((each) => (each.name === 'kind' ? ordinary(each) : each));

/** The discriminator itself is a property like others: the original assigns to it, ours does not. */
function ordinary(each: FieldRecipe): FieldRecipe {
  const marks = each.marks.map((one) => (one.mark === 'type' ? { ...one, discriminated: 'no' as const } : one));
  return { ...each, kind: each.kind === 'default' ? 'default' : 'absent', marks };
}

const oneClass = (parent: fc.Arbitrary<ClassRecipe | undefined>): fc.Arbitrary<ClassRecipe> =>
  fc.record({
    parent,
    strategy: fc.constantFrom('none', 'none', 'none', 'expose', 'exclude', 'both'),
    fields: fc.uniqueArray(field, { maxLength: 6, selector: ({ name }) => name }),
  });

const classRecipe = oneClass(
  fc.option(oneClass(fc.option(oneClass(fc.constant(undefined)), { nil: undefined, freq: 3 })), {
    nil: undefined,
    freq: 3,
  }),
);

/** Three classes that may name each other as types. */
export const classRecipes = fc.tuple(classRecipe, classRecipe, classRecipe);

export type TestClass = new () => Record<string, unknown>;

/** Builds the classes with the real decorators. */
export function buildClasses(recipes: readonly ClassRecipe[], log: (entry: unknown) => number): TestClass[] {
  const classes: TestClass[] = [];
  const buildClass = (recipe: ClassRecipe): TestClass => {
    const built = class extends (recipe.parent ? buildClass(recipe.parent) : Object) {
      constructor() {
        super();
        for (const { name, kind } of recipe.fields) {
          const value = { undefined, default: `default of ${name}`, arrow: () => 'arrow' }[kind as string];
          if (kind === 'undefined' || kind === 'default' || kind === 'arrow') {
            Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
          }
        }
      }
    } as unknown as TestClass;
    for (const each of recipe.fields) buildField(built, each, classes, log);
    if (recipe.strategy === 'expose' || recipe.strategy === 'both') Expose()(built);
    if (recipe.strategy === 'exclude' || recipe.strategy === 'both') Exclude()(built);
    return built;
  };
  classes.push(...recipes.map(buildClass));
  return classes;
}

function buildField(
  target: TestClass,
  { name, kind, designType, marks }: FieldRecipe,
  classes: readonly TestClass[],
  log: (entry: unknown) => number,
): void {
  const prototype = target.prototype as object;
  const shape = { configurable: true };
  if (kind === 'method')
    Object.defineProperty(prototype, name, { ...shape, writable: true, value: () => `method ${name}` });
  if (kind === 'getter') Object.defineProperty(prototype, name, { ...shape, get: () => `got ${name}` });
  if (kind === 'accessor') {
    Object.defineProperty(prototype, name, {
      ...shape,
      get(this: { hidden?: unknown }) {
        return this.hidden;
      },
      set(this: { hidden?: unknown }, value: unknown) {
        this.hidden = value;
      },
    });
  }
  if (designType !== undefined) Reflect.defineMetadata('design:type', typeBy(designType, classes), prototype, name);
  for (const each of marks.toReversed()) {
    if (each.mark === 'expose') Expose(each.options)(prototype, name);
    else if (each.mark === 'exclude') Exclude(each.options)(prototype, name);
    else if (each.mark === 'transform') Transform(loggedTransform(each.transform, log), each.options)(prototype, name);
    else {
      const discriminator = {
        property: 'kind',
        subTypes: [0, 1].map((type) => ({
          name: `k${type}`,
          get value() {
            return classes[type] as TestClass;
          },
        })),
      };
      const typeOf = each.byObject
        ? (help?: { object: unknown; property: string; newObject: unknown }) => {
            log(['type', help?.property, keysOf(help?.object), typeof help?.newObject]);
            return typeBy(each.type, classes) as never;
          }
        : () => typeBy(each.type, classes) as never;
      Type(
        typeOf,
        each.discriminated === 'no' ? {} : { discriminator, keepDiscriminatorProperty: each.discriminated === 'keep' },
      )(prototype, name);
    }
  }
}

function typeBy(index: number, classes: readonly TestClass[]): unknown {
  return [
    classes[0],
    classes[1],
    classes[2],
    classes[0],
    classes[1],
    classes[2],
    String,
    Number,
    Boolean,
    Date,
    Buffer,
    Map,
    Set,
    Array,
    Object,
    undefined,
    BigInt,
  ][index];
}

/** Without the discriminator: the original deletes it from the source, or adds it; ours leaves the source alone. */
function keysOf(object: unknown): string[] {
  return Object.keys((object as object | undefined) ?? {}).filter((key) => key !== 'kind');
}

const TRANSFORMS: readonly ((params: TransformFnParams) => unknown)[] = [
  ({ value }) => value as unknown,
  ({ value }) => [value as unknown, 'seen'],
  ({ key, type }) => `${key}/${type}`,
  ({ obj }) => keysOf(obj).length,
  ({ options }) => JSON.stringify(options, (_, each: unknown) => (typeof each === 'function' ? 'class' : each)),
  () => undefined,
  ({ value }) => (typeof value === 'string' ? value.toUpperCase() : (value as unknown)),
  ({ value }) => (typeof value === 'function' ? 'a function' : (value as unknown)),
  () => ({ made: new Date(0), list: [1, { two: 2 }] }),
];
function TRANSFORM_COUNT(): number {
  return 9;
}

function loggedTransform(index: number, log: (entry: unknown) => number): (params: TransformFnParams) => unknown {
  return (params) => {
    const count = log(['transform', index, params.key, params.type, Object.keys(params).join()]);
    // A transform that makes an object of its own class would go on until the stack ends, which takes its time.
    if (count > 200) return 'enough';
    return TRANSFORMS[index]?.(params);
  };
}

const primitive = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    'text',
    '12',
    'true',
    '1e3',
    ' ',
    null,
    undefined,
    true,
    false,
    0,
    -0,
    1.5,
    NaN,
    12n,
    'k0',
    'k1',
    '2020-01-02T03:04:05.678Z',
  ),
  fc.string({ maxLength: 5 }),
  fc.integer(),
);
const kindEntry = fc
  .constantFrom('k0', 'k1', 'k9')
  .map((value): readonly [string, ValueRecipe] => ['kind', { is: 'primitive', value }]);
const key = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 2, arbitrary: fc.constantFrom(...GIVEN_NAMES) },
  { weight: 2, arbitrary: fc.constantFrom(...STRANGE_KEYS) },
);

const { value: anyValue, entries: someEntries } = fc.letrec<{
  value: ValueRecipe;
  entries: readonly (readonly [string, ValueRecipe])[];
}>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: primitive.map((value): ValueRecipe => ({ is: 'primitive', value })) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1e12, NaN).map((time): ValueRecipe => ({ is: 'date', time })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('buffer' as const, 'function' as const)
        .map((is): ValueRecipe => ({ is, text: 'abc' })),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constantFrom('list' as const, 'list' as const, 'set' as const),
        items: fc.array(tie('value'), { maxLength: 3 }),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        is: fc.constantFrom('object' as const, 'object' as const, 'object' as const, 'map' as const, 'bare' as const),
        entries: tie('entries'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ is: fc.constant('instance' as const), type: fc.nat(2), entries: tie('entries') }),
    },
  ),
  entries: fc
    .tuple(
      fc.option(kindEntry, { nil: undefined, freq: 2 }),
      fc.uniqueArray(fc.tuple(key, tie('value')), { maxLength: 6, selector: ([each]) => each }),
    )
    .map(([kind, rest]) => (kind ? [...rest, kind] : rest)),
}));

/** Values that are objects, instances or lists of them most of the time. */
export const rootValue: fc.Arbitrary<ValueRecipe> = fc.oneof(
  { weight: 5, arbitrary: someEntries.map((each): ValueRecipe => ({ is: 'object', entries: each })) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(2), someEntries)
      .map(([type, each]): ValueRecipe => ({ is: 'instance', type, entries: each })),
  },
  { weight: 2, arbitrary: anyValue },
);

export function buildValue(recipe: ValueRecipe, classes: readonly TestClass[]): unknown {
  switch (recipe.is) {
    case 'primitive':
      return recipe.value;
    case 'date':
      return new Date(recipe.time);
    case 'buffer':
      return Buffer.from(recipe.text);
    case 'function':
      return () => recipe.text;
    case 'list':
      return recipe.items.map((item) => buildValue(item, classes));
    case 'set':
      return new Set(recipe.items.map((item) => buildValue(item, classes)));
    case 'map':
      return new Map(
        recipe.entries
          .filter(([name]) => !(name in Object.prototype))
          .map(([name, value]) => [name, buildValue(value, classes)]),
      );
    case 'object':
      return fill({}, recipe.entries, classes);
    case 'bare':
      return fill(Object.create(null) as object, recipe.entries, classes);
    default: {
      const target = classes[recipe.type] as TestClass;
      return fill(new target(), recipe.entries, classes);
    }
  }
}

/** With `@Type(() => Array)`, both libraries make a list of the length that the data says, and walk through all of it. */
function shortLength(value: unknown): unknown {
  return typeof value === 'number' && Math.abs(value) > MAX_LENGTH ? MAX_LENGTH : value;
}

const MAX_LENGTH = 50;

function fill(
  object: object,
  entries: readonly (readonly [string, ValueRecipe])[],
  classes: readonly TestClass[],
): object {
  for (const [name, value] of entries) {
    // As JSON.parse does: a key named `__proto__` is a key, not a prototype.
    Object.defineProperty(object, name, {
      value: name === 'length' ? shortLength(buildValue(value, classes)) : buildValue(value, classes),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return object;
}

type OptionsRecipe = Omit<ClassTransformOptions, 'targetMaps'> & {
  readonly mapped?: readonly (readonly [target: number, name: string, type: number])[];
};

/** Every option, alone and together. */
export const optionsRecipe: fc.Arbitrary<OptionsRecipe | undefined> = fc.option(
  fc.record(
    {
      strategy: fc.constantFrom('excludeAll' as const, 'exposeAll' as const),
      excludeExtraneousValues: fc.boolean(),
      groups: fc.constantFrom<string[]>([], ['g'], ['h'], ['other']),
      version: fc.constantFrom(0, 1, 2, 2.5, 3),
      excludePrefixes: fc.constantFrom<string[]>([], ['_'], ['a', 'x']),
      ignoreDecorators: fc.boolean(),
      enableCircularCheck: fc.boolean(),
      enableImplicitConversion: fc.boolean(),
      exposeDefaultValues: fc.boolean(),
      exposeUnsetFields: fc.boolean(),
      mapped: fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...NAMES), fc.nat(16)), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined, freq: 4 },
);

export function buildOptions(
  recipe: OptionsRecipe | undefined,
  classes: readonly TestClass[],
): ClassTransformOptions | undefined {
  if (recipe === undefined) return undefined;
  const { mapped, ...rest } = recipe;
  if (!mapped) return rest;
  const targetMaps = mapped.map(([target, name, type]) => ({
    target: classes[target] as TestClass,
    // Without a prototype: the original takes `toString` and its like for mapped types.
    properties: Object.assign(Object.create(null) as object, { [name]: typeBy(type, classes) as TestClass }),
  }));
  return { ...rest, targetMaps };
}

/**
 * Where a target is filled, the original takes an inherited method for a part of it and writes into that function,
 * for every object of the process. Ours does not; what remains is compared.
 */
export function withoutMethods(recipe: ClassRecipe): ClassRecipe {
  return {
    ...recipe,
    parent: recipe.parent && withoutMethods(recipe.parent),
    fields: recipe.fields.map((each) => (each.kind === 'method' ? { ...each, kind: 'absent' } : each)),
  };
}

/** Leaves out the keys that every object, list or map inherits. */
export function withoutInheritedKeys(recipe: ValueRecipe): ValueRecipe {
  if ('items' in recipe) return { ...recipe, items: recipe.items.map(withoutInheritedKeys) };
  if (!('entries' in recipe)) return recipe;
  const entries = recipe.entries
    .filter(([name]) => !(name in Array.prototype || name in Map.prototype))
    .map(([name, value]) => [name, withoutInheritedKeys(value)] as const);
  return { ...recipe, entries };
}

/** A class that shows everything says so against any option; a closed one does not. */
export function withoutStrategy(recipe: ClassRecipe): ClassRecipe {
  return { ...recipe, strategy: 'none', parent: recipe.parent && withoutStrategy(recipe.parent) };
}

const storage = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: Record<string, unknown>;
};

/** Takes classes and their ancestors out of class-transformer's storage, which would keep all of them for ever. */
export function forgetClasses(classes: readonly TestClass[]): void {
  for (const table of Object.values(storage.defaultMetadataStorage)) {
    if (!(table instanceof Map)) continue;
    for (const each of classes) {
      for (let target: unknown = each; typeof target === 'function'; target = Object.getPrototypeOf(target)) {
        table.delete(target);
      }
    }
  }
}
