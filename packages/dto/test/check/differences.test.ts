import { expect, test } from '@jest/globals';
import * as original from 'class-validator';
import {
  IsEnum,
  IsString,
  registerDecorator,
  registerSchema,
  useContainer,
  validateSync,
  ValidateNested,
} from '@tenon/dto';

/** Every difference of the README's list, against the original. */

class Account {
  @IsString() name: unknown = 'n';
}

function received(json: string): Account {
  const account = new Account();
  for (const [key, value] of Object.entries(JSON.parse(json) as object)) {
    Object.defineProperty(account, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return account;
}

const INHERITED = ['hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', '__defineGetter__', '__proto__'];

test.each(INHERITED)('strips a property called %s, which the original lets through', (name) => {
  const json = JSON.stringify({ name: 'n' }).replace('}', `,${JSON.stringify(name)}:1}`);
  const ours = received(json);
  const theirs = received(json);
  validateSync(ours, { whitelist: true });
  original.validateSync(theirs, { whitelist: true });
  expect([Object.hasOwn(ours, name), Object.hasOwn(theirs, name)]).toEqual([false, true]);
  const forbid = { whitelist: true, forbidNonWhitelisted: true };
  expect(validateSync(received(json), forbid).map(({ property }) => property)).toEqual([name]);
  expect(original.validateSync(received(json), forbid)).toEqual([]);
});

test('checks an object by its class even if the data has a property called constructor', () => {
  const json = '{"name":1,"constructor":"none"}';
  const options = { whitelist: true, forbidUnknownValues: false };
  expect(validateSync(received(json), options).map(({ property }) => property)).toEqual(['name']);
  expect(original.validateSync(received(json), options)).toEqual([]);
  const ours = received(json);
  validateSync(ours, options);
  expect(Object.hasOwn(ours, 'constructor')).toBe(false);
});

test('takes a decorated property by a name that every object inherits', () => {
  class Odd {
    @IsString() declare valueOf: never;
  }
  expect(validateSync(new Odd())[0]?.constraints).toEqual({ isString: 'valueOf must be a string' });
  expect(() => original.validateSync(new Odd())).toThrow('push is not a function');
});

test('keeps schemas apart, so that they spoil no other validation', () => {
  registerSchema({
    name: 'account',
    properties: { name: [{ type: 'nestedValidation', message: '$property wants an object' }] },
  });
  expect(validateSync(new Account())).toEqual([]);
  expect(original.validateSync(new Account())).toEqual([]);
  expect(validateSync('account', new Account())[0]?.constraints).toEqual({ nestedValidation: 'name wants an object' });
});

test('validates although somebody registered a schema with the original', () => {
  original.registerSchema({ name: 'spoilt', properties: { name: [{ type: 'whitelistValidation' }] } });
  try {
    expect(() => original.validateSync(new Account())).toThrow(TypeError);
    expect(validateSync(new Account())).toEqual([]);
    expect(validateSync('spoilt', { name: 1, other: 2 }, { whitelist: true })).toEqual([]);
  } finally {
    (
      original.getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, unknown> }
    ).validationMetadatas.delete('spoilt');
  }
});

class Tree {
  @ValidateNested() child: unknown = undefined;
  @IsString() name: unknown = 'n';
}

const TOO_DEEP = expect.objectContaining({ code: 'TENON_DTO_TOO_DEEP' }) as unknown as Error;

function treeOf(depth: number, name: unknown): Tree {
  let tree = Object.assign(new Tree(), { name });
  for (let level = 0; level < depth; level += 1) tree = Object.assign(new Tree(), { child: tree });
  return tree;
}

test.each([
  ['valid', 'n'],
  ['invalid', 1],
])('names the cause when a %s value is nested too deeply', (_, name) => {
  expect(() => validateSync(treeOf(100_000, name))).toThrow(TOO_DEEP);
  expect(() => original.validateSync(treeOf(100_000, name))).toThrow(RangeError);
  // What the original can still take is validated all the same.
  expect(validateSync(treeOf(400, name))).toHaveLength(name === 'n' ? 0 : 1);
});

test('names the cause when a value contains itself', () => {
  const tree = new Tree();
  tree.child = tree;
  expect(() => validateSync(tree)).toThrow(TOO_DEEP);
});

test('takes no quadratic time for a fault at the bottom', () => {
  // The least of five tries, since the machine may be busy with something else in some of them.
  const tries = Array.from({ length: 5 }, () => {
    const start = performance.now();
    expect(validateSync(treeOf(500, 1))).toHaveLength(1);
    return performance.now() - start;
  });
  expect(Math.min(...tries)).toBeLessThan(200);
});

test('asks no container for what has no dependencies', () => {
  const options = { get: () => undefined };
  useContainer(options);
  try {
    expect(() => original.validateSync(new Account())).toThrow(TypeError);
    expect(validateSync(new Account())).toEqual([]);
  } finally {
    useContainer(undefined as unknown as typeof options);
  }
});

test('survives a promise that says no after validateSync has answered', async () => {
  class Late {
    @ValidateNested() value: unknown = Object.assign(new Account(), { name: 1 });
  }
  registerDecorator({
    name: 'late',
    target: Late,
    propertyName: 'value',
    options: { message: 'late' },
    validator: { validate: () => Promise.resolve(false) },
  });
  // The original is not run: it would end the process.
  const [error] = validateSync(new Late());
  expect(error?.children).toHaveLength(1);
  await new Promise(setImmediate);
});

test('reads the values of an enum once, when the class has been used for a while', () => {
  const colours: Record<string, string> = { red: 'red', blue: 'blue' };
  class Paint {
    @IsEnum(colours) colour: unknown = 'red';
  }
  for (let use = 0; use < 20; use += 1) expect(validateSync(new Paint())).toEqual([]);
  colours['green'] = 'green';
  expect(validateSync(Object.assign(new Paint(), { colour: 'green' }))).toEqual([]);
  delete colours['red'];
  expect([validateSync(new Paint()), original.validateSync(new Paint())]).toEqual([[], [expect.anything()]]);
});
