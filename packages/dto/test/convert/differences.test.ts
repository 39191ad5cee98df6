import { afterEach, describe, expect, test } from '@jest/globals';
import * as original from 'class-transformer';
import 'reflect-metadata';
import {
  Expose,
  Type,
  instanceToPlain,
  plainToClassFromExist,
  plainToInstance,
  serialise,
  type TypeHelpOptions,
  serialize,
} from '@tenon/dto';

/** Each test is a line of the table in the README. */
describe('what is deliberately other than in the original', () => {
  class Cat {
    name!: string;
  }
  class Owner {
    @Type(() => Object, { discriminator: { property: 'kind', subTypes: [{ name: 'cat', value: Cat }] } })
    pet!: unknown;
    @Type(() => Object, { discriminator: { property: 'kind', subTypes: [{ name: 'cat', value: Cat }] } })
    pets!: unknown[];
  }

  test('a discriminator is not deleted from the source', () => {
    const pet = Object.freeze({ kind: 'cat', name: 'Tom' });
    const owner = plainToInstance(Owner, { pet, pets: [pet, pet] });
    expect(pet).toEqual({ kind: 'cat', name: 'Tom' });
    expect([owner.pet, ...owner.pets].every((each) => each instanceof Cat)).toBe(true);
    expect(owner.pet).toEqual({ name: 'Tom' });
    expect(() => original.plainToInstance(Owner, { pet })).toThrow(TypeError);
  });

  test('a discriminator is not written into the source', () => {
    const pet = Object.assign(new Cat(), { name: 'Tom' });
    const owner = Object.assign(new Owner(), { pet, pets: [pet] });
    const plain = { pet: { name: 'Tom', kind: 'cat' }, pets: [{ name: 'Tom', kind: 'cat' }] };
    expect(instanceToPlain(owner)).toEqual(plain);
    expect(serialise(owner)).toBe(JSON.stringify(plain));
    expect(Object.keys(pet)).toEqual(['name']);
    original.instanceToPlain(owner);
    expect(Object.keys(pet)).toEqual(['name', 'kind']);
  });

  test('a `constructor` in the data neither throws nor chooses a class', () => {
    const plain = JSON.parse('{"inner":{"constructor":"x","a":1}}') as object;
    expect(plainToInstance(Owner, plain)).toMatchObject({ inner: { a: 1 } });
    expect(() => original.plainToInstance(Owner, plain)).toThrow(TypeError);
  });

  test('a `prototype` in the data does not reach an instance', () => {
    const plain = { prototype: { x: 1 }, inner: { prototype: 1 } };
    const owner = plainToInstance(Owner, plain);
    expect(Object.keys(owner)).not.toContain('prototype');
    expect(owner).toMatchObject({ inner: { prototype: 1 } });
    expect(original.plainToInstance(Owner, plain)).toHaveProperty('prototype');
  });

  test('`__proto__` never becomes a prototype, not even as the name of an exposed property', () => {
    class Renamed {
      @Expose({ name: '__proto__' }) a = { polluted: true };
    }
    expect(instanceToPlain(new Renamed())).not.toHaveProperty('polluted');
    expect(original.instanceToPlain(new Renamed())).toHaveProperty('polluted');
    const plain = JSON.parse('{"__proto__":{"polluted":true}}') as object;
    expect(plainToInstance(Owner, plain)).not.toHaveProperty('polluted');
  });

  test('a key is not read from Object.prototype', () => {
    class Exposed {
      @Expose() isAdmin!: boolean;
      @Expose() toString!: () => string;
    }
    const options = { excludeExtraneousValues: true };
    expect(plainToInstance(Exposed, {}, options).isAdmin).toBeUndefined();
    (Object.prototype as { isAdmin?: boolean }).isAdmin = true;
    expect(Object.hasOwn(plainToInstance(Exposed, {}, options), 'isAdmin')).toBe(true);
    expect(Object.entries(plainToInstance(Exposed, {}, options))).toEqual([
      ['isAdmin', undefined],
      ['toString', undefined],
    ]);
    expect(Object.entries(original.plainToInstance(Exposed, {}, options))).toContainEqual(['isAdmin', true]);
  });
  afterEach(() => {
    delete (Object.prototype as { isAdmin?: boolean }).isAdmin;
  });

  test('where an object is filled, an inherited method is no part of it', () => {
    class Tool {
      use(): void {}
    }
    plainToClassFromExist(new Owner(), { toString: { x: 1 } });
    expect(Reflect.get(Object.prototype, 'toString')).not.toHaveProperty('x');
    const tool = Object.assign(Object.create(Tool.prototype) as Tool, { other: 1 });
    plainToClassFromExist(tool, { use: { hijacked: true } });
    expect(Reflect.get(Tool.prototype, 'use')).not.toHaveProperty('hijacked');
  });

  test('a target map gives its own properties alone', () => {
    const targetMaps = [{ target: Cat, properties: { name: String as never } }];
    const plain = { toString: { a: 1 }, name: 1 };
    expect(plainToInstance(Cat, plain, { targetMaps })).toMatchObject({ name: '1' });
  });

  test('what is nested too deeply, or contains itself, is answered with a coded error', () => {
    let deep: object = {};
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    const circle: { self?: unknown } = {};
    circle.self = circle;
    for (const convert of [() => plainToInstance(Owner, deep), () => instanceToPlain(circle), () => serialise(deep)]) {
      expect(convert).toThrow(expect.objectContaining({ code: 'TENON_DTO_TOO_DEEP' }));
    }
    expect(() => original.instanceToPlain(circle)).toThrow(RangeError);
  });

  test('a getter is read once', () => {
    let count = 0;
    class Counting {
      @Expose() get read(): number {
        return (count += 1);
      }
    }
    expect(instanceToPlain(new Counting())).toEqual({ read: 1 });
    count = 0;
    expect(original.instanceToPlain(new Counting())).not.toEqual({ read: 1 });
  });

  test('a transform and a type function are given the source as it is', () => {
    const seen: unknown[] = [];
    class Asking {
      @Type((help?: TypeHelpOptions) => (seen.push(Object.keys(help?.object ?? {})), Cat))
      inner!: Cat;
    }
    plainToInstance(Asking, { inner: { name: 'Tom' } });
    expect(seen).toEqual([['inner']]);
  });
});

test('fails at a bigint that is to be text before it asks for what comes later', () => {
  let asked = 0;
  class Sum {
    @original.Expose() amount = 1n;
    @original.Expose() @original.Transform(({ value }) => ((asked += 1), value)) note = 'n';
  }
  const counts = [original.serialize, serialize].map((write) => {
    asked = 0;
    expect(() => write(new Sum())).toThrow(new TypeError('Do not know how to serialize a BigInt'));
    return asked;
  });
  // Closures make the plain object first, as the original does.
  expect(counts).toEqual([1, process.env['TENON_DTO_BACK_END'] === 'closures' ? 1 : 0]);
});
