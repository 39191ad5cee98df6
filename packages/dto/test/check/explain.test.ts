import { expect, test } from '@jest/globals';
import {
  explain,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Length,
  registerDecorator,
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
  });
});
