import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import {
  compile,
  countFieldErrors,
  fieldErrors,
  InvalidDtoError,
  IsInt,
  IsString,
  registerDecorator,
  Type,
  validateSync,
  ValidateNested,
} from '@tenon/dto';

class Line {
  @IsInt() quantity!: number;
}

class Order {
  @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
  @IsString() note!: string;
}

function errorOf(parse: () => unknown): InvalidDtoError {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidDtoError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const items = (length: number): object[] => Array.from({ length }, () => ({}));

test.each(['first', 'generated'])('tells of a thousand items at fault, in %s runs', (runs) => {
  const order = compile(Order);
  for (let round = 0; round < (runs === 'first' ? 1 : 20); round++) {
    const [lines] = errorOf(() => order.parse({ lines: items(5000), note: 'x' })).errors;
    expect(lines?.children).toHaveLength(1000);
    expect(errorOf(() => order.parse({ lines: items(999), note: 1 })).errors.map(({ property }) => property)).toEqual([
      'lines',
      'note',
    ]);
  }
});

test('tells of a thousand items of a list that is the whole input', () => {
  const lines = compile([Line]);
  expect(errorOf(() => lines.parse(items(5000))).errors).toHaveLength(1000);
  expect(errorOf(() => lines.parse([...items(999), 1, 2, 3])).errors).toHaveLength(1000);
});

test('finds the one item at fault behind thousands that are not', () => {
  const order = compile(Order);
  const lines = [...Array.from({ length: 9000 }, () => ({ quantity: 1 })), {}];
  for (let round = 0; round < 20; round++) {
    const [found] = errorOf(() => order.parse({ lines, note: 'x' })).errors;
    expect(found?.children?.map(({ property }) => property)).toEqual(['9000']);
  }
});

test('looks at every item where it is not sure yet which of them are at fault', async () => {
  const asked: unknown[] = [];
  function IsKnown(prototype: object, name: string): void {
    const validate = (value: unknown): Promise<boolean> => {
      asked.push(value);
      return Promise.resolve(value !== 1499);
    };
    registerDecorator({
      name: 'isKnown',
      target: prototype.constructor,
      propertyName: name,
      async: true,
      validator: { validate },
    });
  }
  class Item {
    @IsKnown id!: number;
  }
  class Basket {
    @ValidateNested({ each: true }) @Type(() => Item) items!: Item[];
  }
  const input = Array.from({ length: 1500 }, (_, id) => ({ id }));
  for (const parse of [() => compile(Basket).parseAsync({ items: input }), () => compile([Item]).parseAsync(input)]) {
    asked.length = 0;
    await expect(parse()).rejects.toBeInstanceOf(InvalidDtoError);
    expect(asked).toHaveLength(1500);
  }
});

test("leaves class-validator's own functions as they are", () => {
  const order = Object.assign(new Order(), {
    lines: items(1500).map((each) => Object.assign(new Line(), each)),
    note: 'x',
  });
  expect(validateSync(order)[0]?.children).toHaveLength(1500);
});

test('lists as many errors as are wanted, and counts the rest', () => {
  const error = errorOf(() => compile(Order).parse({ lines: items(500), note: 1 }));
  expect(fieldErrors(error)).toHaveLength(501);
  expect(fieldErrors(error, 10)).toEqual(fieldErrors(error).slice(0, 10));
  expect(countFieldErrors(error)).toBe(501);
});
