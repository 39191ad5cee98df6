import { expect, test } from '@jest/globals';
import {
  ArrayMinSize,
  IsDefined,
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  validate,
  validateOrReject,
  validateSync,
  ValidateIf,
  ValidateNested,
  ValidatePromise,
  ValidationError,
} from '@tenon/dto';
import * as original from 'class-validator';

class Line {
  @IsString({ message: 'each $property of $target: $value' }) sku: unknown = 'A';
  @Min(1, { context: { code: 7 } }) @IsInt() quantity: unknown = 1;
}

class Order {
  @IsEmail() email: unknown = 'a@b.de';
  @ArrayMinSize(1) @ValidateNested({ each: true }) lines: unknown = [new Line()];
  @IsOptional() @Length(2, 4) note?: unknown;
}

function orderWith(changes: object): Order {
  return Object.assign(new Order(), changes);
}

function lineWith(changes: object): Line {
  return Object.assign(new Line(), changes);
}

test('gives no error for a valid object', () => {
  expect(validateSync(new Order())).toEqual([]);
});

test('tells the errors of a property with messages, value and target', () => {
  const order = orderWith({ email: 'nobody' });
  const [error] = validateSync(order);
  expect(error).toBeInstanceOf(ValidationError);
  expect(error).toBeInstanceOf(original.ValidationError);
  expect(error).toEqual({
    target: order,
    value: 'nobody',
    property: 'email',
    children: [],
    constraints: { isEmail: 'email must be an email' },
  });
  expect(Object.keys(error ?? {})).toEqual(['target', 'value', 'property', 'children', 'constraints']);
});

test('tells nested errors as children, named by position', () => {
  const errors = validateSync(orderWith({ lines: [new Line(), lineWith({ sku: 3, quantity: 0 })] }));
  expect(errors.map((error) => error.toString())).toEqual([
    expect.stringContaining('- property lines[1].sku has failed the following constraints: isString'),
  ]);
  const [line] = errors[0]?.children ?? [];
  expect(line?.property).toBe('1');
  expect(line?.children?.map(({ constraints, contexts }) => ({ constraints, contexts }))).toEqual([
    { constraints: { isString: 'each sku of Line: 3' }, contexts: undefined },
    { constraints: { min: 'quantity must not be less than 1' }, contexts: { min: { code: 7 } } },
  ]);
});

test('leaves constraints out where only children are at fault', () => {
  const [error] = validateSync(orderWith({ lines: [lineWith({ sku: 3 })] }));
  expect(Object.keys(error ?? {})).toEqual(['target', 'value', 'property', 'children']);
});

test('says that a nested value is neither object nor array', () => {
  expect(validateSync(orderWith({ lines: ['text'] }))[0]?.children?.[0]?.constraints).toEqual({
    nestedValidation: 'each value in nested property lines must be either object or array',
  });
});

test('orders errors as the keys of an object: integers first', () => {
  class Mixed {
    @IsInt() b: unknown;
    @IsInt() 10: unknown;
    @IsInt() 9: unknown;
    @IsInt() a: unknown;
  }
  expect(validateSync(new Mixed()).map(({ property }) => property)).toEqual(['9', '10', 'b', 'a']);
});

test('orders constraints as the decorators were applied, which is from below', () => {
  class Bounded {
    @Min(5) @Max(3) @IsString() value: unknown = null;
  }
  expect(Object.keys(validateSync(new Bounded())[0]?.constraints ?? {})).toEqual(['isString', 'max', 'min']);
});

test('expands what String.replace expands in a value', () => {
  class Quoted {
    @IsInt({ message: '<$value>' }) value: unknown = '$&$&';
  }
  expect(validateSync(new Quoted())[0]?.constraints).toEqual({ isInt: '<$value$value>' });
});

test('prints a list of constraints as it is at the time of the error', () => {
  const allowed = ['a'];
  class Choice {
    @original.IsIn(allowed) value: unknown = 'b';
  }
  const message = () => validateSync(new Choice())[0]?.constraints?.['isIn'];
  expect(message()).toBe('value must be one of the following values: a');
  allowed.push('c');
  expect(message()).toBe('value must be one of the following values: a, c');
  allowed.push('b');
  expect(message()).toBeUndefined();
});

test('skips missing values by option, but never what @IsDefined asks for', () => {
  class Partly {
    @IsDefined() @IsString() wanted: unknown;
    @IsString() other: unknown;
  }
  const options = { skipMissingProperties: true };
  expect(validateSync(new Partly(), options).map(({ property, constraints }) => [property, constraints])).toEqual([
    ['wanted', { isDefined: 'wanted should not be null or undefined' }],
  ]);
});

test('asks every condition, and checks only if all agree', () => {
  const asked: string[] = [];
  class Conditional {
    @ValidateIf(() => asked.push('below') > 100)
    @ValidateIf(() => asked.push('above') > 0)
    @IsString()
    value: unknown;
  }
  expect(validateSync(new Conditional())).toEqual([]);
  expect(asked).toEqual(['above', 'below']);
});

test('waits for a promise that @ValidatePromise marks', async () => {
  class Later {
    @ValidatePromise() @IsInt() value: unknown = Promise.resolve('no');
  }
  const [error] = await validate(new Later());
  expect(error).toMatchObject({ value: 'no', constraints: { isInt: 'value must be an integer number' } });
});

test('rejects with the list of errors', async () => {
  await expect(validateOrReject(orderWith({ email: 1 }))).rejects.toMatchObject([{ property: 'email' }]);
  await expect(validateOrReject(new Order())).resolves.toBeUndefined();
});

test('validates what a Set or a Map holds', () => {
  const bad = lineWith({ quantity: 0 });
  expect(validateSync(orderWith({ lines: new Set([bad]) }))[0]?.children?.[0]?.property).toBe('0');
  expect(validateSync(orderWith({ lines: new Map([['k', bad]]) }))[0]?.children?.[0]?.property).toBe('k');
});

test('validates a nested object by the class that it has, not by the one that was declared', () => {
  class Strict extends Line {
    @IsString() extra: unknown;
  }
  const errors = validateSync(orderWith({ lines: [new Line(), new Strict()] }));
  expect(errors[0]?.children?.[0]).toMatchObject({ property: '1', children: [{ property: 'extra' }] });
});

test('is the same by the Validator class', async () => {
  const order = orderWith({ email: 'nobody' });
  const validator = new (await import('@tenon/dto')).Validator();
  expect(validator.validateSync(order)).toEqual(validateSync(order));
  expect(await validator.validate(order)).toEqual(validateSync(order));
  await expect(validator.validateOrReject(order)).rejects.toEqual(validateSync(order));
});
