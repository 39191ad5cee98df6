import { expect, test } from '@jest/globals';
import {
  createContext,
  createToken,
  Inject,
  Injectable,
  InjectLazy,
  InjectRef,
  type Lazy,
  lazy,
  Module,
  Optional,
  optional,
  provide,
  type Ref,
  ref,
} from '@tenon/core';

test('gives a constructor what the types of its parameters name', async () => {
  @Injectable()
  class Repository {}
  @Injectable()
  class Clock {}
  @Injectable()
  class Service {
    constructor(
      readonly repository: Repository,
      readonly clock: Clock,
    ) {}
  }
  @Module({ providers: [Service, Clock, Repository] })
  class AppModule {}
  await using context = await createContext(AppModule);

  const service = context.get(Service);

  expect(service.repository).toBe(context.get(Repository));
  expect(service.clock).toBe(context.get(Clock));
});

test('gives each of many parameters its own', async () => {
  const given = Array.from({ length: 7 }, (_, index) => createToken<number>(`number ${index}`));
  const [A, B, C, D, E, F, G] = given as [(typeof given)[0], ...(typeof given)[0][]] &
    Record<number, (typeof given)[0]>;
  @Injectable()
  class Wide {
    readonly all: readonly number[];
    constructor(
      @Inject(A) a: number,
      @Inject(B!) b: number,
      @Inject(C!) c: number,
      @Inject(D!) d: number,
      @Inject(E!) e: number,
      @Inject(F!) f: number,
      @Inject(G!) g: number,
    ) {
      this.all = [a, b, c, d, e, f, g];
    }
  }
  @Module({ providers: [Wide, ...given.map((token, index) => provide(token, { useValue: index }))] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Wide).all).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('sets properties after the constructor', async () => {
  const NAME = createToken<string>('name');
  @Injectable()
  class Clock {}
  @Injectable()
  class Service {
    @Inject() readonly clock!: Clock;
    @Inject(NAME) readonly name: string = 'unset';
    readonly seen = this.name;
  }
  @Module({ providers: [Service, provide(NAME, { useValue: 'Ann' })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  const service = context.get(Service);

  expect(service.clock).toBe(context.get(Clock));
  expect(service.name).toBe('Ann');
  expect(service.seen).toBe('unset');
});

test('sets the properties of ancestors, unless a descendant says otherwise', async () => {
  const NAME = createToken<string>('name');
  const OTHER = createToken<string>('other name');
  @Injectable()
  class Clock {}
  abstract class Base {
    @Inject() readonly clock!: Clock;
    @Inject(NAME) readonly name!: string;
  }
  @Injectable()
  class Service extends Base {
    @Inject(OTHER) declare readonly name: string;
  }
  @Module({ providers: [Service, provide(NAME, { useValue: 'base' }), provide(OTHER, { useValue: 'own' })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Service).clock).toBeInstanceOf(Clock);
  expect(context.get(Service).name).toBe('own');
});

test('leaves out what is optional and not there', async () => {
  class Missing {}
  const NAME = createToken<string>('name');
  const NAMES = createToken<readonly unknown[]>('names');
  @Injectable()
  class Service {
    @Optional() @Inject(NAME) readonly name?: string;
    @Inject(NAME) @Optional() readonly sameName?: string;
    constructor(
      @Optional() readonly missing?: Missing,
      @Optional() @Inject(NAME) readonly given: string | undefined = 'default',
      @Inject(NAME) @Optional() readonly other?: string,
      @Optional() @InjectLazy(() => Missing) readonly later?: Lazy<Missing>,
    ) {}
  }
  @Module({
    providers: [Service, provide(NAMES, { inject: [optional(NAME), optional(Missing)], useFactory: (...all) => all })],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  const service = context.get(Service);

  expect([service.missing, service.other, service.later, service.name, service.sameName]).toEqual(
    Array.from({ length: 5 }),
  );
  expect(service.given).toBe('default');
  expect(context.get(NAMES)).toEqual([undefined, undefined]);
});

test('gives what is optional and there', async () => {
  @Injectable()
  class Clock {}
  @Injectable()
  class Service {
    constructor(@Optional() readonly clock?: Clock) {}
  }
  await using context = await createContext(declareModule(Service));

  expect(context.get(Service).clock).toBeInstanceOf(Clock);
});

test('does not take an optional dependency that another module keeps to itself for one that is absent', async () => {
  const NAME = createToken<string>('name');
  @Injectable()
  class Service {
    constructor(@Optional() @Inject(NAME) readonly name?: string) {}
  }
  @Module({ providers: [provide(NAME, { useValue: 'private' })] })
  class NameModule {}
  @Module({ imports: [NameModule], providers: [Service] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Service).name).toBeUndefined();
});

test('takes an abstract class as a token', async () => {
  abstract class Storage {
    abstract read(): string;
  }
  @Injectable()
  class MemoryStorage extends Storage {
    read() {
      return 'memory';
    }
  }
  @Injectable()
  class Service {
    constructor(readonly storage: Storage) {}
  }
  @Module({ providers: [Service, provide(Storage, { useClass: MemoryStorage })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Service).storage.read()).toBe('memory');
  expect(context.get(Storage)).toBe(context.get(Service).storage);
});

test('gives an heir without constructor what its ancestor asks for', async () => {
  @Injectable()
  class Clock {}
  @Injectable()
  class Base {
    constructor(readonly clock: Clock) {}
  }
  class Between extends Base {}
  @Injectable()
  class Heir extends Between {}
  @Module({ providers: [Heir, Between] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Heir).clock).toBe(context.get(Clock));
  expect(context.get(Between).clock).toBe(context.get(Clock));
});

test('asks nothing for an heir whose own constructor asks for nothing', async () => {
  class Unprovided {}
  @Injectable()
  class Base {
    constructor(readonly value: Unprovided | string) {}
  }
  class Heir extends Base {
    constructor() {
      super('own');
    }
  }
  @Module({ providers: [Heir] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Heir).value).toBe('own');
});

test('gives an heir the scope of its ancestor', async () => {
  @Injectable({ scope: 'transient' })
  class Base {}
  class Heir extends Base {}
  await using context = await createContext(declareModule(Heir));

  expect(context.get(Heir)).not.toBe(context.get(Heir));
});

test('makes classes without parameters that bear no decorator', async () => {
  class Plain {}
  await using context = await createContext(declareModule(Plain));

  expect(context.get(Plain)).toBeInstanceOf(Plain);
});

test('has four ways to provide a token', async () => {
  interface Price {
    readonly cents: number;
  }
  class Fixed implements Price {
    readonly cents = 100;
  }
  const BY_CLASS = createToken<Price>('by class');
  const BY_VALUE = createToken<Price>('by value');
  const BY_ALIAS = createToken<Price>('by alias');
  const BY_FACTORY = createToken<Price>('by factory');
  const value = { cents: 5 };
  @Module({
    providers: [
      provide(BY_CLASS, { useClass: Fixed }),
      provide(BY_VALUE, { useValue: value }),
      provide(BY_ALIAS, { useExisting: BY_CLASS }),
      provide(BY_FACTORY, { inject: [BY_CLASS, BY_VALUE], useFactory: (a, b) => ({ cents: a.cents + b.cents }) }),
    ],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(BY_CLASS)).toBeInstanceOf(Fixed);
  expect(context.get(BY_VALUE)).toBe(value);
  expect(context.get(BY_ALIAS)).toBe(context.get(BY_CLASS));
  expect(context.get(BY_FACTORY)).toEqual({ cents: 105 });
});

test('takes any value as a value: undefined, null, promises and functions', async () => {
  const values = [undefined, null, 0, '', Promise.resolve(1), () => 2];
  const tokens = values.map((_, index) => createToken<unknown>(`value ${index}`));
  const ALL = createToken<readonly unknown[]>('all');
  @Module({
    providers: [
      ...tokens.map((token, index) => provide(token, { useValue: values[index] })),
      { provide: ALL, inject: tokens, useFactory: (...all: unknown[]) => all },
    ],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(tokens.map((token) => context.get(token))).toEqual(values);
  expect(context.get(tokens[4]!)).toBe(values[4]);
  expect(context.get(ALL)).toEqual(values);
});

test('tells two tokens of one description apart', async () => {
  const ONE = createToken<number>('number');
  const TWO = createToken<number>('number');
  @Module({ providers: [provide(ONE, { useValue: 1 }), provide(TWO, { useValue: 2 })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect([context.get(ONE), context.get(TWO)]).toEqual([1, 2]);
});

test('breaks a circle with a Lazy, in constructors, properties and inject lists', async () => {
  const HEN = createToken<{ readonly egg: Lazy<Egg> }>('hen');
  @Injectable()
  class Egg {
    @InjectLazy(() => Hatchery) readonly hatchery!: Lazy<Hatchery>;
    constructor(@Inject(HEN) readonly hen: { readonly egg: Lazy<Egg> }) {}
  }
  @Injectable()
  class Hatchery {
    constructor(readonly egg: Egg) {}
  }
  @Module({
    providers: [Egg, Hatchery, provide(HEN, { inject: [lazy(() => Egg)], useFactory: (egg) => ({ egg }) })],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  const egg = context.get(Egg);

  expect(egg.hen.egg.get()).toBe(egg);
  expect(egg.hatchery.get().egg).toBe(egg);
});

test('gives itself through a Lazy', async () => {
  @Injectable()
  class Node {
    constructor(@InjectLazy(() => Node) readonly self: Lazy<Node>) {}
  }
  await using context = await createContext(declareModule(Node));

  expect(context.get(Node).self.get()).toBe(context.get(Node));
});

test('reads a Lazy in onInit', async () => {
  @Injectable()
  class Later {}
  @Injectable()
  class Service {
    found: Later | undefined;
    constructor(@InjectLazy(() => Later) readonly later: Lazy<Later>) {}
    onInit(): void {
      this.found = this.later.get();
    }
  }
  @Module({ providers: [Service, Later] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Service).found).toBe(context.get(Later));
});

test('gives a factory a Ref', async () => {
  @Injectable({ scope: 'request' })
  class Tenant {}
  const CURRENT = createToken<() => Tenant>('current tenant');
  @Module({ providers: [provide(CURRENT, { inject: [ref(Tenant)], useFactory: (tenant) => () => tenant.get() })] })
  class AppModule {}
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  expect(request.run(() => context.get(CURRENT)())).toBe(request.get(Tenant));
});

test('gives a singleton through a Ref, in a request and outside of one', async () => {
  @Injectable()
  class Clock {}
  @Injectable()
  class Service {
    constructor(@InjectRef(Clock) readonly clock: Ref<Clock>) {}
  }
  await using context = await createContext(declareModule(Service));
  await using request = context.createRequestScope();

  expect(context.get(Service).clock.get()).toBe(context.get(Clock));
  expect(request.run(() => context.get(Service).clock.get())).toBe(context.get(Clock));
});

test('makes a transient anew for each that asks', async () => {
  @Injectable({ scope: 'transient' })
  class Counter {}
  @Injectable()
  class One {
    constructor(
      readonly counter: Counter,
      readonly another: Counter,
    ) {}
  }
  @Injectable()
  class Two {
    constructor(readonly counter: Counter) {}
  }
  @Module({ providers: [One, Two] })
  class AppModule {}
  await using context = await createContext(AppModule);

  const counters = [
    context.get(One).counter,
    context.get(One).another,
    context.get(Two).counter,
    context.get(Counter),
    await context.resolve(Counter),
  ];

  expect(new Set(counters).size).toBe(5);
  expect(context.get(One)).toBe(context.get(One));
});

test('lets an alias live as long as what it stands for', async () => {
  @Injectable({ scope: 'transient' })
  class Counter {}
  const COUNTER = createToken<Counter>('counter');
  @Module({ providers: [provide(COUNTER, { useExisting: Counter })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(COUNTER)).toBeInstanceOf(Counter);
  expect(context.get(COUNTER)).not.toBe(context.get(COUNTER));
});

test('copes with a class whose static member is called name', async () => {
  @Injectable()
  class Odd {
    // oxlint-disable-next-line typescript/ban-ts-comment -- allowed since ES2022, and so met
    static name(): string {
      return 'not a name';
    }
  }
  await using context = await createContext(declareModule(Odd));

  expect(context.explain(Odd).token).toBe('(anonymous class)');
  expect(context.graph().toMermaid()).toContain('(anonymous class)');
});

function declareModule(...providers: (new (...all: never[]) => unknown)[]) {
  @Module({ providers })
  class AppModule {}
  return AppModule;
}
