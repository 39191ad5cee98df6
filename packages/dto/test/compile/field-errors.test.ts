import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  ArrayMaxSize,
  compile,
  Expose,
  fieldErrors,
  InvalidDtoError,
  IsArray,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  MinDate,
  registerDecorator,
  Type,
  Validate,
  ValidateNested,
  ValidatorConstraint,
  type CompileOptions,
  type DtoClass,
  type FieldError,
} from '@tenon/dto';

function faultsOf(target: DtoClass<object>, plain: unknown, options?: CompileOptions): FieldError[] {
  return faultsBy(() => compile(target, options).parse(plain));
}

function faultsBy(act: () => unknown): FieldError[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidDtoError) return fieldErrors(error);
    throw error;
  }
  throw new Error('nothing was refused');
}

enum Size {
  small = 1,
  large = 2,
}
class Part {
  @IsEmail() email!: string;
}
class Line {
  @Min(1) @IsInt() quantity!: number;
  @ValidateNested() @Type(() => Part) part!: Part;
}
class Order {
  @IsString() id!: string;
  @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
}

const plain = {
  id: 1,
  lines: [
    { quantity: 1, part: { email: 'a@b.org' } },
    { quantity: 0.5, part: { email: 'a' } },
  ],
};
const expected = [
  { path: ['id'], code: 'isString', message: 'id must be a string' },
  { path: ['lines', 1, 'quantity'], code: 'isInt', message: 'quantity must be an integer number' },
  { path: ['lines', 1, 'quantity'], code: 'min', args: [1], message: 'quantity must not be less than 1' },
  { path: ['lines', 1, 'part', 'email'], code: 'isEmail', message: 'email must be an email' },
];

test.each<[string, CompileOptions]>([
  ['', {}],
  [', without showing any object or value', { validation: { validationError: { target: false, value: false } } }],
  [', with unknown properties forbidden', { validation: { forbidNonWhitelisted: true } }],
])('lists each failed constraint with its path, code, arguments and message%s', (_, options) => {
  expect(faultsOf(Order, plain, options)).toEqual(expected);
});

test('begins the paths of a list with the index', () => {
  expect(faultsBy(() => compile([Part]).parse([{ email: 'a@b.org' }, {}, 3]))).toEqual([
    { path: [1, 'email'], code: 'isEmail', message: 'email must be an email' },
    { path: [2], code: 'nestedValidation', message: 'each item must be an object' },
  ]);
  expect(faultsBy(() => compile([Part]).parse({}))).toEqual([
    { path: [], code: 'isArray', message: 'the value must be an array' },
  ]);
});

test('gives input that is no object an empty path', () => {
  expect(faultsOf(Part, 'text')).toEqual([
    { path: [], code: 'unknownValue', message: 'an unknown value was passed to the validate function' },
  ]);
});

test('lists properties that nobody declared', () => {
  const validation = { forbidNonWhitelisted: true };
  expect(faultsOf(Part, { email: 'a@b.org', more: 1 }, { validation })).toEqual([
    { path: ['more'], code: 'whitelistValidation', message: 'property more should not exist' },
  ]);
});

@ValidatorConstraint({ name: 'isMultiple' })
class IsMultiple {
  validate(): boolean {
    return false;
  }
}
class Given {
  @Length(2, 5) length!: string;
  @Length(2) open!: string;
  @IsIn(['a', 'b']) one!: string;
  @IsEnum(Size) size!: Size;
  @Matches(/x/) pattern!: string;
  @IsNumber({ maxDecimalPlaces: 2 }) price!: number;
  @MinDate(new Date('2026-01-01T00:00:00.000Z')) @IsDate() from!: Date;
  @MinDate(() => new Date()) later!: Date;
  @Validate(IsMultiple, [3, 'x']) multiple!: number;
  @Validate(IsMultiple, [3n]) big!: number;
  @IsIn([new Map()]) map!: unknown;
}

test('gives the arguments of decorators that JSON has a word for', () => {
  const args = faultsOf(Given, {}).map(({ path, code, args: given }) => [...path, code, given]);
  expect(args).toEqual([
    ['length', 'isLength', [2, 5]],
    ['open', 'isLength', [2]],
    ['one', 'isIn', [['a', 'b']]],
    ['size', 'isEnum', [[1, 2]]],
    ['pattern', 'matches', undefined],
    ['price', 'isNumber', [{ maxDecimalPlaces: 2 }]],
    ['from', 'isDate', undefined],
    ['from', 'minDate', [new Date('2026-01-01T00:00:00.000Z')]],
    ['later', 'minDate', undefined],
    ['multiple', 'isMultiple', [3, 'x']],
    ['big', 'isMultiple', undefined],
    ['map', 'isIn', undefined],
  ]);
});

class Twice {
  @Matches('^a') @Matches('b$') text!: string;
}

test('gives no arguments where two decorators tell their errors under one code', () => {
  expect(faultsOf(Twice, { text: 'x' })).toEqual([
    { path: ['text'], code: 'matches', message: expect.stringContaining('text must match') },
  ]);
});

class Page {
  @Min(1) @IsInt() page: number = 1;
  @IsOptional() @IsIn(['name', 'date']) sort?: string;
  @IsOptional() @IsDate() since?: Date;
  @ArrayMaxSize(2) @IsInt({ each: true }) @Max(9, { each: true }) ids: number[] = [];
}

test('lists what could not be converted once, and not what the constraints said of the text', () => {
  expect(faultsOf(Page, { page: '1e3', sort: 'price', since: 'now', ids: ['1', 'x', '3'] }, { from: 'query' })).toEqual(
    [
      { path: ['page'], code: 'type', args: ['integer'], message: 'page must be an integer' },
      {
        path: ['sort'],
        code: 'type',
        args: ['one of', ['name', 'date']],
        message: 'sort must be one of the following values: name, date',
      },
      { path: ['since'], code: 'type', args: ['date'], message: 'since must be an ISO 8601 date' },
      { path: ['ids'], code: 'arrayMaxSize', args: [2], message: 'ids must contain no more than 2 elements' },
      { path: ['ids', 1], code: 'type', args: ['integer'], message: 'each value in ids must be an integer' },
    ],
  );
  expect(faultsBy(() => compile([Page], { from: 'query' }).parse([{}, { page: 'x' }]))).toEqual([
    { path: [1, 'page'], code: 'type', args: ['integer'], message: 'page must be an integer' },
  ]);
});

class Search {
  @Expose({ name: 'page_size' }) @Min(1) @IsInt() pageSize: number = 10;
  @Expose({ name: 'inner_part' }) @IsOptional() @ValidateNested() @Type(() => Part) inner?: Part;
}

test('names a field as the input does', () => {
  expect(faultsOf(Search, { page_size: 0, inner_part: { email: 'a' } })).toEqual([
    { path: ['page_size'], code: 'min', args: [1], message: 'pageSize must not be less than 1' },
    { path: ['inner_part', 'email'], code: 'isEmail', message: 'email must be an email' },
  ]);
  expect(faultsOf(Search, { page_size: 'x' }, { from: 'query' })).toEqual([
    { path: ['page_size'], code: 'type', args: ['integer'], message: 'page_size must be an integer' },
  ]);
});

class Groups {
  @ValidateNested() @Type(() => Part) byName: Map<string, Part> = new Map();
  @ValidateNested() @Type(() => Part) all: Set<Part> = new Set();
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Part) grid?: Part[][];
  @IsArray() @IsInt({ each: true }) numbers: number[] = [];
}

test.each<[string, CompileOptions]>([
  ['', {}],
  [' without showing values', { validation: { validationError: { target: false, value: false } } }],
])('follows paths through Maps, Sets and lists of lists%s', (_, options) => {
  const email = { email: 'a' };
  const faults = faultsOf(
    Groups,
    { byName: { x: email }, all: [email], grid: [[], [email]], numbers: [1, 'x'] },
    options,
  );
  expect(faults.map(({ path, code }) => [path, code])).toEqual([
    [['byName', 'x', 'email'], 'isEmail'],
    [['all', 0, 'email'], 'isEmail'],
    [['grid', 1, 0, 'email'], 'isEmail'],
    [['numbers'], 'isInt'],
  ]);
});

test('names what is no object inside, and what a nested object of unknown class holds', () => {
  expect(faultsOf(Order, { id: 'a', lines: [3] })).toEqual([
    {
      path: ['lines', 0],
      code: 'nestedValidation',
      message: 'each value in nested property lines must be either object or array',
    },
  ]);
  class Open {
    @ValidateNested() any!: object;
  }
  expect(faultsOf(Open, { any: {} })).toEqual([
    { path: ['any'], code: 'unknownValue', message: 'an unknown value was passed to the validate function' },
  ]);
});

class Account {
  name!: string;
}
registerDecorator({
  name: 'free',
  target: Account,
  propertyName: 'name',
  constraints: ['users'],
  options: { message: 'the name is taken' },
  validator: { validate: () => Promise.resolve(false) },
});

test('lists the faults that asynchronous constraints found', async () => {
  const thrown: unknown = await Promise.resolve(compile(Account).parseAsync({})).catch((error: unknown) => error);
  expect(fieldErrors(thrown as InvalidDtoError)).toEqual([
    { path: ['name'], code: 'free', args: ['users'], message: 'the name is taken' },
  ]);
});

test('lists the faults of an error that somebody else made, as far as its tree tells them', () => {
  const errors = [{ property: 'lines', children: [{ property: '0', constraints: { min: 'too little' } }] }];
  const refused = [{ path: ['page'], value: 'x', expected: 'integer' }];
  expect(fieldErrors(new InvalidDtoError('Order', errors as never, refused))).toEqual([
    { path: ['lines', '0'], code: 'min', message: 'too little' },
    { path: ['page'], code: 'type', args: ['integer'], message: 'page must be an integer' },
  ]);
});

test('is quick for a list of which every item is at fault', () => {
  const error = (() => {
    try {
      compile([Line]).parse(Array.from({ length: 10_000 }, () => ({ part: {} })));
    } catch (thrown) {
      return thrown as InvalidDtoError;
    }
    throw new Error('nothing was refused');
  })();
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    // Of a thousand items.
    expect(fieldErrors(error)).toHaveLength(3000);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(1000);
});
