import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import 'reflect-metadata';
import {
  ArrayMinSize,
  Expose,
  IsBoolean,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Type,
  convertStrings,
  registerDecorator,
} from '@tenon/dto';

fc.configureGlobal({ seed: Number(process.env['TENON_DIFF_SEED'] ?? 20261123) });

enum Level {
  low,
  high,
}
enum Colour {
  red = 'RED',
  blue = 'BLUE',
}

class Range {
  @IsInt() from!: number;
  @IsInt() to!: number;
}

class Query {
  @IsInt() page!: number;
  @IsNumber() ratio!: number;
  @IsBoolean() isOpen!: boolean;
  @Expose() since!: Date;
  @Expose() big!: bigint;
  @IsEnum(Level) level!: Level;
  @IsEnum(Colour) colour!: Colour;
  @IsIn(['a', 1, true]) choice!: unknown;
  @IsInt({ each: true }) ids!: number[];
  @ArrayMinSize(1) @Type(() => Number) sizes!: number[];
  @IsString() text!: string;
  @Expose({ name: 'per_page' }) @IsInt() perPage!: number;
  @IsOptional() @IsInt() limit: number | null = null;
  size = 10;
  tags: string[] = [];
  @Type(() => Range) range!: Range;
}

const convert = (key: keyof Query | 'per_page', value: unknown, from: 'query' | 'form' = 'query') => {
  const { value: converted, refused } = convertStrings(Query, { [key]: value }, { from });
  return refused.length > 0 ? `no ${refused[0]?.expected}` : converted[key];
};

describe('convertStrings', () => {
  test.each([
    ['page', '12', 12],
    ['page', '-3', -3],
    ['page', '-0', 0],
    ['page', '1e3', 'no integer'],
    ['page', '0x10', 'no integer'],
    ['page', ' ', 'no integer'],
    ['page', '', 'no integer'],
    ['page', ' 1', 'no integer'],
    ['page', '1.0', 'no integer'],
    ['page', 'Infinity', 'no integer'],
    ['page', '9007199254740993', 'no integer'],
    ['page', ['1', '2'], 'no integer'],
    ['ratio', '1.5', 1.5],
    ['ratio', '1e3', 1000],
    ['ratio', '1e999', 'no number'],
    ['ratio', 'NaN', 'no number'],
    ['ratio', '0x10', 'no number'],
    ['isOpen', 'true', true],
    ['isOpen', '1', true],
    ['isOpen', 'false', false],
    ['isOpen', '0', false],
    ['isOpen', 'on', 'no boolean'],
    ['isOpen', 'yes', 'no boolean'],
    ['since', '2024-02-29', new Date('2024-02-29')],
    ['since', '2024-02-29T10:20:30.123Z', new Date('2024-02-29T10:20:30.123Z')],
    ['since', '2023-02-29', 'no date'],
    ['since', '1', 'no date'],
    ['since', 'yesterday', 'no date'],
    ['big', '9007199254740993', 9007199254740993n],
    ['big', '1.5', 'no bigint'],
    ['level', '1', Level.high],
    ['level', 'high', 'no one of'],
    ['level', '7', 'no one of'],
    ['colour', 'RED', Colour.red],
    ['colour', 'red', 'no one of'],
    ['choice', 'a', 'a'],
    ['choice', '1', 1],
    ['choice', 'true', true],
    ['choice', 'b', 'no one of'],
    ['range', '1', 'no object'],
    ['range', ['1'], 'no object'],
    ['ids', '1', [1]],
    ['ids', ['1', '2'], [1, 2]],
    ['ids', ['1', 'x'], 'no integer'],
    ['sizes', '4', [4]],
    ['tags', 'x', ['x']],
    ['text', '12', '12'],
    ['per_page', '5', 5],
    ['limit', '5', 5],
    ['limit', 'x', 'no integer'],
    ['size', '20', 20],
    ['size', 'x', 'no number'],
    ['page', 12, 12],
    ['page', undefined, undefined],
  ] as const)('makes of %s=%j %j', (key, value, expected) => {
    expect(convert(key, value)).toEqual(expected);
  });

  test('takes the values that only forms send', () => {
    expect(convert('isOpen', 'on', 'form')).toBe(true);
    expect(convertStrings(Query, { page: '', text: '' }, { from: 'form' })).toEqual({
      value: { text: '' },
      refused: [],
    });
  });

  test('tells where a refused value is', () => {
    const { value, refused } = convertStrings(Query, { range: { from: '1', to: 'x' }, ids: ['1', 'y'] });
    expect(refused).toEqual([
      { path: ['range', 'to'], value: 'x', expected: 'integer' },
      { path: ['ids', 1], value: 'y', expected: 'integer' },
    ]);
    expect(value).toEqual({ range: { from: 1, to: 'x' }, ids: [1, 'y'] });
  });

  test('keeps unknown keys, and drops those that would change what the object is', () => {
    const source = JSON.parse('{"other":"1","__proto__":{"x":1},"constructor":"y","prototype":"z"}') as object;
    const { value } = convertStrings(Query, source);
    expect(Object.keys(value)).toEqual(['other']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('does not believe a custom check that has the name of a built-in one', () => {
    class Named {
      code: unknown;
    }
    const validator = { validate: () => true };
    registerDecorator({ name: 'isInt', target: Named, propertyName: 'code', options: {}, validator });
    expect(convertStrings(Named, { code: '12' }).value).toEqual({ code: '12' });
  });

  test('notices a decorator that is applied later', () => {
    class Late {
      count: unknown;
    }
    expect(convertStrings(Late, { count: '1' }).value).toEqual({ count: '1' });
    IsInt()(Late.prototype, 'count');
    expect(convertStrings(Late, { count: '1' }).value).toEqual({ count: 1 });
  });

  test('gives back every integer and number that is written as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.double({ noDefaultInfinity: true, noNaN: true }), (page, ratio) => {
        const { value, refused } = convertStrings(Query, { page: String(page), ratio: String(ratio) });
        expect(refused).toEqual([]);
        expect(value).toEqual({ page: page + 0, ratio: ratio + 0 });
      }),
    );
  });

  test('refuses what is no integer by the rules, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { refused } = convertStrings(Query, { page: text });
        expect(refused.length === 0).toBe(/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)));
      }),
    );
  });
});
