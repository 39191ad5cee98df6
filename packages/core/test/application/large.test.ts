import { expect, test } from '@jest/globals';
import { type Class, createContext, Injectable, Module } from '@tenon/core';

/** Makes a chain of classes, each of which needs the one before, as a compiler would emit them. */
function chainOf(length: number): Class[] {
  const chain: Class[] = [];
  for (let index = 0; index < length; index++) {
    const type = class {
      readonly needed: unknown;
      constructor(needed: unknown) {
        this.needed = needed;
      }
    };
    Reflect.defineProperty(type, 'length', { value: index === 0 ? 0 : 1 });
    const types = index === 0 ? [] : [chain[index - 1]];
    (Reflect as unknown as { metadata: (key: string, value: unknown) => ClassDecorator }).metadata(
      'design:paramtypes',
      types,
    )(type);
    Injectable()(type);
    chain.push(type);
  }
  return chain;
}

test('makes a chain of 10,000 classes, each of which needs the one before', async () => {
  const chain = chainOf(10_000);
  class AppModule {}
  Module({ providers: chain.toReversed() })(AppModule);
  await using context = await createContext(AppModule);
  let depth = 0;
  for (let at: unknown = context.get(chain.at(-1) as Class); at; at = (at as { needed: unknown }).needed) depth += 1;
  expect(depth).toBe(10_000);
});

test('reads a chain of 10,000 modules, each of which imports the one before', async () => {
  class Last {}
  Module()(Last);
  let root: Class = Last;
  for (let index = 0; index < 10_000; index++) {
    const importer = class {};
    Module({ imports: [root] })(importer);
    root = importer;
  }
  await using context = await createContext(root);
  expect(context.model.modules).toHaveLength(10_001);
  expect(context.model.modules[0]?.type).toBe(Last);
});
