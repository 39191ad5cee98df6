import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import {
  createContext,
  createToken,
  Inject,
  Injectable,
  InjectLazy,
  InjectRef,
  type Lazy,
  Module,
  provide,
  type Ref,
} from '@tenon/core';

@Injectable({ scope: 'request' })
class Tenant {
  name = 'nobody';
}

@Injectable()
class Greeter {
  constructor(@InjectRef(Tenant) readonly tenant: Ref<Tenant>) {}
  greet(): string {
    return `Hello, ${this.tenant.get().name}`;
  }
}

@Module({ providers: [Greeter] })
class AppModule {}

test('gives each request its own instance', async () => {
  await using context = await createContext(AppModule);
  await using first = context.createRequestScope();
  await using second = context.createRequestScope();

  expect(first.get(Tenant)).toBe(first.get(Tenant));
  expect(first.get(Tenant)).not.toBe(second.get(Tenant));
});

test('shares one instance among all that ask for it in a request', async () => {
  @Injectable({ scope: 'request' })
  class Basket {
    constructor(readonly tenant: Tenant) {}
  }
  @Injectable({ scope: 'transient' })
  class Line {
    constructor(
      readonly basket: Basket,
      readonly tenant: Tenant,
    ) {}
  }
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  const line = request.get(Line);

  expect(line.basket).toBe(request.get(Basket));
  expect(line.tenant).toBe(line.basket.tenant);
  expect(request.get(Line)).not.toBe(line);
});

test('gives singletons in a request as everywhere', async () => {
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  expect(request.get(Greeter)).toBe(context.get(Greeter));
});

test('gives no request-scoped instance outside of a request', async () => {
  await using context = await createContext(AppModule);

  expect(() => context.get(Tenant)).toThrow('TENON_CONTAINER_NO_REQUEST');
  await expect(context.resolve(Tenant)).rejects.toThrow('TENON_CONTAINER_NO_REQUEST');
});

test('reads a Ref in the request that is being served', async () => {
  await using context = await createContext(AppModule);
  const greeter = context.get(Greeter);
  const serve = async (name: string): Promise<string> => {
    await using request = context.createRequestScope();
    request.get(Tenant).name = name;
    return await request.run(async () => {
      await sleep(1);
      return greeter.greet();
    });
  };

  expect(await Promise.all([serve('Ann'), serve('Bob')])).toEqual(['Hello, Ann', 'Hello, Bob']);
  expect(() => greeter.greet()).toThrow('TENON_CONTAINER_NO_REQUEST');
});

test('keeps the requests of two applications apart, one inside the other', async () => {
  await using outer = await createContext(AppModule);
  await using inner = await createContext(AppModule);
  await using outerRequest = outer.createRequestScope();
  await using innerRequest = inner.createRequestScope();
  outerRequest.get(Tenant).name = 'outer';
  innerRequest.get(Tenant).name = 'inner';

  outerRequest.run(() => {
    expect(() => inner.get(Greeter).greet()).toThrow('TENON_CONTAINER_NO_REQUEST');
    innerRequest.run(() => {
      expect(inner.get(Greeter).greet()).toBe('Hello, inner');
      expect(outer.get(Greeter).greet()).toBe('Hello, outer');
    });
  });
});

test('gives nothing of a request that has ended, and nothing of another one', async () => {
  await using context = await createContext(AppModule);
  const greeter = context.get(Greeter);
  const first = context.createRequestScope();
  const second = context.createRequestScope();
  first.get(Tenant).name = 'Ann';
  await first.close();
  await second.close();

  expect(() => first.get(Tenant)).toThrow('TENON_CONTAINER_CLOSED');
  await expect(first.resolve(Tenant)).rejects.toThrow('TENON_CONTAINER_CLOSED');
  for (const request of [first, second]) {
    expect(() => request.run(() => greeter.greet())).toThrow('TENON_CONTAINER_CLOSED');
  }
});

test('refuses a singleton that needs something of a request', async () => {
  @Injectable()
  class Audit {
    constructor(readonly tenant: Tenant) {}
  }
  @Module({ providers: [Audit] })
  class WrongModule {}

  await expect(createContext(WrongModule)).rejects.toMatchObject({ code: 'TENON_CONTAINER_NEEDS_REQUEST' });
});

test('refuses a singleton that needs something of a request through transients, aliases and Lazy', async () => {
  const TENANT = createToken<Tenant>('tenant');
  @Injectable({ scope: 'transient' })
  class Label {
    constructor(readonly tenant: Tenant) {}
  }
  @Injectable()
  class ByTransient {
    constructor(readonly label: Label) {}
  }
  @Injectable()
  class ByAlias {
    constructor(@Inject(TENANT) readonly tenant: Tenant) {}
  }
  @Injectable()
  class ByLazy {
    constructor(@InjectLazy(() => Tenant) readonly tenant: Lazy<Tenant>) {}
  }
  @Module({
    providers: [
      ByTransient,
      ByAlias,
      ByLazy,
      provide(TENANT, { useExisting: Tenant }),
      provide(createToken<number>('by factory'), { inject: [Tenant], useFactory: () => 1 }),
    ],
  })
  class WrongModule {}

  const error = await createContext(WrongModule).catch((failure: unknown) => failure);

  expect(error).toMatchObject({
    diagnostics: Array.from({ length: 4 }, () => ({ code: 'TENON_CONTAINER_NEEDS_REQUEST' })),
  });
});

test('finds a circle of transients that need a request, and comes to an end', async () => {
  const LABEL = createToken<object>('label');
  const PRINTER = createToken<object>('printer');
  @Injectable()
  class Office {
    constructor(@Inject(PRINTER) readonly printer: object) {}
  }
  @Module({
    providers: [
      Office,
      provide(LABEL, { scope: 'transient', inject: [PRINTER, Tenant], useFactory: () => ({}) }),
      provide(PRINTER, { scope: 'transient', inject: [LABEL, Tenant], useFactory: () => ({}) }),
    ],
  })
  class WrongModule {}

  const error: unknown = await createContext(WrongModule).catch((failure: unknown) => failure);

  expect(error).toMatchObject({
    diagnostics: expect.arrayContaining([expect.objectContaining({ code: 'TENON_CONTAINER_CIRCULAR' })]),
  });
});

test('makes asynchronous request-scoped values once, and waits for them', async () => {
  let count = 0;
  const USER = createToken<{ name: string }>('user');
  @Injectable({ scope: 'request' })
  class Profile {
    constructor(@Inject(USER) readonly user: { name: string }) {}
  }
  @Module({
    providers: [
      Profile,
      provide(USER, {
        scope: 'request',
        useFactory: async () => {
          await sleep(1);
          count += 1;
          return { name: 'Ann' };
        },
      }),
    ],
  })
  class UserModule {}
  await using context = await createContext(UserModule);
  await using request = context.createRequestScope();

  expect(() => request.get(Profile)).toThrow('TENON_CONTAINER_ASYNC');
  const [profile, user] = await Promise.all([request.resolve(Profile), request.resolve(USER)]);

  expect(profile.user).toBe(user);
  expect(request.get(Profile)).toBe(profile);
  expect(count).toBe(1);
});

test('asks an asynchronous request-scoped factory again after a failure', async () => {
  let count = 0;
  const USER = createToken<number>('user');
  @Module({
    providers: [
      provide(USER, {
        scope: 'request',
        useFactory: async () => {
          count += 1;
          if (count === 1) throw new Error('not yet');
          return count;
        },
      }),
    ],
  })
  class UserModule {}
  await using context = await createContext(UserModule);
  await using request = context.createRequestScope();

  await expect(request.resolve(USER)).rejects.toThrow('not yet');
  expect(await request.resolve(USER)).toBe(2);
});

test('takes undefined and null of a request-scoped factory as they are', async () => {
  const made: string[] = [];
  const NOTHING = createToken<undefined>('nothing');
  const NULL = createToken<null>('null');
  @Module({
    providers: [
      provide(NOTHING, { scope: 'request', useFactory: () => void made.push('nothing') }),
      provide(NULL, { scope: 'request', useFactory: () => (made.push('null'), null) }),
    ],
  })
  class NothingModule {}
  await using context = await createContext(NothingModule);
  await using request = context.createRequestScope();

  expect([request.get(NOTHING), request.get(NOTHING)]).toEqual([undefined, undefined]);
  expect([request.get(NULL), request.get(NULL)]).toEqual([null, null]);
  expect(made).toEqual(['nothing', 'null']);
});

test('gives a value that has a then method as it is', async () => {
  // oxlint-disable-next-line unicorn/no-thenable -- what query builders are
  const query = { then: () => 'never called' };
  const QUERY = createToken<typeof query>('query');
  const USER = createToken<string>('user');
  @Injectable({ scope: 'request' })
  class Search {
    constructor(
      @Inject(QUERY) readonly found: object,
      @Inject(USER) readonly user: string,
    ) {}
  }
  @Module({
    providers: [
      Search,
      provide(QUERY, { useValue: query }),
      provide(USER, { scope: 'request', useFactory: async () => 'Ann' }),
    ],
  })
  class SearchModule {}
  await using context = await createContext(SearchModule);
  await using request = context.createRequestScope();

  const search = await request.resolve(Search);

  expect(search.found).toBe(query);
  expect(search.user).toBe('Ann');
});

test('reaches the same request through Lazy', async () => {
  @Injectable({ scope: 'request' })
  class Order {
    constructor(@InjectLazy(() => Invoice) readonly invoice: Lazy<Invoice>) {}
  }
  @Injectable({ scope: 'request' })
  class Invoice {
    constructor(readonly order: Order) {}
  }
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  const order = request.get(Order);

  expect(order.invoice.get().order).toBe(order);
  expect(order.invoice.get()).toBe(request.get(Invoice));
});

test('refuses a Lazy in the constructor that it completes', async () => {
  @Injectable({ scope: 'request' })
  class Order {
    constructor(@InjectLazy(() => Invoice) invoice: Lazy<Invoice>) {
      invoice.get();
    }
  }
  @Injectable({ scope: 'request' })
  class Invoice {
    constructor(readonly order: Order) {}
  }
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  expect(() => request.get(Order)).toThrow('TENON_CONTAINER_NOT_READY');
});

test('tells a Lazy of a transient apart from a request that is not there', async () => {
  @Injectable({ scope: 'transient' })
  class Label {
    constructor(@InjectLazy(() => Tenant) readonly tenant: Lazy<Tenant>) {}
  }
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();

  expect(() => context.get(Label).tenant.get()).toThrow('TENON_CONTAINER_NO_REQUEST');
  expect(request.get(Label).tenant.get()).toBe(request.get(Tenant));
});
