import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { createContext, Inject, Injectable, InjectLazy, type Lazy, Module, TenonError } from '@tenon/core';

/*
 * What tsc, swc and oxc emit for the same source differs. The metadata is written by hand here, as each of them emits
 * it, so that what works with one works with all.
 */

class Repository {}
Injectable()(Repository);

enum Currency {
  Euro = 'EUR',
}

/** Boots an application with one class, and gives the code of its only fault. */
async function codeFor(type: new (...all: never[]) => unknown, types: unknown): Promise<string | undefined> {
  if (types !== undefined) Reflect.defineMetadata('design:paramtypes', types, type);
  Injectable()(type);
  class AppModule {}
  Module({ providers: [type] })(AppModule);
  try {
    await using context = await createContext(AppModule);
    return context.get(type) instanceof type ? undefined : 'no instance';
  } catch (error) {
    if (!(error instanceof TenonError)) throw error;
    return error.diagnostics.map(({ code }) => code).join(', ');
  }
}

test.each([['tsc, oxc and swc', Repository]])('injects a class as %s emit it', async (_, emitted) => {
  class Service {
    constructor(readonly repository: Repository) {}
  }
  expect(await codeFor(Service, [emitted])).toBeUndefined();
});

test.each([
  ['an interface, by all', Object],
  ['a class behind "import type", by tsc', Function],
  ['a class behind "import type", by swc', Object],
  ['an enum, by tsc', String],
  ['an enum of numbers, by tsc', Number],
  ['an enum, by swc and oxc', Currency],
  ['a class inside itself, by swc', Object],
  ['a list, by all', Array],
  ['a promise, by all', Promise],
  ['a union of strings, by all', String],
  ['a boolean, by all', Boolean],
  ['a symbol', Symbol],
  ['a bigint', BigInt],
])('says of %s that it names nothing', async (_, emitted) => {
  class Service {
    constructor(readonly given: unknown) {}
  }
  expect(await codeFor(Service, [emitted])).toBe('TENON_CONTAINER_ERASED_TYPE');
});

test.each([
  ['String, by tsc', String],
  ['Array, by swc and oxc', Array],
  ['a class, by tsc', Repository],
])('says of a rest parameter, emitted as %s, that it is one', async (_, emitted) => {
  class Service {
    readonly all: readonly unknown[];
    constructor(...all: unknown[]) {
      this.all = all;
    }
  }
  expect(await codeFor(Service, [emitted])).toBe('TENON_CONTAINER_REST_PARAMETER');
});

test('says of a class that a bundler left without a value that it was undefined', async () => {
  class Service {
    constructor(readonly given: unknown) {}
  }
  expect(await codeFor(Service, [undefined])).toBe('TENON_CONTAINER_UNDEFINED_TOKEN');
});

test('says of parameters without types that none were emitted', async () => {
  class Service {
    constructor(readonly given: unknown) {}
  }
  expect(await codeFor(Service, undefined)).toBe('TENON_CONTAINER_NO_METADATA');
});

test('makes a class without parameters, whether types were emitted or not', async () => {
  class Emitted {}
  class Bare {}
  expect(await codeFor(Emitted, [])).toBeUndefined();
  expect(await codeFor(Bare, undefined)).toBeUndefined();
});

test('injects what a class asks for of itself', async () => {
  @Injectable()
  class Tree {
    @InjectLazy(() => Tree) readonly root!: Lazy<Tree>;
    readonly parent?: Tree;
  }
  class AppModule {}
  Module({ providers: [Tree] })(AppModule);
  await using context = await createContext(AppModule);

  expect(context.get(Tree).root.get()).toBe(context.get(Tree));
});

test('needs no emitted type beside a token', async () => {
  class Service {
    constructor(readonly repository: unknown) {}
  }
  Inject(Repository)(Service, undefined, 0);
  Injectable()(Service);
  class AppModule {}
  Module({ providers: [Service] })(AppModule);
  await using context = await createContext(AppModule);

  expect(context.get(Service).repository).toBeInstanceOf(Repository);
});

/*
 * A diagnostic shows the parameters' names, which are read from the class's text.
 */
const hard = {
  'a default value with brackets': class {
    constructor(
      readonly first = ((a, b) => [a, b])(')', '}'),
      readonly guilty: unknown = {},
    ) {}
  },
  comments: class {
    /* constructor( */
    // constructor(
    constructor(
      /* first, */ readonly first: unknown,
      /* ) */ readonly guilty: unknown,
    ) {}
  },
  'strings and templates': class {
    readonly a = 'constructor(';
    readonly b = `constructor(${this.a}`;
    constructor(
      readonly first = `)${[1].join(')')}`,
      readonly guilty: unknown = "'",
    ) {}
  },
  'regular expressions': class {
    static readonly pattern = /constructor\(["'`]/;
    static quote() {
      return /["'`]/;
    }
    constructor(
      readonly first: unknown,
      readonly guilty: unknown,
    ) {}
  },
  'a parent made by a call with an object': class extends ((_options: object) => class {})({ of: 'constructor(' }) {
    constructor(
      readonly first: unknown,
      readonly guilty: unknown,
    ) {
      super();
    }
  },
  'a method that is called before': class {
    constructorOf(other: unknown) {
      return other;
    }
    constructor(
      readonly first: unknown,
      readonly guilty: unknown,
    ) {}
  },
};

test.each(Object.entries(hard))('finds the names of parameters beside %s', async (_, type) => {
  class Sound {}
  Injectable()(Sound);
  Reflect.defineMetadata('design:paramtypes', [Sound, Object], type);
  Injectable()(type);
  class AppModule {}
  Module({ providers: [type] })(AppModule);

  const error: unknown = await createContext(AppModule).catch((failure: unknown) => failure);
  if (!(error instanceof TenonError)) throw new Error('no fault was found');

  const { signature = '', caret = { start: 0, length: 0 } } = error.where ?? {};
  expect(signature.slice(caret.start, caret.start + caret.length)).toBe('guilty');
  expect(signature).toContain('first: Sound');
});

test('numbers parameters whose names are nowhere to be found', async () => {
  class Hidden {
    constructor(readonly given: unknown) {}
  }
  const Bare = new Proxy(Hidden, {});
  Reflect.defineMetadata('design:paramtypes', [Object], Bare);
  Injectable()(Bare);
  class AppModule {}
  Module({ providers: [Bare] })(AppModule);

  const error: unknown = await createContext(AppModule).catch((failure: unknown) => failure);
  if (!(error instanceof TenonError)) throw new Error('no fault was found');

  expect(error.where?.signature).toBe('Hidden.constructor(parameter1: (erased))');
  expect(error.message).toContain('as parameter 1:');
});
