import { describe, expect, test } from '@jest/globals';
import * as original from 'class-transformer';
import * as fc from 'fast-check';
import 'reflect-metadata';
import {
  Exclude,
  Expose,
  Transform,
  Type,
  instanceToInstance,
  instanceToPlain,
  plainToClassFromExist,
  plainToInstance,
  serialise,
  type ClassTransformOptions,
  type TransformFnParams,
} from '@tenon/dto';

fc.configureGlobal({ seed: Number(process.env['TENON_DIFF_SEED'] ?? 20261123) });

const NAMES = ['plain "quotes"', '\u2028\u2029', '`${1}`', '"];throw 1;//', '\\', '\n', '0', '-1', 'toString', ''];

describe('conversion', () => {
  test('keeps the order of the keys of the input, and undefined fields', () => {
    class Point {
      x: unknown;
      y: unknown;
    }
    const plain = { z: 1, y: 2, x: 3 };
    const point = plainToInstance(Point, plain);
    expect(Object.entries(point)).toEqual(Object.entries(original.plainToInstance(Point, plain)));
    expect(Object.entries(plainToInstance(Point, {}))).toEqual([
      ['x', undefined],
      ['y', undefined],
    ]);
  });

  test('runs the transforms of ancestors first, each with the value that the one before gave', () => {
    const seen: string[] = [];
    const mark =
      (name: string) =>
      ({ value, key, type }: TransformFnParams): string => {
        seen.push(`${name}:${key}:${type}`);
        return `${value as string}${name}`;
      };
    class Base {
      @Transform(mark('a')) name!: string;
    }
    class Derived extends Base {
      @Transform(mark('c')) @Transform(mark('b')) declare name: string;
    }
    expect(plainToInstance(Derived, { name: '' }).name).toBe(original.plainToInstance(Derived, { name: '' }).name);
    expect(seen.slice(0, 3)).toEqual(seen.slice(3));
  });

  test('gives transforms the options of the call, with what the caller added', () => {
    let given: unknown;
    class Asked {
      @Transform(({ options }) => (given = options)) a = 1;
    }
    instanceToPlain(new Asked(), { groups: ['x'], mine: 1 } as ClassTransformOptions);
    expect(given).toMatchObject({ groups: ['x'], mine: 1, exposeUnsetFields: true });
    instanceToPlain(new Asked());
    expect(given).toMatchObject({ exposeUnsetFields: true, version: undefined });
  });

  test('notices an options object that was changed between two calls', () => {
    class Versioned {
      @Expose({ since: 2 }) label = 'x';
    }
    const options = { version: 1, groups: [] as string[] };
    expect(instanceToPlain(new Versioned(), options)).toEqual({});
    options.version = 2;
    expect(instanceToPlain(new Versioned(), options)).toEqual({ label: 'x' });
    options.groups.push('other');
    expect(instanceToPlain(new Versioned(), options)).toEqual({ label: 'x' });
  });

  test('notices a decorator that is applied after the first conversion, also on an ancestor or a nested class', () => {
    class Base {
      a: unknown = 1;
    }
    class Inner {
      b: unknown = 2;
    }
    class Late extends Base {
      @Type(() => Inner) inner = new Inner();
    }
    expect(serialise(new Late())).toBe('{"a":1,"inner":{"b":2}}');
    Expose({ name: 'A' })(Base.prototype, 'a');
    Exclude()(Inner.prototype, 'b');
    expect(serialise(new Late())).toBe('{"A":1,"inner":{}}');
    expect(instanceToPlain(new Late())).toEqual({ A: 1, inner: {} });
    Expose({ name: 'again' })(Base.prototype, 'a');
    expect(instanceToPlain(new Late())).toEqual({ again: 1, inner: {} });
  });

  test('reads any date text as the engine does', () => {
    class Dated {
      @Type(() => Date) at!: Date;
    }
    const read = (at: unknown): number => plainToInstance(Dated, { at }).at.getTime();
    const digit = fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ' ', '-', '+', 'x');
    fc.assert(
      fc.property(
        fc.date({ min: new Date(-6e13), max: new Date(2.5e14), noInvalidDate: true }),
        fc.nat(23),
        digit,
        (date, at, other) => {
          const text = date.toISOString();
          expect(read(text)).toBe(date.getTime());
          const changed = text.slice(0, at) + other + text.slice(at + 1);
          expect(read(changed)).toBe(new Date(changed).getTime());
        },
      ),
      { numRuns: 3000 },
    );
    for (const text of [
      '2023-02-29T00:00:00.000Z',
      '2023-02-28T24:00:00.000Z',
      '0000-01-01T00:00:00.000Z',
      '2023-13-01',
      '',
    ]) {
      expect(read(text)).toBe(new Date(text).getTime());
    }
  });

  test('converts classes that name themselves and each other', () => {
    class Node {
      @Type(() => Node) children!: Node[];
      @Type(() => Leaf) leaf!: unknown;
    }
    class Leaf {
      @Type(() => Node) parent!: Node;
    }
    const node = plainToInstance(Node, { children: [{ children: [] }], leaf: { parent: { children: [{}] } } });
    expect(node.children[0]).toBeInstanceOf(Node);
    expect((node.leaf as Leaf).parent.children[0]).toBeInstanceOf(Node);
  });

  test('converts promises by what they become', async () => {
    class Inner {
      a = 1;
    }
    class Waiting {
      @Type(() => Inner) later!: Promise<Inner>;
      @Expose() failing?: Promise<never>;
    }
    const waiting = plainToInstance(Waiting, { later: Promise.resolve({ a: 2 }) });
    expect(await waiting.later).toBeInstanceOf(Inner);
    expect(await (instanceToPlain(waiting)['later'] as Promise<unknown>)).toEqual({ a: 2 });
    await expect(plainToInstance(Waiting, { failing: Promise.reject(new Error('no')) }).failing).rejects.toThrow('no');
  });

  test('calls function-valued properties on the way to a plain object, and keeps methods of an instance', () => {
    class Calling {
      @Expose() name(): string {
        return 'called';
      }
      arrow = () => 'also';
    }
    expect(instanceToPlain(new Calling())).toEqual({ arrow: 'also', name: 'called' });
    expect(plainToInstance(Calling, { name: 'x', arrow: 'y' }).name()).toBe('called');
  });

  test('makes of circles what the original makes, if told to look for them', () => {
    class Node {
      next?: Node;
      id = 1;
    }
    const node = new Node();
    node.next = node;
    const options = { enableCircularCheck: true };
    expect(instanceToPlain(node, options)).toEqual(original.instanceToPlain(node, options));
    expect(instanceToInstance(node, options).next).toBe(node);
    expect(serialise(node, options)).toBe('{"id":1}');
  });

  test('accepts an object of another class that a constructor answers', () => {
    class Other {
      method(): string {
        return 'kept';
      }
    }
    class Answering {
      a: unknown;

      constructor() {
        // oxlint-disable-next-line no-constructor-return -- the case of this test
        return new Other() as unknown as Answering;
      }
    }
    Expose()(Answering.prototype, 'a');
    const made = plainToInstance(Answering, { a: 1, method: 2 }) as unknown as Other;
    expect(made).toBeInstanceOf(Other);
    expect(made.method()).toBe('kept');
    expect(made).toHaveProperty('a', 1);
  });

  test('fills an object and the objects in it', () => {
    class Inner {
      a = 1;
      b = 2;
    }
    class Outer {
      @Type(() => Inner) inner = new Inner();
    }
    const outer = new Outer();
    const { inner } = outer;
    expect(plainToClassFromExist(outer, { inner: { b: 3 } })).toBe(outer);
    expect(outer.inner).toBe(inner);
    expect(inner).toEqual({ a: 1, b: 3 });
  });

  test('takes any name and any message of a decorator for what it is', () => {
    for (const name of NAMES) {
      for (const given of NAMES) {
        class Strange {}
        Expose({ name: given })(Strange.prototype, name);
        Transform(({ value }) => value as unknown)(Strange.prototype, name);
        Type(() => String)(Strange.prototype, name);
        const plain = { [given]: 1, [name]: 2 };
        const options = { excludePrefixes: ['"', '`'] };
        for (const each of [undefined, options]) {
          const instance = plainToInstance(Strange, plain, each);
          if (name !== 'toString' && given !== 'toString') {
            expect(instance).toEqual(original.plainToInstance(Strange, plain, each));
          }
          const holder = Object.assign(new Strange(), { [name]: 'x' });
          expect(instanceToPlain(holder, each)).toEqual(original.instanceToPlain(holder, each));
          expect(serialise(holder, each)).toBe(JSON.stringify(original.instanceToPlain(holder, each)));
        }
      }
    }
  });

  test('compiles no more than it may for options that are made from requests', () => {
    class Versioned {
      @Expose({ since: 500 }) label = 'x';
    }
    for (let version = 0; version < 1500; version += 1) {
      expect(Object.keys(instanceToPlain(new Versioned(), { version }))).toHaveLength(version < 500 ? 0 : 1);
    }
  });
});
