import { afterEach, expect, test } from '@jest/globals';
import {
  IsInt,
  isString,
  registerDecorator,
  useContainer,
  Validate,
  validate,
  validateSync,
  Validator,
  ValidatorConstraint,
  type ValidationArguments,
  type ValidatorConstraintInterface,
} from '@tenon/dto';

afterEach(() => useContainer(undefined as unknown as Parameters<typeof useContainer>[0]));

/** Applies a decorator of the user's own. */
function decorate(target: Function, property: string, name: string, check: (value: unknown) => unknown): void {
  registerDecorator({
    name,
    target,
    propertyName: property,
    options: { message: `${name} failed` },
    validator: { validate: (value: unknown) => check(value) as boolean },
  });
}

test('never takes a constraint for a built-in because of its name', () => {
  class Forged {
    value: unknown = 'plain';
    count: unknown = 1;
  }
  decorate(Forged, 'value', 'isString', (value) => value === 'magic');
  decorate(Forged, 'count', 'isInt', (value) => value === 2);
  expect(validateSync(new Forged()).map(({ constraints }) => constraints)).toEqual([
    { isString: 'isString failed' },
    { isInt: 'isInt failed' },
  ]);
  expect(validateSync(Object.assign(new Forged(), { value: 'magic', count: 2 }))).toEqual([]);
});

test('never takes a constraint for a built-in that does a little more than it', () => {
  class Forged {
    value: unknown = 'forbidden';
  }
  decorate(Forged, 'value', 'isString', (value) => isString(value) && value !== 'forbidden');
  expect(validateSync(new Forged())).toHaveLength(1);
});

test('asks a custom constraint once in a validation, whether the object is valid or not', () => {
  let asked = 0;
  class Counted {
    first: unknown = 1;
    @IsInt() second: unknown = 1;
  }
  decorate(Counted, 'first', 'counted', () => (asked += 1) > 0);
  validateSync(new Counted());
  asked = 0;
  validateSync(new Counted());
  expect(asked).toBe(1);
  validateSync(Object.assign(new Counted(), { second: 'no' }));
  expect(asked).toBe(2);
});

test('gives a custom constraint the arguments of the original', () => {
  const seen: unknown[] = [];
  @ValidatorConstraint({ name: 'spy' })
  class Spy implements ValidatorConstraintInterface {
    validate(value: unknown, args?: ValidationArguments) {
      seen.push(value, args);
      return true;
    }
  }
  class Spied {
    @Validate(Spy, [1, 'two']) value: unknown = 'v';
  }
  const object = new Spied();
  validateSync(object);
  expect(seen).toEqual(['v', { targetName: 'Spied', property: 'value', object, value: 'v', constraints: [1, 'two'] }]);
});

test('fetches a constraint class from the container at every call', () => {
  @ValidatorConstraint({ name: 'fetched' })
  class Fetched implements ValidatorConstraintInterface {
    constructor(readonly answer = true) {}
    validate() {
      return this.answer;
    }
    defaultMessage() {
      return 'the container says no';
    }
  }
  class Subject {
    @Validate(Fetched) value: unknown = 1;
  }
  let answer = true;
  useContainer(
    { get: (wanted: unknown) => (wanted === Fetched ? new Fetched(answer) : undefined) },
    { fallback: true },
  );
  expect(validateSync(new Subject())).toEqual([]);
  answer = false;
  expect(validateSync(new Subject())[0]?.constraints).toEqual({ fetched: 'the container says no' });
});

test('takes a container of its own', () => {
  class Stock {
    readonly known = ['A'];
  }
  @ValidatorConstraint({ name: 'inStock' })
  class InStock implements ValidatorConstraintInterface {
    constructor(readonly stock: Stock) {}
    validate(sku: unknown) {
      return this.stock.known.includes(sku as string);
    }
  }
  class Wanted {
    @Validate(InStock) sku: unknown = 'A';
  }
  const instances = new Map<unknown, unknown>([[InStock, new InStock(new Stock())]]);
  const container = { get: <T>(wanted: new (...dependencies: never[]) => T) => instances.get(wanted) as T };
  const validator = new Validator({ container });
  expect(validator.validateSync(new Wanted())).toEqual([]);
  expect(validator.validateSync(Object.assign(new Wanted(), { sku: 'B' }))).toHaveLength(1);
});

test('waits for asynchronous constraints, and adds their contexts', async () => {
  class Later {
    value: unknown = 1;
  }
  registerDecorator({
    name: 'later',
    target: Later,
    propertyName: 'value',
    options: { message: 'too late', context: { code: 1 } },
    validator: { validate: () => Promise.resolve(false) },
  });
  const [error] = await validate(new Later());
  expect(error).toMatchObject({ constraints: { later: 'too late' }, contexts: { later: { code: 1 } } });
  expect(validateSync(new Later())).toEqual([]);
});

test('rejects when an asynchronous constraint does', async () => {
  class Broken {
    value: unknown = 1;
  }
  decorate(Broken, 'value', 'broken', () => Promise.reject(new Error('no connection')));
  await expect(validate(new Broken())).rejects.toThrow('no connection');
});

test('lets a validation start in the middle of another', () => {
  class Inner {
    @IsInt() value: unknown;
  }
  class Outer {
    first: unknown = 1;
    second: unknown = 1;
    @IsInt() third: unknown = 'no';
  }
  const check = () => validateSync(new Inner()).length === 1;
  decorate(Outer, 'first', 'inner', check);
  decorate(Outer, 'second', 'inner', check);
  expect(validateSync(new Outer()).map(({ property }) => property)).toEqual(['third']);
});
