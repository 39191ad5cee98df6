import { afterEach, expect, test } from '@jest/globals';
import {
  type ApplicationContext,
  capturePlace,
  createContext,
  declareInjectable,
  Injectable,
  Module,
  provide,
  TenonError,
  useHost,
} from '@tenon/core';

afterEach(() => useHost({}));

/** What was made or run in spite of everything. */
const made: string[] = [];

class Settings {}

declareInjectable(Settings, {
  decorator: 'Settings',
  place: capturePlace(afterEach),
  prepare() {
    throw new Error('the environment says nothing of it');
  },
});

class Given {}

declareInjectable(Given, {
  decorator: 'Settings',
  place: capturePlace(afterEach),
  prepare: () => ({ name: 'given' }),
});

@Injectable()
class Store {
  constructor(readonly settings: Settings) {
    made.push('Store');
  }

  onInit() {
    made.push('onInit');
  }
}

@Module({ providers: [Store, Settings] })
class AppModule {}

test('gives an application to a tool that looks, and makes nothing of it', async () => {
  const looked = Promise.withResolvers<object>();
  useHost({ look: looked.resolve });
  const waiting = createContext(AppModule).then(() => 'made');
  const context = (await looked.promise) as ApplicationContext;
  expect(context.graph().edges).toHaveLength(1);
  expect(made).toEqual([]);
  expect(await Promise.race([waiting, new Promise((resolve) => setImmediate(resolve, 'waits'))])).toBe('waits');
});

test('reads the configuration, and makes nothing else, for a tool that wants to know of it', async () => {
  useHost({ look: () => made.push('look'), configures: true });
  await expect(createContext(AppModule)).rejects.toThrow(/the environment says nothing of it/);
  expect(made).toEqual([]);

  const looked = Promise.withResolvers<object>();
  useHost({ look: looked.resolve, configures: true });
  @Module({ providers: [Given, Store, provide(Settings, { useExisting: Given })] })
  class ConfiguredModule {}
  createContext(ConfiguredModule).catch(looked.reject);
  const context = (await looked.promise) as ApplicationContext;
  expect(context.get(Given)).toEqual({ name: 'given' });
  expect(made).toEqual([]);
});

test('makes and starts for a tool that looks what it asks for, and nothing else', async () => {
  const log: string[] = [];
  @Injectable()
  class Address {
    constructor(readonly given: Given) {}
  }
  @Injectable()
  class Connection {
    constructor(readonly address: Address) {}
    onInit() {
      log.push('open');
    }
    onShutdown() {
      log.push('close');
    }
  }
  @Injectable({ scope: 'transient' })
  class Query {
    constructor(readonly connection: Connection) {}
  }
  @Module({ providers: [Given, Address, Connection, Query, Store, Settings] })
  class DataModule {}
  const looked = Promise.withResolvers<object>();
  useHost({ look: looked.resolve });
  createContext(DataModule).catch(looked.reject);
  await using context = (await looked.promise) as ApplicationContext;
  // What a package has prepared for requests before anything was made.
  const plan = context.planOf(context.model.providers.find(({ token }) => token === Connection) as never);
  const connection = await context.resolve(Connection);
  expect(connection.address.given).toEqual({ name: 'given' });
  expect((await context.resolve(Query)).connection).toBe(connection);
  expect(plan(undefined as never)).toBe(connection);
  await expect(context.resolve(Store)).rejects.toThrow('the environment says nothing of it');
  await context.close();
  expect(log).toEqual(['open', 'close']);
  expect(made).toEqual([]);
});

test('reports all faults to a tool that looks', async () => {
  useHost({ look: () => made.push('look') });
  class Absent {}
  @Injectable()
  class First {
    constructor(readonly absent: Absent) {}
  }
  @Injectable()
  class Second {
    constructor(readonly absent: Absent) {}
  }
  @Module({ providers: [First, Second] })
  class FaultyModule {}
  const failure: unknown = await createContext(FaultyModule).catch((error: unknown) => error);
  expect((failure as TenonError).diagnostics).toHaveLength(2);
  expect(made).toEqual([]);
});
