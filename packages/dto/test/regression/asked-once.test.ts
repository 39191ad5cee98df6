import { expect, test } from '@jest/globals';
import * as original from 'class-validator';
import * as ours from '@tenon/dto';

const sticky = /b/y;

class Sticky {
  @original.Matches(sticky) first: unknown = 'b';
  @original.IsString() second: unknown = 1;
}

test('asks a sticky pattern once in a validation, also of an object that has another fault', () => {
  for (const { validateSync } of [original, ours]) {
    sticky.lastIndex = 0;
    const verdicts = [1, 2, 3].map(() => validateSync(new Sticky()).map(({ property }) => property));
    expect(verdicts).toEqual([['second'], ['first', 'second'], ['second']]);
  }
});

let asked = 0;

class Dated {
  @original.MinDate(() => new Date((asked += 1))) first: unknown = new Date(1);
  @original.IsString() second: unknown = 1;
}

test('asks the function of @MinDate once in a validation', () => {
  for (const { validateSync } of [original, ours]) {
    asked = 0;
    expect(validateSync(new Dated()).map(({ property }) => property)).toEqual(['second']);
    expect(asked).toBe(1);
  }
});
