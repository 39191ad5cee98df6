import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Class,
  configureModule,
  ConfiguredModule,
  createContext,
  createMultiToken,
  createToken,
  Injectable,
  lazy,
  Module,
  type ModuleDefinition,
  optional,
  type Override,
  ref,
  TenonError,
} from '@tenon/core';

/* Whatever stands in @Module, nobody ever sees a TypeError of ours. */

const TOKEN = createToken<number>('token');
const MULTI = createMultiToken<number>('multi');

@Injectable()
class Good {}
@Injectable({ scope: 'request' })
class Current {}
abstract class Abstract {}
@Module({ providers: [Good], exports: [Good] })
class GoodModule {}
class Throwing {
  constructor() {
    throw new Error('from a constructor');
  }
}
class Needy {
  constructor(readonly one: unknown) {}
}
Injectable()(Needy);
class OddName {
  static name(): number {
    return 1;
  }
}
Injectable()(OddName);

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ withNullPrototype: true, withSymbol: false, maxDepth: 2 } as fc.ObjectConstraints),
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    'Good',
    0,
    Number.NaN,
    7n,
    Symbol('s'),
    Good,
    Current,
    Abstract,
    GoodModule,
    Throwing,
    Needy,
    OddName,
    TOKEN,
    MULTI,
    new Good(),
    () => 1,
    async () => 1,
    function* generate() {},
    async function* generateLater() {},
    Object,
    String,
    Array,
    Map,
    Promise,
    Symbol,
    Proxy,
    class {},
    class {}.bind(null),
    new Proxy(class {}, {}),
    Object.create(null),
    [],
    [Good],
    Array(2),
    Promise.resolve(),
    optional(Good),
    optional(undefined as never),
    ref(Current),
    lazy(() => Good),
    lazy(7 as never),
    lazy(() => {
      throw new Error('from a lazy');
    }),
    { kind: 'all', token: 7, isOptional: false },
    { kind: 'nonsense', token: Good },
    Reflect.construct(ConfiguredModule, [GoodModule, {}, 1]),
    Reflect.construct(ConfiguredModule, [undefined, undefined, undefined]),
    configureModule(GoodModule, { providers: 7 } as never, undefined),
    configureModule(Good, {}, undefined),
  ),
);

const definition: fc.Arbitrary<unknown> = fc.record(
  {
    provide: fc.oneof(junk, fc.constantFrom<unknown>(TOKEN, MULTI, Good)),
    useClass: junk,
    useValue: junk,
    useExisting: junk,
    useFactory: junk,
    inject: fc.oneof(junk, fc.array(junk, { maxLength: 2 })),
    scope: fc.oneof(junk, fc.constantFrom('singleton', 'transient', 'request')),
  },
  { requiredKeys: [] },
);

const list: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.array(fc.oneof(junk, definition), { maxLength: 4 }), weight: 4 },
  { arbitrary: junk, weight: 1 },
);

const moduleDefinition: fc.Arbitrary<unknown> = fc.oneof(
  {
    arbitrary: fc.record(
      { imports: list, providers: list, controllers: list, exports: list, global: junk, other: junk },
      { requiredKeys: [] },
    ),
    weight: 8,
  },
  { arbitrary: junk, weight: 1 },
);

/** Boots, looks at everything, and gives what is wrong with the diagnostics that come of it. */
async function complaintsOf(root: unknown, override: unknown = []): Promise<string[]> {
  try {
    await using context = await createContext(root as Class, { timeoutMs: 50, override: override as Override[] });
    context.graph().toMermaid();
    for (const { token } of context.model.providers) if (typeof token === 'function') context.explain(token).toString();
    return [];
  } catch (error) {
    if (!(error instanceof TenonError)) throw error;
    return error.diagnostics.flatMap(({ code, message, fix }) => [
      ...(/^TENON_(?:CONTAINER|MODULE|LIFECYCLE|CORE)_[A-Z_]+$/.test(code) ? [] : [`no code: ${code}`]),
      ...(/\[object |\bfunction\b.*\{|undefined undefined/.test(message) ? [`no words: ${message}`] : []),
      ...(fix === '' ? [`no mend: ${message}`] : []),
    ]);
  }
}

test('answers any definition of a module with a diagnostic or an application', async () => {
  await fc.assert(
    fc.asyncProperty(moduleDefinition, async (given) => {
      const FeatureModule = class {};
      Module(given as ModuleDefinition)(FeatureModule);
      class AppModule {}
      Module({ imports: [FeatureModule] })(AppModule);
      expect(await complaintsOf(AppModule)).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

test('answers any root with a diagnostic or an application', async () => {
  await fc.assert(
    fc.asyncProperty(junk, async (root) => expect(await complaintsOf(root)).toEqual([])),
    { numRuns: 200 },
  );
});

test('answers any override with a diagnostic or an application', async () => {
  @Module({ imports: [GoodModule] })
  class AppModule {}
  const override = fc.oneof(
    junk,
    definition,
    fc.record({ replace: fc.oneof(junk, fc.constant(GoodModule)), by: junk }, { requiredKeys: ['replace'] }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(override, { maxLength: 3 }), async (overrides) =>
      expect(await complaintsOf(AppModule, overrides)).toEqual([]),
    ),
    { numRuns: 500 },
  );
});

test('answers any token with a diagnostic or a value', async () => {
  await using context = await createContext(GoodModule);
  await using request = context.createRequestScope();
  await fc.assert(
    fc.asyncProperty(junk, async (token) => {
      for (const ask of [
        () => context.get(token as Class),
        () => request.get(token as Class),
        () => context.resolve(token as Class),
        () => context.explain(token as Class),
      ]) {
        try {
          await ask();
        } catch (error) {
          if (!(error instanceof TenonError)) throw error;
        }
      }
    }),
    { numRuns: 300 },
  );
});
