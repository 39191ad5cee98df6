import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  compile,
  InvalidDtoError,
  IsArray,
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Type,
  ValidateNested,
  type DtoErrorCode,
} from '@tenon/dto';

class Place {
  @IsString() name!: string;
}

class Visit {
  @IsDate() @Type(() => Date) at!: Date;
  @IsOptional() @ValidateNested() @Type(() => Place) place?: Place;
  @IsOptional() @IsInt() guests = 2;
  @IsArray() @IsString({ each: true }) tags: string[] = [];
  @IsIn(['walk', 'ride']) how!: string;
}

const visit = compile(Visit);
const AT = '2026-11-23T10:00:00.000Z';
/** So often a class has to be used before it is compiled; then once more. */
const USES = Array.from({ length: 30 }, (_, index) => index);

function codeOf(act: () => unknown): DtoErrorCode | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return (error as { code: DtoErrorCode }).code;
  }
}

test.each(USES)('makes the same of the same input at its use %i', () => {
  const made = visit.parse({ at: AT, place: { name: 'Linz', more: 1 }, tags: ['a'], how: 'walk', more: { deep: [1] } });
  expect(made).toStrictEqual(
    Object.assign(new Visit(), {
      at: new Date(AT),
      place: Object.assign(new Place(), { name: 'Linz' }),
      tags: ['a'],
      how: 'walk',
    }),
  );
  expect(visit.parse({ at: AT, how: 'ride' })).toStrictEqual(
    Object.assign(new Visit(), { at: new Date(AT), how: 'ride' }),
  );
  expect(visit.parse({ at: AT, how: 'ride', place: null, guests: null }).place).toBeNull();
});

test.each(USES)('tells the same faults of the same input at its use %i', () => {
  const faultsOf = (plain: object): unknown => {
    try {
      return visit.parse(plain);
    } catch (error) {
      return (error as InvalidDtoError).errors.map(({ property, constraints, children }) => [
        property,
        constraints ?? children?.length,
      ]);
    }
  };
  expect(faultsOf({ at: 'soon', place: { name: 1 }, guests: 1.5, tags: ['a', 1], how: undefined })).toEqual([
    ['at', { isDate: 'at must be a Date instance' }],
    ['place', 1],
    ['guests', { isInt: 'guests must be an integer number' }],
    ['tags', { isString: 'each value in tags must be a string' }],
    ['how', { isIn: 'how must be one of the following values: walk, ride' }],
  ]);
});

test.each(USES)('refuses what is too large at its use %i, where nobody asked for it too', () => {
  const valid = { at: AT, how: 'walk' };
  const deep = (levels: number): object => (levels === 0 ? {} : { more: deep(levels - 1) });
  const wide = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`key${index}`, index]));
  expect(codeOf(() => visit.parse({ ...valid, more: deep(100) }))).toBe('TENON_DTO_TOO_DEEP');
  expect(codeOf(() => visit.parse({ ...valid, more: wide }))).toBe('TENON_DTO_TOO_MANY_KEYS');
  expect(codeOf(() => visit.parse({ ...valid, ...wide }))).toBe('TENON_DTO_TOO_MANY_KEYS');
  expect(codeOf(() => visit.parse({ ...valid, place: { name: 'Linz', ...wide } }))).toBe('TENON_DTO_TOO_MANY_KEYS');
  expect(codeOf(() => visit.parse({ ...valid, tags: Array.from({ length: 10_001 }, () => 'a') }))).toBe(
    'TENON_DTO_TOO_LONG',
  );
  expect(codeOf(() => visit.parse({ ...valid, more: deep(50) }))).toBeUndefined();
});

test('counts levels where classes contain themselves, and where few are allowed', () => {
  class Tree {
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Tree) trees?: Tree[];
  }
  const tree = compile(Tree);
  const shallow = compile(Tree, { limits: { depth: 3 } });
  const grow = (levels: number): object => (levels === 1 ? {} : { trees: [grow(levels - 1)] });
  for (const _ of USES) {
    expect(tree.parse(grow(32))).toBeInstanceOf(Tree);
    expect(codeOf(() => tree.parse(grow(33)))).toBe('TENON_DTO_TOO_DEEP');
    expect(shallow.parse(grow(2))).toBeInstanceOf(Tree);
    expect(codeOf(() => shallow.parse(grow(3)))).toBe('TENON_DTO_TOO_DEEP');
  }
});

test('notices a decorator on a nested class that was used many times', () => {
  class Inner {
    @IsString() name!: string;
    age: unknown = undefined;
  }
  class Outer {
    @ValidateNested() @Type(() => Inner) inner!: Inner;
  }
  const outer = compile(Outer);
  const plain = { inner: { name: 'a', age: 'x' } };
  for (const _ of USES) expect(Object.keys(outer.parse(plain).inner)).toEqual(['name']);
  IsInt()(Inner.prototype, 'age');
  expect(codeOf(() => outer.parse(plain))).toBe('TENON_DTO_INVALID');
  expect(outer.parse({ inner: { name: 'a', age: 3 } }).inner.age).toBe(3);
});

test.each([
  ['ada@example.org', true],
  ['ada.b.c+d@mail.example.org', true],
  ['.ada@example.org', false],
  ['ada.@example.org', false],
  ['ada..b@example.org', false],
  ['ada@example', false],
  ['ada@example..org', false],
  ['ada@example.o', false],
  ['ada@example.1a', false],
  ['ada@.org', false],
  ['@example.org', false],
  ['ada', false],
  ['"ada b"@example.org', true],
  ['ädä@example.org', true],
])('tells whether %s is an address, as the original does', (address, isAddress) => {
  class Writer {
    @IsEmail() address!: string;
  }
  const writer = compile(Writer);
  for (const _ of USES) expect(codeOf(() => writer.parse({ address })) === undefined).toBe(isAddress);
});
