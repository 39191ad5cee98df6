import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  compile,
  Exclude,
  Expose,
  InvalidDtoError,
  IsInt,
  IsOptional,
  IsString,
  Min,
  registerDecorator,
  Type,
  ValidateNested,
  type DtoErrorCode,
} from '@tenon/dto';

class Line {
  @IsString() sku!: string;
  @IsInt() @Min(1) quantity!: number;
}

class Order {
  @IsString() id!: string;
  @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
  @IsOptional() @IsInt() age?: number;
}

const order = compile(Order);
const plain = () => ({ id: 'a', lines: [{ sku: 's', quantity: 2, more: 1 }], unknown: true });

/** The least of five tries, since the machine may be busy with something else in some of them. */
function leastMs(act: () => void): number {
  const tries = Array.from({ length: 5 }, () => {
    // Of this process alone: what else the machine does is not the input's doing.
    const start = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...tries);
}

function thrownBy(act: () => unknown): InvalidDtoError & { code: DtoErrorCode } {
  try {
    act();
  } catch (error) {
    return error as InvalidDtoError;
  }
  throw new Error('nothing was thrown');
}

test('makes a validated instance of plain input, without what is not declared', () => {
  const made = order.parse(plain());
  expect(made).toBeInstanceOf(Order);
  expect(made.lines[0]).toBeInstanceOf(Line);
  expect(JSON.stringify(made)).toBe('{"id":"a","lines":[{"sku":"s","quantity":2}]}');
  expect(order.check(made)).toBeNull();
});

test('throws the errors of input that does not validate', () => {
  const error = thrownBy(() => order.parse({ id: 1, lines: [{ sku: 's', quantity: 0 }] }));
  expect(error).toBeInstanceOf(InvalidDtoError);
  expect(error.code).toBe('TENON_DTO_INVALID');
  expect(error.message).toContain('the input is no valid Order: id, lines.');
  expect(error.errors.map(({ property }) => property)).toEqual(['id', 'lines']);
});

test.each([[null], [undefined], ['text'], [3], [[]]])('refuses %j, which is no object', (value) => {
  expect(thrownBy(() => order.parse(value)).code).toBe('TENON_DTO_INVALID');
});

test('takes JSON as it is, and converts the strings of a query', () => {
  const text = { id: 'a', lines: [], age: '12' };
  expect(thrownBy(() => order.parse(text)).errors[0]?.property).toBe('age');
  const query = compile(Order, { from: 'query' });
  expect(query.parse(text).age).toBe(12);
  const error = thrownBy(() => query.parse({ ...text, age: '1e3' }));
  expect(error.refused).toEqual([{ path: ['age'], value: '1e3', expected: 'integer' }]);
});

test('never lets data replace what an object inherits', () => {
  const made = order.parse(JSON.parse('{"id":"a","lines":[],"__proto__":{"age":"x"},"constructor":1,"prototype":1}'));
  expect(Object.keys(made)).toEqual(expect.not.arrayContaining(['__proto__', 'constructor', 'prototype']));
  expect(Object.getPrototypeOf(made)).toBe(Order.prototype);
  expect(made.age).toBeUndefined();
});

function nested(levels: number): object {
  let value: object = {};
  for (let level = 0; level < levels; level += 1) value = { lines: [value] };
  return value;
}

test.each<[string, DtoErrorCode, unknown]>([
  ['20,000 levels', 'TENON_DTO_TOO_DEEP', nested(20_000)],
  [
    '50,000 unknown keys',
    'TENON_DTO_TOO_MANY_KEYS',
    Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key${index}`, index])),
  ],
  ['a million items', 'TENON_DTO_TOO_LONG', { lines: Array.from({ length: 1_000_000 }) }],
])('refuses %s in no time', (_, code, value) => {
  const took = leastMs(() => expect(thrownBy(() => order.parse(value)).code).toBe(code));
  expect(took).toBeLessThan(50);
});

test('lets limits be set', () => {
  const small = compile(Order, { limits: { items: 1, depth: 3, keys: 3 } });
  expect(small.parse(plain()).id).toBe('a');
  expect(thrownBy(() => small.parse({ lines: [{}, {}] })).code).toBe('TENON_DTO_TOO_LONG');
});

class Account {
  name: unknown = 'n';
}
registerDecorator({
  name: 'free',
  target: Account,
  propertyName: 'name',
  options: { message: 'the name is taken' },
  validator: { validate: (value: unknown) => Promise.resolve(value !== 'taken') },
});

test('gives a promise only where a constraint is asynchronous', async () => {
  const account = compile(Account);
  expect(thrownBy(() => account.parse({ name: 'n' })).code).toBe('TENON_DTO_ASYNC');
  expect(thrownBy(() => account.check(new Account())).code).toBe('TENON_DTO_ASYNC');
  await expect(account.parseAsync({ name: 'n' })).resolves.toBeInstanceOf(Account);
  await expect(account.parseAsync({ name: 'taken' })).rejects.toMatchObject({
    errors: [{ constraints: { free: 'the name is taken' } }],
  });
  await expect(account.checkAsync(new Account())).resolves.toBeNull();
  expect(order.parseAsync(plain())).toBeInstanceOf(Order);
  expect(order.checkAsync(new Order())).toHaveLength(1);
});

test('writes what a class exposes of any object, and nothing else', () => {
  class View {
    @Expose() id!: number;
    @Expose({ name: 'full_name' }) name!: string;
    @Exclude() password!: string;
  }
  expect(compile(View).serialise({ id: 1, name: 'n', password: 'secret', more: 1 })).toBe('{"id":1,"full_name":"n"}');
});

test('says itself in JSON Schema, and tells what is compiled', () => {
  expect(order.jsonSchema().$defs?.['Order']?.required).toEqual(['id']);
  expect(order.explain()).toMatchObject({ className: 'Order', called: 0 });
});

test('takes the options of class-validator', () => {
  const forbid = { whitelist: true, forbidNonWhitelisted: true };
  expect(thrownBy(() => compile(Order, { validation: forbid }).parse(plain())).errors[0]?.constraints).toEqual({
    whitelistValidation: 'property unknown should not exist',
  });
});
