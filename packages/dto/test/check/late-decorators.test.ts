import { expect, test } from '@jest/globals';
import { IsInt, IsString, Validate, validateSync, ValidateNested, ValidatorConstraint } from '@tenon/dto';

test('notices a decorator that is applied after the first validation', () => {
  class Late {
    @IsString() name: unknown = 'n';
    age: unknown = 'x';
  }
  expect(validateSync(new Late())).toEqual([]);
  IsInt()(Late.prototype, 'age');
  expect(validateSync(new Late()).map(({ property }) => property)).toEqual(['age']);
});

test('notices it on a nested class, and on a parent that had none', () => {
  class Parent {}
  class Child extends Parent {
    @IsString() name: unknown = 'n';
    age: unknown = 'x';
  }
  class Holder {
    @ValidateNested() child: unknown = new Child();
  }
  expect(validateSync(new Holder())).toEqual([]);
  IsInt()(Parent.prototype, 'age');
  expect(validateSync(new Holder())[0]?.children?.map(({ property }) => property)).toEqual(['age']);
});

test('notices that a constraint class was registered', () => {
  class Never {
    validate() {
      return false;
    }
  }
  class Subject {
    @Validate(Never) value: unknown;
  }
  expect(validateSync(new Subject())).toEqual([]);
  ValidatorConstraint({ name: 'never' })(Never);
  expect(validateSync(new Subject())[0]?.constraints).toHaveProperty('never');
});
