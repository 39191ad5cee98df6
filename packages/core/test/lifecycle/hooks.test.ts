import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createContext, createToken, Inject, Injectable, Logger, Module, provide, TenonError } from '@tenon/core';

/** Gives a class whose hooks note that they begin and that they are done. */
function noting(events: string[], name: string, waitMs = 0) {
  const note = async (hook: string): Promise<void> => {
    events.push(`${hook} ${name}`);
    if (waitMs === 0) return;
    await sleep(waitMs);
    events.push(`${hook} ${name} done`);
  };
  return class {
    onInit() {
      return note('init');
    }
    onReady() {
      return note('ready');
    }
    onClosing() {
      return note('closing');
    }
    onShutdown() {
      return note('shutdown');
    }
  };
}

class SilentLogger extends Logger {
  readonly lines: string[] = [];
  override log(level: string, message: string): void {
    this.lines.push(`${level} ${message}`);
  }
  override named(): this {
    return this;
  }
}

test('starts in dependency order, each step for all before the next, and ends in reverse', async () => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database', 2) {}
  @Injectable()
  class Service extends noting(events, 'service') {
    constructor(readonly database: Database) {
      super();
    }
  }
  @Module({ providers: [Service, Database] })
  class AppModule {}
  const context = await createContext(AppModule);
  await context.close();

  expect(events).toEqual([
    'init database',
    'init database done',
    'init service',
    'ready database',
    'ready database done',
    'ready service',
    'closing service',
    'closing database',
    'closing database done',
    'shutdown service',
    'shutdown database',
    'shutdown database done',
  ]);
});

test('runs the hooks of what does not need one another side by side', async () => {
  const events: string[] = [];
  @Injectable()
  class Mail extends noting(events, 'mail', 10) {}
  @Injectable()
  class Queue extends noting(events, 'queue', 2) {}
  @Injectable()
  class Worker extends noting(events, 'worker') {
    constructor(readonly queue: Queue) {
      super();
    }
  }
  @Module({ providers: [Mail, Queue, Worker] })
  class AppModule {}
  const context = await createContext(AppModule);

  expect(events.slice(0, 5)).toEqual(['init mail', 'init queue', 'init queue done', 'init worker', 'init mail done']);
  events.length = 0;
  await context.close();
  expect(events.slice(0, 5)).toEqual([
    'closing worker',
    'closing mail',
    'closing queue',
    'closing queue done',
    'closing mail done',
  ]);
});

test('keeps the order through providers without hooks, aliases and transients', async () => {
  const events: string[] = [];
  const ALIAS = createToken<object>('alias');
  @Injectable()
  class Database extends noting(events, 'database', 2) {}
  @Injectable({ scope: 'transient' })
  class Session {
    constructor(@Inject(ALIAS) readonly database: object) {}
  }
  @Injectable()
  class Quiet {
    constructor(readonly session: Session) {}
  }
  @Injectable()
  class Service extends noting(events, 'service') {
    constructor(readonly quiet: Quiet) {
      super();
    }
  }
  @Module({ providers: [Service, Database, provide(ALIAS, { useExisting: Database })] })
  class AppModule {}
  const context = await createContext(AppModule);

  expect(events.slice(0, 3)).toEqual(['init database', 'init database done', 'init service']);
  events.length = 0;
  await context.close();
  expect(events.slice(0, 3)).toEqual(['closing service', 'closing database', 'closing database done']);
});

test('calls the hooks of modules, controllers and of what factories make, but of no value', async () => {
  const events: string[] = [];
  const MADE = createToken<object>('made');
  const GIVEN = createToken<object>('given');
  const Made = noting(events, 'made');
  const Given = noting(events, 'given');
  @Injectable()
  class Controller extends noting(events, 'controller') {}
  @Module({
    controllers: [Controller],
    providers: [provide(MADE, { useFactory: () => new Made() }), provide(GIVEN, { useValue: new Given() })],
  })
  class AppModule extends noting(events, 'module') {}

  await using context = await createContext(AppModule);

  expect(context.get(GIVEN)).toBeInstanceOf(Given);
  expect(events.toSorted()).toEqual(
    ['controller', 'made', 'module'].flatMap((name) => [`init ${name}`, `ready ${name}`]).toSorted(),
  );
});

test('calls a hook once, though two tokens name the object', async () => {
  const events: string[] = [];
  const ONE = createToken<object>('one');
  const TWO = createToken<object>('two');
  const shared = new (noting(events, 'shared'))();
  @Module({
    providers: [provide(ONE, { useFactory: () => shared }), provide(TWO, { useFactory: () => shared })],
  })
  class AppModule {}
  const context = await createContext(AppModule);
  await context.close();

  expect(events).toEqual(['init shared', 'ready shared', 'closing shared', 'shutdown shared']);
});

test('disposes of singletons at shutdown by the methods of the language', async () => {
  const events: string[] = [];
  @Injectable()
  class Sync {
    [Symbol.dispose](): void {
      events.push('sync');
    }
  }
  @Injectable()
  class Async {
    constructor(readonly sync: Sync) {}
    async [Symbol.asyncDispose](): Promise<void> {
      await sleep(1);
      events.push('async');
    }
  }
  @Injectable()
  class Both {
    onShutdown(): void {
      events.push('shutdown');
    }
    [Symbol.dispose](): void {
      events.push('never');
    }
  }
  @Module({ providers: [Async, Both] })
  class AppModule {}
  const context = await createContext(AppModule);
  await context.close();

  expect(events).toEqual(['shutdown', 'async', 'sync']);
});

test('ends everything when a hook fails at the end, and reports every failure', async () => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database') {
    override async onShutdown(): Promise<void> {
      throw new Error('a transaction is open');
    }
  }
  @Injectable()
  class Service extends noting(events, 'service') {
    constructor(readonly database: Database) {
      super();
    }
    override async onClosing(): Promise<void> {
      throw new Error('cannot stop');
    }
  }
  @Module({ providers: [Service, Database] })
  class AppModule {}
  const context = await createContext(AppModule);
  events.length = 0;

  const error = await context.close().catch((failure: unknown) => failure);

  expect((error as TenonError).diagnostics.map(({ cause }) => (cause as Error).message)).toEqual([
    'cannot stop',
    'a transaction is open',
  ]);
  expect(events).toEqual(['closing database', 'shutdown service']);
  expect(() => context.get(Service)).toThrow('TENON_CONTAINER_CLOSED');
});

test('closes once, however often it is asked to', async () => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database', 2) {}
  @Module({ providers: [Database] })
  class AppModule {}
  const context = await createContext(AppModule);
  events.length = 0;

  await Promise.all([context.close(), context.close()]);
  await context.close();
  await context[Symbol.asyncDispose]();

  expect(events.filter((event) => event === 'shutdown database')).toHaveLength(1);
});

test('closes at the end of a block', async () => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database') {}
  @Module({ providers: [Database] })
  class AppModule {}
  {
    await using context = await createContext(AppModule);
    expect(context.get(Database)).toBeInstanceOf(Database);
  }

  expect(events.at(-1)).toBe('shutdown database');
});

test('ends what was begun when a constructor throws', async () => {
  const events: string[] = [];
  @Injectable()
  class Opened {
    constructor() {
      events.push('opened');
    }
    [Symbol.dispose](): void {
      events.push('disposed');
    }
  }
  @Injectable()
  class Initialised extends noting(events, 'initialised') {}
  @Injectable()
  class Failing {
    constructor(
      readonly opened: Opened,
      readonly initialised: Initialised,
    ) {
      throw new Error('no licence');
    }
  }
  @Module({ providers: [Failing] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({
    code: 'TENON_CONTAINER_CONSTRUCTOR_FAILED',
    cause: { message: 'no licence' },
  });
  expect(events).toEqual(['opened', 'disposed']);
});

test('ends what was initialised when another one cannot be, in reverse, and nothing else', async () => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database') {}
  @Injectable()
  class Cache extends noting(events, 'cache') {
    constructor(readonly database: Database) {
      super();
    }
  }
  @Injectable()
  class Failing extends noting(events, 'failing') {
    constructor(readonly cache: Cache) {
      super();
    }
    override async onInit(): Promise<void> {
      await sleep(1);
      throw new Error('no connection');
    }
  }
  @Injectable()
  class After extends noting(events, 'after') {
    constructor(readonly failing: Failing) {
      super();
    }
  }
  @Module({ providers: [After] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({
    code: 'TENON_LIFECYCLE_HOOK_FAILED',
    cause: { message: 'no connection' },
  });
  expect(events).toEqual(['init database', 'init cache', 'shutdown cache', 'shutdown database']);
});

test('ends what was ready when another one cannot be', async () => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database') {}
  @Injectable()
  class Failing extends noting(events, 'failing') {
    constructor(readonly database: Database) {
      super();
    }
    override async onReady(): Promise<void> {
      throw new Error('the port is taken');
    }
  }
  @Module({ providers: [Failing] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toThrow('the port is taken');
  expect(events).toEqual([
    'init database',
    'init failing',
    'ready database',
    'closing database',
    'shutdown failing',
    'shutdown database',
  ]);
});

test('shows the first cause of a failing boot, and logs what then could not be ended', async () => {
  const logger = new SilentLogger();
  @Injectable()
  class Database {
    onShutdown(): void {
      throw new Error('cannot be closed');
    }
  }
  @Injectable()
  class Failing {
    constructor(readonly database: Database) {}
    onInit(): void {
      throw new Error('first cause');
    }
  }
  @Module({ providers: [Failing] })
  class AppModule {}

  await expect(createContext(AppModule, { logger })).rejects.toMatchObject({
    diagnostics: { length: 1 },
    cause: { message: 'first cause' },
  });
  expect(logger.lines).toEqual([expect.stringMatching(/^error Could not be ended/)]);
});

test.each(['onInit', 'onReady'] as const)('names an %s that hangs, and ends the others', async (hook) => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database') {}
  @Injectable()
  class Hanging {
    constructor(readonly database: Database) {}
  }
  Object.assign(Hanging.prototype, { [hook]: () => new Promise(() => {}) });
  @Module({ providers: [Hanging] })
  class AppModule {}

  await expect(createContext(AppModule, { timeoutMs: 10 })).rejects.toMatchObject({
    code: 'TENON_LIFECYCLE_HOOK_TIMEOUT',
    where: { signature: `Hanging.${hook}()` },
  });
  expect(events.at(-1)).toBe('shutdown database');
});

test.each(['onClosing', 'onShutdown'] as const)('names an %s that hangs, and goes on', async (hook) => {
  const events: string[] = [];
  @Injectable()
  class Database extends noting(events, 'database') {}
  @Injectable()
  class Hanging {
    constructor(readonly database: Database) {}
  }
  Object.assign(Hanging.prototype, { [hook]: () => new Promise(() => {}) });
  @Module({ providers: [Hanging] })
  class AppModule {}
  const context = await createContext(AppModule, { timeoutMs: 10 });

  await expect(context.close()).rejects.toMatchObject({ code: 'TENON_LIFECYCLE_HOOK_TIMEOUT' });
  expect(events.at(-1)).toBe('shutdown database');
});

test('starts a thousand classes with hooks in a chain', async () => {
  const order: number[] = [];
  const tokens = Array.from({ length: 1000 }, (_, index) => createToken<object>(`link ${index}`));
  @Module({
    providers: tokens.map((token, index) => ({
      provide: token,
      inject: tokens.slice(index + 1, index + 2),
      useFactory: () => ({ onInit: async () => void order.push(index) }),
    })),
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(tokens[0]!)).toBeDefined();
  expect(order).toEqual(Array.from({ length: 1000 }, (_, index) => 999 - index));
});
