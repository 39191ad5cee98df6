import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import {
  configuredBy,
  configureModule,
  createContext,
  createToken,
  Inject,
  Injectable,
  Module,
  optional,
  provide,
} from '@tenon/core';

interface CacheOptions {
  readonly url: string;
  readonly tags?: readonly string[];
}
const CACHE_OPTIONS = createToken<CacheOptions>('cache options');

@Injectable()
class Cache {
  constructor(@Inject(CACHE_OPTIONS) readonly options: CacheOptions) {}
}

@Module({ providers: [Cache], exports: [Cache] })
class CacheModule {
  static readonly with = configuredBy(CACHE_OPTIONS);
}

@Injectable()
class Settings {
  readonly url = 'redis://settings';
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

test('gives a module the options that its importer writes', async () => {
  @Module({ imports: [CacheModule.with({ url: 'redis://one' })] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Cache).options).toEqual({ url: 'redis://one' });
});

test('works out options from what the importer sees', async () => {
  @Module({ imports: [SettingsModule, CacheModule.with([Settings], ({ url }) => ({ url }))] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Cache).options.url).toBe('redis://settings');
});

test('waits for options', async () => {
  @Module({
    imports: [
      SettingsModule,
      CacheModule.with([Settings, optional(Date)], async ({ url }, date) => {
        await sleep(2);
        return { url: `${url}/${date ? 1 : 0}` };
      }),
    ],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Cache).options.url).toBe('redis://settings/0');
});

test('does not look up the dependencies of options in the configured module', async () => {
  const SECRET = createToken<string>('secret');
  const OPTIONS = createToken<string>('options');
  @Module({ providers: [provide(SECRET, { useValue: 'private' })] })
  class LockedModule {
    static readonly with = configuredBy(OPTIONS);
  }
  @Module({ imports: [LockedModule.with([SECRET], (secret) => secret)] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({ code: 'TENON_CONTAINER_NOT_EXPORTED' });
});

test('configures the root module itself', async () => {
  await using context = await createContext(CacheModule.with({ url: 'redis://root' }));

  expect(context.get(Cache).options.url).toBe('redis://root');
});

test('takes options from one importer for all', async () => {
  @Module({ imports: [CacheModule] })
  class FirstModule {}
  @Module({ imports: [CacheModule] })
  class LastModule {}
  @Module({ imports: [FirstModule, CacheModule.with({ url: 'redis://one' }), LastModule] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Cache).options.url).toBe('redis://one');
});

test('takes equal options as one', async () => {
  const configured = CacheModule.with([], () => ({ url: 'redis://same' }));
  @Module({ imports: [CacheModule.with({ url: 'redis://one', tags: ['a', 'b'] })] })
  class LeftModule {}
  @Module({ imports: [CacheModule.with({ tags: ['a', 'b'], url: 'redis://one' })] })
  class RightModule {}
  @Module({ imports: [LeftModule, RightModule] })
  class ByValueModule {}
  @Module({ imports: [configured] })
  class OtherModule {}
  @Module({ imports: [OtherModule, configured] })
  class ByIdentityModule {}

  for (const root of [ByValueModule, ByIdentityModule]) {
    await using context = await createContext(root);
    expect(context.get(Cache)).toBeInstanceOf(Cache);
  }
});

test.each([
  ['another value', { url: 'redis://two' }],
  ['one key more', { url: 'redis://one', tags: [] }],
  ['another list', { url: 'redis://one', tags: ['a'] }],
])('refuses %s', async (_, options) => {
  @Module({ imports: [CacheModule.with({ url: 'redis://one' })] })
  class OtherModule {}
  @Module({ imports: [OtherModule, CacheModule.with(options)] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({ code: 'TENON_MODULE_CONFIGURED_TWICE' });
});

test('compares options that hold themselves', async () => {
  const OPTIONS = createToken<object>('options');
  @Module()
  class LooseModule {
    static readonly with = configuredBy(OPTIONS);
  }
  const circular = (): object => {
    const options: Record<string, unknown> = { name: 'loose' };
    return Object.assign(options, { self: options });
  };
  @Module({ imports: [LooseModule.with(circular())] })
  class OtherModule {}
  @Module({ imports: [OtherModule, LooseModule.with(circular())] })
  class AppModule {}

  await using context = await createContext(AppModule);

  expect(context.get(OPTIONS)).toMatchObject({ name: 'loose' });
});

test('takes two unequal instances for two options', async () => {
  const OPTIONS = createToken<Date>('options');
  @Module()
  class DateModule {
    static readonly with = configuredBy(OPTIONS);
  }
  @Module({ imports: [DateModule.with(new Date(0))] })
  class OtherModule {}
  @Module({ imports: [OtherModule, DateModule.with(new Date(0))] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({ code: 'TENON_MODULE_CONFIGURED_TWICE' });
});

test('lets a module add providers, imports and exports that follow from its options', async () => {
  const tokens = new Map([
    ['left', createToken<string>('left')],
    ['right', createToken<string>('right')],
  ]);
  @Module({ imports: [SettingsModule] })
  class DataModule {
    static with(names: readonly string[]) {
      const added = names.map((name) => tokens.get(name)!);
      const providers = added.map((token) =>
        provide(token, { inject: [Settings], useFactory: ({ url }) => `${url}/${token.description}` }),
      );
      return configureModule(
        DataModule,
        { providers, exports: added, imports: [CacheModule.with({ url: 'x' })] },
        names,
      );
    }
  }
  const JOINED = createToken<string>('joined');
  @Module({
    imports: [DataModule.with(['left', 'right'])],
    providers: [
      provide(JOINED, { inject: [tokens.get('left')!, tokens.get('right')!], useFactory: (a, b) => `${a} ${b}` }),
    ],
  })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(JOINED)).toBe('redis://settings/left redis://settings/right');
  expect(context.get(Cache).options.url).toBe('x');
});

test('passes on a configured module', async () => {
  @Injectable()
  class User {
    constructor(readonly cache: Cache) {}
  }
  const configured = CacheModule.with({ url: 'redis://one' });
  @Module({ imports: [configured], exports: [configured] })
  class InfrastructureModule {}
  @Module({ imports: [InfrastructureModule], providers: [User] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(User).cache).toBe(context.get(Cache));
});
