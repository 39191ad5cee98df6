import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Allow, compile, fieldErrors, InvalidDtoError, IsNumber, Transform, Type } from '@tenon/dto';

class Account {
  @Type(() => BigInt) @Allow() number!: bigint;
}
class Whole {
  @IsNumber() @Transform(({ value }) => Number((value as number).toFixed(0))) value!: number;
}

function thrownBy(act: () => unknown): InvalidDtoError {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidDtoError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('refuses a text before a transform fails on it', () => {
  const error = thrownBy(() => compile(Account, { from: 'query' }).parse({ number: {} }));
  expect(error.refused).toEqual([{ path: ['number'], value: {}, expected: 'bigint' }]);
  expect(fieldErrors(error)).toEqual([
    { path: ['number'], code: 'type', args: ['bigint'], message: 'number must be an integer' },
  ]);
  const lists = compile([Account], { from: 'query' });
  expect(thrownBy(() => lists.parse([{ number: '1' }, { number: {} }])).refused).toMatchObject([
    { path: [1, 'number'] },
  ]);
  const query = compile(Whole, { from: 'query' });
  expect(query.parse({ value: '2.4' }).value).toBe(2);
  expect(thrownBy(() => query.parse({ value: 'x' })).refused).toHaveLength(1);
  // A transform that fails on what was not refused is the author's to mend.
  expect(() => compile(Whole).parse({ value: 'x' })).toThrow(TypeError);
});
