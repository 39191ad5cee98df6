import { describe, expect, test } from '@jest/globals';
import {
  compile,
  Expose,
  fieldErrors,
  InvalidDtoError,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Min,
} from '@tenon/dto';

class Article {
  @Length(3, 20) title!: string;
  @Expose({ name: 'is_open' }) @IsBoolean({ groups: ['edit'] }) isOpen!: boolean;
  @IsBoolean() isPinned!: boolean;
  @IsOptional() @IsBoolean() isNews?: boolean;
  @IsString({ each: true }) tags: string[] = ['new'];
  @IsOptional() @Length(3, 9) note?: string;
  @IsInt() @Min(1) count!: number;
}

const read = (form: object, groups?: string[]) =>
  compile(Article, { from: 'browser', validation: { ...(groups && { groups }) } }).parse(form);

const errorsOf = (form: object): readonly unknown[] => {
  try {
    read(form);
    return [];
  } catch (error) {
    return fieldErrors(error as InvalidDtoError).map(({ path, code, message }) => [path.join('.'), code, message]);
  }
};

describe("compile with from: 'browser'", () => {
  test('makes false and none of what is not sent, unless it may be absent', () => {
    expect(read({ title: 'tea', count: '1' })).toMatchObject({
      title: 'tea',
      count: 1,
      isOpen: false,
      isPinned: false,
      tags: [],
    });
  });

  test('leaves alone what the groups do not ask for', () => {
    const made = read({}, ['edit']);

    expect(made.isOpen).toBe(false);
    expect(made.isPinned).toBeUndefined();
  });

  test('takes an empty text for none where it may be absent', () => {
    expect(read({ title: 'tea', count: '1', note: '' }).note).toBeUndefined();
  });

  test('tells of an empty field once', () => {
    expect(errorsOf({ title: '', count: '', note: 'x' })).toEqual([
      ['title', 'required', 'title is required'],
      ['note', 'isLength', 'note must be longer than or equal to 3 characters'],
      ['count', 'required', 'count is required'],
    ]);
  });

  test('tells of what could not be converted as ever', () => {
    expect(errorsOf({ title: 'tea', count: 'x', isPinned: 'yes' })).toEqual([
      ['isPinned', 'type', 'isPinned must be true or false'],
      ['count', 'type', 'count must be an integer'],
    ]);
  });
});

describe("compile with from: 'search'", () => {
  class Filter {
    @IsOptional() @Length(3, 20) title?: string;
    @IsOptional() @IsInt() @Min(1) most?: number;
    @IsIn(['', 'tea', 'coffee']) subject = 'tea';
    @IsIn(['asc', 'desc']) order = 'asc';
    @IsBoolean() isOpen = true;
    @IsInt({ each: true }) shelves: number[] = [1];
  }

  const search = (query: object) => compile(Filter, { from: 'search' }).parse(query);

  test('takes what is left empty for absent, but for a choice that may be empty', () => {
    expect(search({ title: '', most: '', subject: '', order: '', isOpen: '', shelves: '' })).toEqual({
      title: undefined,
      most: undefined,
      subject: '',
      order: 'asc',
      isOpen: true,
      shelves: [],
    });
  });

  test('says nothing of what is not there, as links have less in them', () => {
    expect(search({})).toEqual({ subject: 'tea', order: 'asc', isOpen: true, shelves: [1] });
  });

  test('is strict with what is typed', () => {
    expect(() => search({ most: 'x' })).toThrow(InvalidDtoError);
    expect(() => search({ subject: 'milk' })).toThrow(InvalidDtoError);
  });
});
