import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  compile,
  explain,
  getMetadataStorage,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Length,
  registerDecorator,
  Type,
  ValidateIf,
  ValidateNested,
} from '@tenon/dto';

test('tells what is compiled, what is called, and why', () => {
  class Explained {
    @IsOptional() @IsString() @Length(1, 5) name: unknown;
    @IsInt() age: unknown;
    @ValidateIf(() => true) @IsNotEmpty() note: unknown;
    @ValidateNested() nested: unknown;
    own: unknown;
  }
  registerDecorator({ name: 'isString', target: Explained, propertyName: 'own', validator: { validate: () => true } });
  expect(explain(Explained)).toEqual({
    className: 'Explained',
    backEnd: 'generated',
    properties: [
      {
        name: 'name',
        rules: [
          { name: 'isOptional', how: 'compiled' },
          { name: 'isLength', how: 'compiled' },
          { name: 'isString', how: 'compiled' },
        ],
      },
      { name: 'age', rules: [{ name: 'isInt', how: 'compiled' }] },
      {
        name: 'note',
        rules: [
          { name: 'validateIf', how: 'called', why: 'the condition is a function of yours' },
          { name: 'isNotEmpty', how: 'called', why: 'it cannot be proven to be a built-in' },
        ],
      },
      { name: 'nested', rules: [{ name: 'validateNested', how: 'compiled' }] },
      { name: 'own', rules: [{ name: 'isString', how: 'called', why: 'it cannot be proven to be a built-in' }] },
    ],
    called: 3,
    fallBacks: 0,
  });
});

class Inner {
  @IsString() name!: string;
}
class Outer {
  @ValidateNested() @Type(() => Inner) inner!: Inner;
}

/** Stores a record as a class-validator of the future might. */
function recordOfTheFuture(target: Function, propertyName: string): void {
  const record = { type: 'tupleValidation', name: 'isTuple', target, propertyName, constraints: [] };
  getMetadataStorage().addValidationMetadata(record as never);
}

test('counts what would have to be left to the original library, and refuses it if that is wanted', () => {
  expect(compile(Outer, { strict: true }).explain().fallBacks).toBe(0);
  recordOfTheFuture(Inner, 'pair');
  recordOfTheFuture(Inner, 'name');
  const { fallBacks, called, properties } = explain(Inner);
  expect([fallBacks, called]).toEqual([2, 0]);
  const unknown = { name: 'isTuple', how: 'unknown', why: 'records of the kind tupleValidation are not known here' };
  expect(properties).toEqual([
    { name: 'name', rules: [{ name: 'isString', how: 'compiled' }, unknown] },
    { name: 'pair', rules: [unknown] },
  ]);
  expect(compile(Outer).explain().fallBacks).toBe(0);
  for (const refused of [Inner, Outer]) {
    expect(() => compile<object>(refused, { strict: true })).toThrow(
      /TENON_DTO_FALL_BACK: .*Inner\.name .*Inner\.pair/,
    );
    expect(() => compile<object>([refused], { strict: true })).toThrow('TENON_DTO_FALL_BACK');
  }
});
