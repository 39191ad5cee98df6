import { expect, test } from '@jest/globals';
import {
  createContext,
  createToken,
  Inject,
  Injectable,
  InjectLazy,
  type Lazy,
  Module,
  provide,
  TenonError,
} from '@tenon/core';

@Module({})
class EmptyModule {}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof TenonError) return error.code;
    throw error;
  }
  return undefined;
}

test('makes a class that nobody had asked for before, once', async () => {
  @Injectable()
  class Repository {}
  @Injectable()
  class Late {
    constructor(readonly repository: Repository) {}
  }
  await using context = await createContext(EmptyModule);

  const late = context.get(Late);

  expect(late.repository).toBeInstanceOf(Repository);
  expect(context.get(Late)).toBe(late);
  expect(context.get(Repository)).toBe(late.repository);
  expect(await context.resolve(Late)).toBe(late);
});

test('makes what a late class reaches through Lazy as well', async () => {
  @Injectable()
  class Chicken {
    constructor(@InjectLazy(() => Egg) readonly egg: Lazy<Egg>) {}
  }
  @Injectable()
  class Egg {
    constructor(readonly chicken: Chicken) {}
  }
  await using context = await createContext(EmptyModule);

  const chicken = context.get(Chicken);

  expect(chicken.egg.get().chicken).toBe(chicken);
});

test('gives no late class at once whose hooks must be waited for, and still gives others', async () => {
  @Injectable()
  class Slow {
    isReady = false;
    async onInit(): Promise<void> {
      await Promise.resolve();
      this.isReady = true;
    }
  }
  @Injectable()
  class Quick {}
  @Injectable()
  class Listed {}
  @Module({ providers: [Listed] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(codeOf(() => context.get(Slow))).toBe('TENON_CONTAINER_ASYNC');
  expect(context.get(Quick)).toBeInstanceOf(Quick);
  expect(context.get(Listed)).toBeInstanceOf(Listed);
  expect((await context.resolve(Slow)).isReady).toBe(true);
  expect(context.get(Slow).isReady).toBe(true);
});

test('gives those that wait for the same late class one instance', async () => {
  let count = 0;
  @Injectable()
  class Slow {
    isReady = false;
    constructor() {
      count += 1;
    }
    async onInit(): Promise<void> {
      await new Promise((resolve) => setTimeout(resolve, 5));
      this.isReady = true;
    }
  }
  await using context = await createContext(EmptyModule);

  const [first, second] = await Promise.all([context.resolve(Slow), context.resolve(Slow)]);

  expect(first).toBe(second);
  expect(second.isReady).toBe(true);
  expect(count).toBe(1);
});

test('reports the faults of a late class each time, and goes on working', async () => {
  const CLOCK = createToken<object>('clock');
  @Injectable()
  class Sound {}
  @Injectable()
  class Broken {
    constructor(
      readonly sound: Sound,
      @Inject(CLOCK) readonly clock: object,
    ) {}
  }
  @Injectable()
  class Erased {
    constructor(readonly clock: { now(): number }) {}
  }
  await using context = await createContext(EmptyModule);

  expect(codeOf(() => context.get(Broken))).toBe('TENON_CONTAINER_UNKNOWN_DEPENDENCY');
  expect(codeOf(() => context.get(Broken))).toBe('TENON_CONTAINER_UNKNOWN_DEPENDENCY');
  expect(codeOf(() => context.get(Erased))).toBe('TENON_CONTAINER_ERASED_TYPE');
  await expect(context.resolve(Broken)).rejects.toMatchObject({ code: 'TENON_CONTAINER_UNKNOWN_DEPENDENCY' });
  expect(context.get(Sound)).toBeInstanceOf(Sound);
  expect(context.model.providers.map(({ name }) => name)).not.toContain('Broken');
});

test('ends what a late class had begun when it fails, and keeps the application open', async () => {
  const events: string[] = [];
  let isDown = true;
  @Injectable()
  class Connection {
    onInit(): void {
      events.push('opened');
    }
    onShutdown(): void {
      events.push('closed');
    }
  }
  @Injectable()
  class Report {
    constructor(readonly connection: Connection) {}
    onInit(): void {
      if (isDown) throw new Error('the server is down');
    }
  }
  @Injectable()
  class Listed {}
  @Module({ providers: [Listed] })
  class AppModule {}
  await using context = await createContext(AppModule);

  await expect(context.resolve(Report)).rejects.toThrow('the server is down');
  expect(events).toEqual(['opened', 'closed']);
  expect(context.get(Listed)).toBeInstanceOf(Listed);

  isDown = false;
  expect((await context.resolve(Report)).connection).toBeInstanceOf(Connection);
  expect(events).toEqual(['opened', 'closed', 'opened']);
});

test('can be asked again for a late class whose constructor threw', async () => {
  let isDown = true;
  @Injectable()
  class Report {
    constructor() {
      if (isDown) throw new Error('not now');
    }
  }
  await using context = await createContext(EmptyModule);

  expect(codeOf(() => context.get(Report))).toBe('TENON_CONTAINER_CONSTRUCTOR_FAILED');
  isDown = false;
  expect(context.get(Report)).toBeInstanceOf(Report);
});

test('ends late classes with the application', async () => {
  const events: string[] = [];
  @Injectable()
  class Late {
    onShutdown(): void {
      events.push('closed');
    }
  }
  const context = await createContext(EmptyModule);
  context.get(Late);

  await context.close();

  expect(events).toEqual(['closed']);
});

test('lets a late class see what the root module sees', async () => {
  const CLOCK = createToken<string>('clock');
  @Injectable()
  class Late {
    constructor(@Inject(CLOCK) readonly clock: string) {}
  }
  @Module({ providers: [provide(CLOCK, { useValue: 'noon' })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Late).clock).toBe('noon');
});

test('explains a class that nobody has asked for without making it', async () => {
  let count = 0;
  @Injectable()
  class Late {
    constructor() {
      count += 1;
    }
  }
  await using context = await createContext(EmptyModule);

  expect(context.explain(Late).role).toBe('implicit');
  expect(count).toBe(0);
  expect(context.get(Late)).toBe(context.get(Late));
  expect(count).toBe(1);
});
