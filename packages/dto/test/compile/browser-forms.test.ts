import { describe, expect, test } from '@jest/globals';
import {
  compile,
  Expose,
  fieldErrors,
  InvalidDtoError,
  IsBoolean,
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
    expect({ ...read({ title: 'tea', count: '1' }) }).toEqual({
      title: 'tea',
      count: 1,
      isOpen: false,
      isPinned: false,
      tags: [],
    });
  });

  test('leaves alone what the groups do not ask for', () => {
    expect({ ...read({}, ['edit']) }).toEqual({ isOpen: false });
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
