import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  compile,
  DtoError,
  Expose,
  InvalidDtoError,
  IsInt,
  IsOptional,
  IsString,
  Min,
  plainToInstance,
  registerDecorator,
  Transform,
  Type,
  ValidateNested,
  validateSync,
} from '@tenon/dto';

class Line {
  @IsString() sku!: string;
  @IsInt() @Min(1) quantity!: number;
}
class Lines {
  @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
}

const lines = compile([Line]);
const good = { sku: 's', quantity: 1 };

function thrownBy(act: () => unknown): InvalidDtoError {
  try {
    act();
  } catch (error) {
    if (error instanceof DtoError) return error as InvalidDtoError;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('makes a list of validated instances, without what is not declared', () => {
  const made = lines.parse([good, { ...good, more: 1 }]);
  expect(made.map((line) => line instanceof Line)).toEqual([true, true]);
  expect(made).toEqual([good, good]);
  expect(lines.parse([])).toEqual([]);
  expect(lines.check(made)).toBeNull();
});

test('gives the errors that a property with the same list would have, by index', () => {
  const plain = [good, { sku: 1, quantity: 0 }, good, { quantity: 1.5 }];
  const error = thrownBy(() => lines.parse(plain));
  expect(error.message).toContain('the input is no valid list of Line: 1, 3.');
  const [nested] = validateSync(plainToInstance(Lines, { lines: plain }), { whitelist: true });
  expect(error.errors).toEqual(nested?.children);
  expect(error.errors.map((each) => Object.keys(each))).toEqual(nested?.children?.map((each) => Object.keys(each)));
});

test('names no more than some of the items at fault in the message', () => {
  const error = thrownBy(() => lines.parse(Array.from({ length: 1000 }, () => ({}))));
  expect(error.message).toContain(': 0, 1, 2, 3,');
  expect(error.message).toContain(' 19 and 980 more.');
  expect(error.errors).toHaveLength(1000);
});

test.each([[null], [undefined], [{ 0: good, length: 1 }], ['text'], [new Set([good])]])(
  'refuses %p, which is no array',
  (value) => {
    const error = thrownBy(() => lines.parse(value));
    expect(error.message).toContain('the input is no valid list of Line: no array.');
    expect(error.errors).toEqual([
      expect.objectContaining({ value, constraints: { isArray: 'the value must be an array' } }),
    ]);
    expect(lines.check(value as unknown as Line[])).toEqual(error.errors);
  },
);

test.each([[null], [undefined], [7], ['text'], [[good]]])('refuses %p as an item', (item) => {
  const error = thrownBy(() => lines.parse([good, item]));
  expect(error.errors).toEqual([
    expect.objectContaining({
      property: '1',
      value: item,
      children: [],
      constraints: { nestedValidation: 'each item must be an object' },
    }),
  ]);
  const line = Object.assign(new Line(), good);
  expect(lines.check([line, item as unknown as Line])?.[0]).toMatchObject({ property: '1', value: item });
});

test('hides values where that is wanted', () => {
  const quiet = compile([Line], { validation: { validationError: { target: false, value: false } } });
  const errors = [...thrownBy(() => quiet.parse(['secret'])).errors, ...thrownBy(() => quiet.parse('secret')).errors];
  expect(JSON.stringify(errors)).not.toContain('secret');
  expect(
    JSON.stringify(
      thrownBy(() => compile(Line, { validation: { validationError: { value: false } } }).parse('secret')).errors,
    ),
  ).not.toContain('secret');
});

test('refuses lists and objects beyond the limits, the list itself being the first level', () => {
  expect(thrownBy(() => lines.parse(Array.from({ length: 10_001 }))).code).toBe('TENON_DTO_TOO_LONG');
  expect(thrownBy(() => compile([Line], { limits: { items: 1 } }).parse([good, good])).code).toBe('TENON_DTO_TOO_LONG');
  const nested = (levels: number): object => (levels === 1 ? {} : { inner: nested(levels - 1) });
  expect(thrownBy(() => lines.parse([{ ...good, more: nested(62) }, {}])).code).toBe('TENON_DTO_INVALID');
  expect(thrownBy(() => lines.parse([{ ...good, more: nested(63) }, {}])).code).toBe('TENON_DTO_TOO_DEEP');
});

test('converts the strings of a form, and tells what it refuses with its index', () => {
  const form = compile([Line], { from: 'form' });
  expect(form.parse([{ sku: 's', quantity: '2' }])[0]?.quantity).toBe(2);
  const error = thrownBy(() =>
    form.parse([
      { sku: 's', quantity: '2' },
      { sku: 's', quantity: 'two' },
    ]),
  );
  expect(error.refused).toEqual([{ path: [1, 'quantity'], value: 'two', expected: 'integer' }]);
});

class Upper {
  @Transform(({ value }) => String(value).toUpperCase()) @IsString() name!: string;
}

test('converts items of classes that have to be converted', () => {
  expect(compile([Upper]).parse([{ name: 'a' }, { name: 'b' }])).toEqual([{ name: 'A' }, { name: 'B' }]);
});

class Account {
  name: unknown = 'n';
}
registerDecorator({
  name: 'free',
  target: Account,
  propertyName: 'name',
  options: { message: 'the name is taken' },
  validator: {
    validate: (value: unknown) =>
      value === 'broken' ? Promise.reject(new Error('no database')) : Promise.resolve(value !== 'taken'),
  },
});

test('gives a promise only where a constraint is asynchronous', async () => {
  const accounts = compile([Account]);
  expect(thrownBy(() => accounts.parse([{}, { name: 'broken' }])).code).toBe('TENON_DTO_ASYNC');
  expect(thrownBy(() => accounts.check([new Account()])).code).toBe('TENON_DTO_ASYNC');
  await expect(accounts.parseAsync([{ name: 'n' }])).resolves.toEqual([{ name: 'n' }]);
  await expect(accounts.parseAsync([{ name: 'n' }, { name: 'taken' }])).rejects.toMatchObject({
    errors: [{ property: '1', children: [{ constraints: { free: 'the name is taken' } }] }],
  });
  await expect(accounts.parseAsync([{ name: 'broken' }, { name: 'taken' }])).rejects.toThrow('no database');
  await expect(accounts.checkAsync([new Account()])).resolves.toBeNull();
  expect(lines.parseAsync([good])).toEqual([good]);
  expect(() => lines.parseAsync([{}])).toThrow(InvalidDtoError);
  expect(lines.checkAsync([new Line()])).toHaveLength(1);
});

class View {
  @Expose() id!: number;
  @IsOptional() secret?: string;
}

test('writes lists, null and undefined items as null', () => {
  const rows = [{ id: 1, secret: 's' }, null, undefined, { id: 2 }];
  for (const each of [compile([View]), compile(View)]) {
    expect(each.serialise(rows)).toBe('[{"id":1},null,null,{"id":2}]');
    expect(each.serialise([])).toBe('[]');
  }
  expect(compile(View).serialise(null as unknown as object)).toBe('null');
});

test.each([[null], [undefined], [{ id: 1 }], ['text'], [7n], [new Set([{ id: 1 }])]])(
  'does not write %p as a list',
  (value) => {
    expect(thrownBy(() => compile([View]).serialise(value as object)).code).toBe('TENON_DTO_NOT_SERIALISABLE');
  },
);

test.each([[undefined], ['text'], [7n], [Symbol('s')], [() => 1]])('does not write %p as an object', (value) => {
  expect(thrownBy(() => compile(View).serialise(value as unknown as object)).code).toBe('TENON_DTO_NOT_SERIALISABLE');
});

test('says the list in JSON Schema, and explains the class', () => {
  const schema = lines.jsonSchema();
  expect(schema).toMatchObject({ type: 'array', items: { $ref: '#/$defs/Line' } });
  expect(schema.$ref).toBeUndefined();
  expect(Object.keys(schema.$defs ?? {})).toEqual(['Line']);
  expect(lines.explain().className).toBe('Line');
});
