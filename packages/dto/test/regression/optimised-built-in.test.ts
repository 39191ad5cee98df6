import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import * as original from 'class-validator';
import { convertStrings, explain } from '@tenon/dto';

const decorators = {
  IsArray: () => original.IsArray(),
  IsDate: () => original.IsDate(),
  IsString: () => original.IsString(),
  IsBoolean: () => original.IsBoolean(),
  IsInt: () => original.IsInt(),
};

function classWith(decorator: PropertyDecorator): new () => object {
  class Made {
    value: unknown;
  }
  decorator(Made.prototype, 'value');
  return Made;
}

test.each(Object.entries(decorators))('proves @%s also after the engine has optimised it', (_, decorator) => {
  const early = classWith(decorator());
  expect(explain(early).called).toBe(0);
  const instance = new early();
  for (let call = 0; call < 60_000; call += 1) original.validateSync(instance);
  expect(explain(classWith(decorator())).called).toBe(0);
});

test('converts strings by what was proven late', () => {
  const late = classWith(original.IsInt());
  expect(convertStrings(late, { value: '12' }).value).toEqual({ value: 12 });
});
