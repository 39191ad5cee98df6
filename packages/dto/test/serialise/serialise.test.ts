import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import 'reflect-metadata';
import { Exclude, Expose, Transform, Type, instanceToPlain, serialise, serialiseAs } from '@tenon/dto';

fc.configureGlobal({ seed: Number(process.env['TENON_DIFF_SEED'] ?? 20261123) });

class Owner {
  @Expose() name!: string;
  @Exclude() password!: string;

  constructor(name = 'Ada') {
    this.name = name;
    this.password = 'secret';
  }
}

class Item {
  @Expose() id = 1;
  @Expose({ name: 'rating' }) @Transform(({ value }) => (value as number) * 10) score = 4;
  @Exclude() secret = 'x';
  @Type(() => Owner) owner = new Owner();
  @Expose({ groups: ['staff'] }) cost = 7;
  @Expose({ since: 2 }) label = 'new';
  tags: unknown[] = ['a', undefined, Number.NaN];
  madeAt = new Date(Date.UTC(2020, 1, 29, 23, 59, 59, 999));
  missing: unknown = undefined;

  @Expose() get title(): string {
    return `item ${this.id}`;
  }
}

function expectSameText(value: unknown, options?: Parameters<typeof serialise>[1]): string | undefined {
  const text = serialise(value, options);
  expect(text).toBe(JSON.stringify(instanceToPlain(value, options)));
  return text;
}

describe('serialise', () => {
  test('writes what instanceToPlain and JSON.stringify give', () => {
    const text = expectSameText([new Item(), new Item()]);
    expect(text).toContain('"rating":40');
    expect(text).not.toContain('secret');
    expect(text).toContain('"tags":["a",null,null]');
    expect(text).toContain('"2020-02-29T23:59:59.999Z"');
  });

  test('obeys groups and versions', () => {
    expect(expectSameText(new Item(), { groups: ['staff'] })).toContain('"cost":7');
    expect(expectSameText(new Item(), { version: 1 })).not.toContain('label');
    expect(expectSameText(new Item(), { version: 2, excludePrefixes: ['ta'] })).not.toContain('tags');
  });

  test('keeps the order of an object whose keys are in another order than the first one', () => {
    class Pair {
      @Expose() a?: number;
      @Expose() b?: number;
    }
    const one = (values: object): Pair => Object.assign(Object.create(Pair.prototype) as Pair, values);
    expectSameText([one({ a: 1, b: 2 }), one({ b: 2, a: 1 }), one({ b: 2 }), one({ a: 1, b: 2, c: 3 }), one({})]);
  });

  test('lets the last of two properties of one name win, as an object does', () => {
    class Clash {
      @Expose({ name: 'x' }) a = 1;
      @Expose({ name: 'x' }) b = 2;
      x = 3;
    }
    class Later {
      @Expose({ name: 'x' }) a = 1;
    }
    expectSameText(new Clash());
    expectSameText([new Later(), Object.assign(new Later(), { x: 3 }), { x: 1 }]);
  });

  test('puts names that are numbers first, as an object does', () => {
    class Numbered {
      @Expose() a = 1;
      @Expose({ name: '7' }) b = 2;
    }
    expect(expectSameText(new Numbered())).toBe('{"7":2,"a":1}');
  });

  test('escapes any string and any name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.string({ unit: 'binary', maxLength: 5 }),
        (text, name) => {
          class Said {
            value = text;
          }
          Expose({ name })(Said.prototype, 'value');
          expect(serialise(new Said())).toBe(JSON.stringify(instanceToPlain(new Said())));
        },
      ),
    );
  });

  test('writes any date as toISOString does, and an invalid one as null', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: false }), (date) => {
        expect(serialise({ date })).toBe(JSON.stringify({ date }));
      }),
      { numRuns: 2000 },
    );
    for (const time of [
      0, -1, 86_399_999, -62_167_219_200_000, -62_167_219_200_001, 253_402_300_799_999, 253_402_300_800_000,
    ]) {
      expect(serialise(new Date(time))).toBe(JSON.stringify(new Date(time)));
    }
  });

  test('refuses a bigint with the error of JSON.stringify', () => {
    expect(() => serialise({ value: 1n })).toThrow(TypeError);
  });

  test('gives nothing for undefined, as JSON.stringify does', () => {
    expect(serialise(undefined)).toBeUndefined();
    expect(serialise(null)).toBe('null');
  });

  test('answers a value that contains itself with a coded error', () => {
    const node: { self?: unknown } = {};
    node.self = node;
    expect(() => serialise(node)).toThrow(expect.objectContaining({ code: 'TENON_DTO_TOO_DEEP' }));
  });
});

describe('serialiseAs', () => {
  class OwnerView {
    @Expose() name!: string;
  }
  class ItemView {
    @Expose() id!: number;
    @Expose() @Type(() => OwnerView) owner!: OwnerView;
    @Expose() details: unknown;
    internal = 1;
  }

  test('writes the exposed properties of a class, whatever object stands in its place', () => {
    const row = { id: 1, password: 'x', owner: { name: 'Ada', password: 'y' }, details: { any: [1, { thing: true }] } };
    const text = '{"id":1,"owner":{"name":"Ada"},"details":{"any":[1,{"thing":true}]}}';
    expect(serialiseAs(ItemView, row)).toBe(text);
    expect(serialiseAs(ItemView, Object.assign(new ItemView(), row))).toBe(text);
    expect(serialiseAs(ItemView, [row, null])).toBe(`[${text},null]`);
  });

  test('writes an instance inside an undeclared property by its own class', () => {
    expect(serialiseAs(ItemView, { id: 1, details: new Owner('Bob') })).toBe('{"id":1,"details":{"name":"Bob"}}');
  });

  test('leaves out a secret that a nested class does not expose, even in a subclass', () => {
    class Leaky extends OwnerView {
      password = 'secret';
    }
    const owner = Object.assign(new Leaky(), { name: 'Eve' });
    expect(serialiseAs(ItemView, { owner })).toBe('{"owner":{"name":"Eve"}}');
  });
});
