import { expect, test } from '@jest/globals';
import { type Class, createContext, createToken, Inject, Injectable, Module, provide, TenonError } from '@tenon/core';

@Injectable()
class Settings {}

@Injectable()
class Service {
  constructor(readonly settings: Settings) {}
}

async function codesOf(root: Class): Promise<string[]> {
  try {
    await using context = await createContext(root);
    expect(context).toBeDefined();
    return [];
  } catch (error) {
    if (error instanceof TenonError) return error.diagnostics.map(({ code }) => code.replace(/^TENON_[A-Z]+_/, ''));
    throw error;
  }
}

test('keeps what a module does not export', async () => {
  @Module({ providers: [Settings] })
  class SettingsModule {}
  @Module({ imports: [SettingsModule], providers: [Service] })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual(['NOT_EXPORTED']);
});

test('gives what an imported module exports', async () => {
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}
  @Module({ imports: [SettingsModule], providers: [Service] })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual([]);
});

test('does not look through the modules that an imported one imports', async () => {
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}
  @Module({ imports: [SettingsModule] })
  class BetweenModule {}
  @Module({ imports: [BetweenModule], providers: [Service] })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual(['NOT_EXPORTED']);
});

test('passes on a token or a whole module', async () => {
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}
  @Module({ imports: [SettingsModule], exports: [Settings] })
  class TokenModule {}
  @Module({ imports: [TokenModule], exports: [TokenModule] })
  class WholeModule {}
  @Module({ imports: [WholeModule], providers: [Service] })
  class AppModule {}

  await using context = await createContext(AppModule);

  expect(context.get(Service).settings).toBe(context.get(Settings));
  expect(context.explain(Settings).exportedBy).toEqual(['SettingsModule', 'TokenModule', 'WholeModule']);
});

test('shows the exports of a global module everywhere, and nothing else of it', async () => {
  const SECRET = createToken<string>('secret');
  @Injectable()
  class Curious {
    constructor(@Inject(SECRET) readonly secret: string) {}
  }
  @Module({ providers: [Settings, provide(SECRET, { useValue: 'hidden' })], exports: [Settings], global: true })
  class SettingsModule {}
  @Module({ providers: [Service] })
  class FeatureModule {}
  @Module({ providers: [Curious] })
  class CuriousModule {}
  @Module({ imports: [FeatureModule, SettingsModule] })
  class AppModule {}
  @Module({ imports: [AppModule, CuriousModule] })
  class CuriousAppModule {}

  expect(await codesOf(AppModule)).toEqual([]);
  expect(await codesOf(CuriousAppModule)).toEqual(['NOT_EXPORTED']);
});

test('prefers what a module provides itself, then what it imports, then what is global', async () => {
  const LEVEL = createToken<string>('level');
  @Injectable({ scope: 'transient' })
  class Reader {
    constructor(@Inject(LEVEL) readonly level: string) {}
  }
  const READ = [
    createToken<Reader>('global reader'),
    createToken<Reader>('imported'),
    createToken<Reader>('own'),
  ] as const;
  @Module({ providers: [provide(LEVEL, { useValue: 'global' })], exports: [LEVEL], global: true })
  class GlobalModule {}
  @Module({ providers: [provide(LEVEL, { useValue: 'imported' })], exports: [LEVEL] })
  class LevelModule {}
  @Module({ providers: [provide(READ[0], { useClass: Reader })] })
  class FirstModule {}
  @Module({ imports: [LevelModule], providers: [provide(READ[1], { useClass: Reader })] })
  class SecondModule {}
  @Module({
    imports: [LevelModule],
    providers: [provide(READ[2], { useClass: Reader }), provide(LEVEL, { useValue: 'own' })],
  })
  class ThirdModule {}
  @Module({ imports: [GlobalModule, FirstModule, SecondModule, ThirdModule] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(READ.map((token) => context.get(token).level)).toEqual(['global', 'imported', 'own']);
});

test('gives the same provider once, by whatever way it comes', async () => {
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}
  @Module({ imports: [SettingsModule], exports: [SettingsModule] })
  class LeftModule {}
  @Module({ imports: [SettingsModule], exports: [SettingsModule] })
  class RightModule {}
  @Module({ imports: [LeftModule, RightModule, SettingsModule], providers: [Service] })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual([]);
});

test('refuses two different providers from two imports', async () => {
  @Module({ providers: [provide(Settings, { useValue: {} })], exports: [Settings] })
  class LeftModule {}
  @Module({ providers: [provide(Settings, { useValue: {} })], exports: [Settings] })
  class RightModule {}
  @Module({ imports: [LeftModule, RightModule], providers: [Service] })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual(['AMBIGUOUS']);
});

test('lets modules provide the same token each for itself', async () => {
  const NAME = createToken<string>('name');
  const LEFT = createToken<string>('left');
  const RIGHT = createToken<string>('right');
  const greet = (name: string): string => `Hello, ${name}`;
  @Module({
    providers: [provide(NAME, { useValue: 'Ann' }), provide(LEFT, { inject: [NAME], useFactory: greet })],
    exports: [LEFT],
  })
  class LeftModule {}
  @Module({
    providers: [provide(NAME, { useValue: 'Bob' }), provide(RIGHT, { inject: [NAME], useFactory: greet })],
    exports: [RIGHT],
  })
  class RightModule {}
  @Module({ imports: [LeftModule, RightModule] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect([context.get(LEFT), context.get(RIGHT)]).toEqual(['Hello, Ann', 'Hello, Bob']);
  expect(() => context.get(NAME)).toThrow('TENON_CONTAINER_AMBIGUOUS');
});

test('refuses a class that two modules list', async () => {
  @Module({ providers: [Settings] })
  class LeftModule {}
  @Module({ providers: [Settings] })
  class RightModule {}
  @Module({ imports: [LeftModule, RightModule] })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual(['DUPLICATE_PROVIDER']);
});

test('provides a class that no module lists at the root, once', async () => {
  @Injectable()
  class Other {
    constructor(readonly settings: Settings) {}
  }
  @Module({ providers: [Service] })
  class LeftModule {}
  @Module({ providers: [Other] })
  class RightModule {}
  @Module({ imports: [LeftModule, RightModule] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Service).settings).toBe(context.get(Other).settings);
  expect(context.explain(Settings)).toMatchObject({ role: 'implicit', modules: ['AppModule'] });
});

test('does not provide at the root what bears no decorator', async () => {
  class Plain {}
  @Injectable()
  class User {
    constructor(readonly plain: Plain) {}
  }
  @Module({ providers: [User] })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual(['UNKNOWN_DEPENDENCY']);
});

test('shows an unlisted class what the root module sees, not what its asker sees', async () => {
  const NAME = createToken<string>('name');
  @Injectable()
  class Unlisted {
    constructor(@Inject(NAME) readonly name: string) {}
  }
  @Injectable()
  class User {
    constructor(readonly unlisted: Unlisted) {}
  }
  @Module({ providers: [User, provide(NAME, { useValue: 'feature' })] })
  class FeatureModule {}
  @Module({ imports: [FeatureModule], providers: [provide(NAME, { useValue: 'root' })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(User).unlisted.name).toBe('root');
});

test('injects into modules, and makes them after what they import', async () => {
  const events: string[] = [];
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {
    constructor(readonly settings: Settings) {
      events.push('settings');
    }
  }
  @Module({ imports: [SettingsModule] })
  class AppModule {
    constructor(readonly settings: Settings) {
      events.push('app');
    }
  }
  await using context = await createContext(AppModule);

  expect(events).toEqual(['settings', 'app']);
  expect(context.get(AppModule).settings).toBe(context.get(SettingsModule).settings);
});

test('makes controllers, which nobody else sees', async () => {
  @Injectable()
  class Controller {
    constructor(readonly settings: Settings) {}
  }
  @Module({ controllers: [Controller] })
  class FeatureModule {}
  @Module({ imports: [FeatureModule] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Controller).settings).toBeInstanceOf(Settings);
  expect(context.explain(Controller).role).toBe('controller');
});

test('reports the faults of all modules together', async () => {
  class Plain {}
  @Injectable()
  class Broken {
    constructor(
      readonly plain: Plain,
      readonly size: number,
    ) {}
  }
  @Module({ providers: [Broken, 7 as never], exports: [Settings], imports: [Plain] })
  class FeatureModule {}
  @Module({ imports: [FeatureModule], providers: [Settings, Settings] })
  class AppModule {}

  expect((await codesOf(AppModule)).toSorted()).toEqual([
    'DUPLICATE_PROVIDER',
    'ERASED_TYPE',
    'INVALID_PROVIDER',
    'NOT_A_MODULE',
    'UNKNOWN_DEPENDENCY',
    'UNKNOWN_EXPORT',
  ]);
});

test('makes nothing when something is wrong', async () => {
  let count = 0;
  @Injectable()
  class Counted {
    constructor() {
      count += 1;
    }
  }
  const COUNT = createToken<number>('count');
  @Module({
    providers: [
      Counted,
      provide(COUNT, { useFactory: () => (count += 1) }),
      class {
        constructor(readonly x: number) {}
      },
    ],
  })
  class AppModule {}

  expect(await codesOf(AppModule)).toEqual(['NOT_DECORATED']);
  expect(count).toBe(0);
});
