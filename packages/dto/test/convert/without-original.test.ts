import { createRequire } from 'node:module';
import { expect, jest, test } from '@jest/globals';
import 'reflect-metadata';

// The library's whole machinery for converting throws; its decorators and storage stay.
const require = createRequire(import.meta.url);
const original = require('class-transformer') as Record<string, unknown>;
const { TransformOperationExecutor } = require('class-transformer/cjs/TransformOperationExecutor.js') as {
  TransformOperationExecutor: { prototype: Record<string, unknown> };
};
const { ClassTransformer } = original as { ClassTransformer: { prototype: Record<string, unknown> } };

function forbidden(): never {
  throw new Error('the original was asked to convert');
}

const KEPT = new Set(['Exclude', 'Expose', 'Transform', 'Type', 'TransformationType']);
for (const prototype of [TransformOperationExecutor.prototype, ClassTransformer.prototype]) {
  for (const name of Object.getOwnPropertyNames(prototype)) if (name !== 'constructor') prototype[name] = forbidden;
}
jest.unstable_mockModule('class-transformer', () =>
  Object.fromEntries(Object.entries(original).map(([name, value]) => [name, KEPT.has(name) ? value : forbidden])),
);

const dto = await import('@tenon/dto');

class Tag {
  @dto.Expose() name!: string;
}
class Cat {
  lives!: number;
}
class Dog {
  tricks!: string[];
}
class Order {
  @dto.Expose({ name: 'number' }) id!: string;
  @dto.Type(() => Date) at!: Date;
  @dto.Type(() => Tag) tags!: Tag[];
  @dto.Type(() => Tag) byName!: Map<string, Tag>;
  @dto.Type(() => Tag) unique!: Set<Tag>;
  @dto.Exclude({ toPlainOnly: true }) secret!: string;
  @dto.Transform(({ value }) => `<${value as string}>`, { toPlainOnly: true }) note!: string;
  @dto.Type(() => Object, {
    discriminator: {
      property: 'kind',
      subTypes: [
        { name: 'cat', value: Cat },
        { name: 'dog', value: Dog },
      ],
    },
  })
  pets!: (Cat | Dog)[];
}

const PLAIN = {
  number: '7',
  at: '2020-01-02T03:04:05.678Z',
  tags: [{ name: 'a' }],
  byName: { x: { name: 'b' } },
  unique: [{ name: 'c' }],
  secret: 's',
  note: 'n',
  pets: [
    { kind: 'dog', tricks: ['sit'] },
    { kind: 'cat', lives: 9 },
  ],
};

test('converts in every direction without a single call of the original', () => {
  for (const options of [
    undefined,
    { enableCircularCheck: true },
    { version: 1, groups: ['x'], strategy: 'exposeAll' as const },
  ]) {
    const order = dto.plainToInstance(Order, structuredClone(PLAIN), options);
    expect(order.id).toBe('7');
    expect(order.tags[0]).toBeInstanceOf(Tag);
    expect(order.byName.get('x')).toBeInstanceOf(Tag);
    expect([...order.unique][0]).toBeInstanceOf(Tag);
    expect(order.pets[0]).toBeInstanceOf(Dog);
    expect(dto.instanceToInstance(order, options).pets[1]).toBeInstanceOf(Cat);
    const plain = dto.instanceToPlain(order, options);
    expect(plain).not.toHaveProperty('secret');
    expect(plain).toMatchObject({ number: '7', note: '<n>', pets: [{ kind: 'dog' }, { kind: 'cat' }] });
    expect(dto.serialize(order, options)).toBe(JSON.stringify(plain));
    expect(dto.serialise(order, options)).toBe(JSON.stringify(plain));
  }
  const json = JSON.stringify(PLAIN);
  expect(dto.deserialize(Order, json)).toEqual(dto.plainToClass(Order, PLAIN));
  expect(dto.deserializeArray(Order, `[${json}]`)).toHaveLength(1);
  const order = dto.plainToClassFromExist(new Order(), PLAIN);
  expect(dto.classToPlainFromExist(order, {})).toEqual(dto.classToPlain(order));
  expect(dto.classToClassFromExist(order, new Order()).id).toBeUndefined();
  expect(new dto.ClassTransformer().instanceToPlain(order)).toEqual(dto.instanceToPlain(order));
});

test('converts what decorated methods return without the original', async () => {
  class Service {
    @dto.TransformInstanceToPlain() plain(): unknown {
      return Object.assign(new Order(), { secret: 's', tags: [] });
    }
    @dto.TransformPlainToInstance(Order) async instance(): Promise<unknown> {
      return PLAIN;
    }
    @dto.TransformInstanceToInstance() copy(order: Order): Order {
      return order;
    }
  }
  const service = new Service();
  expect(service.plain()).not.toHaveProperty('secret');
  const order = (await service.instance()) as Order;
  expect(order).toBeInstanceOf(Order);
  expect(service.copy(order)).not.toBe(order);
  expect(service.copy(order)).toBeInstanceOf(Order);
});

test('finds one copy of the library only', () => {
  expect(dto.findLibraryFaults()).toEqual([]);
});
