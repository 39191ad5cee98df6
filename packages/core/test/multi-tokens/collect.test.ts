import { expect, test } from '@jest/globals';
import {
  createContext,
  createMultiToken,
  createToken,
  Inject,
  Injectable,
  InjectAll,
  Module,
  provide,
  type ProviderDefinition,
  type Token,
} from '@tenon/core';

const NAME = createMultiToken<string>('name');
const named = (name: string): ProviderDefinition => provide(NAME, { useValue: name });

@Injectable()
class Listing {
  constructor(@InjectAll(NAME) readonly names: readonly string[]) {}
}

test('collects what all modules contribute, exported or not, in import order', async () => {
  @Module({ providers: [named('a1'), named('a2')] })
  class AModule {}
  @Module({ imports: [AModule], providers: [named('b')] })
  class BModule {}
  @Module({ providers: [Listing, named('c')] })
  class CModule {}
  @Module({ imports: [BModule, CModule, AModule], providers: [named('root')] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Listing).names).toEqual(['a1', 'a2', 'b', 'c', 'root']);
  expect(context.get(NAME)).toEqual(['a1', 'a2', 'b', 'c', 'root']);
  expect(await context.resolve(NAME)).toHaveLength(5);
});

test('gives an empty list when nobody contributes', async () => {
  @Module({ providers: [Listing] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Listing).names).toEqual([]);
  expect(context.get(createMultiToken('nobody'))).toEqual([]);
});

test('gives each that asks a list of its own', async () => {
  @Module({ providers: [Listing, named('a')] })
  class AppModule {}
  await using context = await createContext(AppModule);

  (context.get(Listing).names as string[]).push('b');

  expect(context.get(NAME)).toEqual(['a']);
});

test('takes contributions in all four forms, each with its own view', async () => {
  const SUFFIX = createToken<string>('suffix');
  class Made {
    readonly is = 'made';
    toString(): string {
      return this.is;
    }
  }
  const THING = createMultiToken<object | string>('thing');
  @Module({
    providers: [
      provide(SUFFIX, { useValue: '!' }),
      provide(THING, { useClass: Made }),
      provide(THING, { inject: [SUFFIX], useFactory: async (suffix) => `factory${suffix}` }),
    ],
  })
  class OneModule {}
  @Module({ imports: [OneModule], providers: [provide(THING, { useExisting: Listing }), Listing] })
  class AppModule {}
  await using context = await createContext(AppModule);

  const things = context.get(THING);

  expect(things.slice(0, 2).map(String)).toEqual(['made', 'factory!']);
  expect(things[2]).toBe(context.get(Listing));
});

test('gives factories all of a multi-token', async () => {
  const COUNT = createToken<number>('count');
  @Module({ providers: [named('a'), named('b'), provide(COUNT, { inject: [NAME], useFactory: (all) => all.length })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(COUNT)).toBe(2);
});

test('makes transient contributions anew and request-scoped ones once in a request', async () => {
  @Injectable({ scope: 'transient' })
  class Fresh {}
  @Injectable({ scope: 'request' })
  class Current {}
  const PART = createMultiToken<object>('part');
  @Injectable({ scope: 'request' })
  class Whole {
    constructor(@InjectAll(PART) readonly parts: readonly object[]) {}
  }
  @Module({ providers: [provide(PART, { useClass: Fresh }), provide(PART, { useClass: Current })] })
  class AppModule {}
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  const [fresh, current] = request.get(PART);
  const [otherFresh, sameCurrent] = request.get(Whole).parts;

  expect(fresh).toBeInstanceOf(Fresh);
  expect(otherFresh).not.toBe(fresh);
  expect(sameCurrent).toBe(current);
  expect(() => context.get(PART)).toThrow('TENON_CONTAINER_NO_REQUEST');
});

test('waits for asynchronous contributions that are made anew', async () => {
  const PART = createMultiToken<number>('part');
  let last = 0;
  @Module({ providers: [provide(PART, { scope: 'transient', useFactory: async () => (last += 1) })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(() => context.get(PART)).toThrow('TENON_CONTAINER_ASYNC');
  expect(await context.resolve(PART)).toEqual([2]);
});

test('makes a singleton contribution once, however many ask', async () => {
  @Injectable()
  class Check {}
  const CHECK = createMultiToken<Check>('check');
  @Injectable()
  class One {
    constructor(@InjectAll(CHECK) readonly checks: readonly Check[]) {}
  }
  @Injectable()
  class Two {
    @InjectAll(CHECK) readonly checks!: readonly Check[];
  }
  @Module({ providers: [One, Two, provide(CHECK, { useClass: Check })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(One).checks[0]).toBe(context.get(Two).checks[0]);
});

test('keeps single tokens and multi-tokens apart', async () => {
  @Injectable()
  class Wrong {
    constructor(@Inject(NAME as unknown as Token<object>) readonly names: object) {}
  }
  @Module({ providers: [Wrong] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({ code: 'TENON_CONTAINER_INVALID_TOKEN' });
});
