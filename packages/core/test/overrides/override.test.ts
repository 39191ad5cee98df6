import { expect, test } from '@jest/globals';
import {
  configuredBy,
  createContext,
  createMultiToken,
  createToken,
  Inject,
  Injectable,
  InjectAll,
  Logger,
  Module,
  type Override,
  provide,
  replaceModule,
} from '@tenon/core';

const CLOCK = createToken<() => number>('clock');
const CHECK = createMultiToken<string>('check');

@Injectable()
class Mailer {
  send(): string {
    return 'sent';
  }
}

@Injectable()
class SignUp {
  constructor(
    readonly mailer: Mailer,
    @Inject(CLOCK) readonly clock: () => number,
    @InjectAll(CHECK) readonly checks: readonly string[],
  ) {}
}

@Module({ providers: [Mailer, provide(CHECK, { useValue: 'mail' })], exports: [Mailer] })
class MailModule {}

@Module({
  imports: [MailModule],
  providers: [SignUp, provide(CLOCK, { useFactory: () => Date.now }), provide(CHECK, { useValue: 'sign-up' })],
})
class AppModule {}

const boot = (...override: Override[]) => createContext(AppModule, { override });

test('replaces a class, also in the module that lists it', async () => {
  const fake = { send: () => 'kept' };
  await using context = await boot(provide(Mailer, { useValue: fake }));

  expect(context.get(SignUp).mailer).toBe(fake);
  expect(context.explain(Mailer)).toMatchObject({
    isOverridden: true,
    kind: 'value',
    modules: ['AppModule', 'MailModule'],
  });
  expect(context.explain(SignUp).isOverridden).toBe(false);
});

test('replaces a factory by a class, a class by a factory', async () => {
  class FakeMailer extends Mailer {
    override send(): string {
      return 'faked';
    }
  }
  await using context = await boot(
    provide(Mailer, { useClass: FakeMailer }),
    provide(CLOCK, { inject: [Mailer], useFactory: async (mailer) => () => mailer.send().length }),
  );

  expect(context.get(SignUp).clock()).toBe(5);
});

test('takes the last of two overrides', async () => {
  await using context = await boot(provide(CLOCK, { useValue: () => 1 }), provide(CLOCK, { useValue: () => 2 }));

  expect(context.get(SignUp).clock()).toBe(2);
});

test('replaces all contributions to a multi-token', async () => {
  await using context = await boot(provide(CHECK, { useValue: 'one' }), provide(CHECK, { useValue: 'two' }));

  expect(context.get(SignUp).checks).toEqual(['one', 'two']);
});

test('replaces a class that no module lists', async () => {
  @Injectable()
  class Unlisted {}
  @Injectable()
  class User {
    constructor(readonly unlisted: Unlisted) {}
  }
  @Module({ providers: [User] })
  class UserModule {}
  const fake = {};
  await using context = await createContext(UserModule, { override: [provide(Unlisted, { useValue: fake })] });

  expect(context.get(User).unlisted).toBe(fake);
});

test('replaces the logger, whether somebody asks for it or not', async () => {
  class Silent extends Logger {
    override log(): void {}
    override named(): this {
      return this;
    }
  }
  const silent = new Silent();
  await using context = await boot(provide(Logger, { useValue: silent }));

  expect(context.get(Logger)).toBe(silent);
});

test('replaces the options of a module', async () => {
  const OPTIONS = createToken<string>('options');
  @Module()
  class CacheModule {
    static readonly with = configuredBy(OPTIONS);
  }
  @Module({ imports: [CacheModule.with('real')] })
  class CachedModule {}
  await using context = await createContext(CachedModule, { override: [provide(OPTIONS, { useValue: 'fake' })] });

  expect(context.get(OPTIONS)).toBe('fake');
});

test('replaces a whole module, wherever it is imported or passed on', async () => {
  class FakeMailer extends Mailer {
    override send(): string {
      return 'faked';
    }
  }
  @Module({ providers: [provide(Mailer, { useClass: FakeMailer })], exports: [Mailer] })
  class FakeMailModule {}
  @Module({ imports: [MailModule], exports: [MailModule] })
  class SharedModule {}
  @Injectable()
  class User {
    constructor(readonly mailer: Mailer) {}
  }
  @Module({ imports: [SharedModule], providers: [User] })
  class UserModule {}
  await using context = await createContext(UserModule, { override: [replaceModule(MailModule, FakeMailModule)] });

  expect(context.get(User).mailer.send()).toBe('faked');
  expect(context.model.modules.map(({ name }) => name)).toEqual(['FakeMailModule', 'SharedModule', 'UserModule']);
});

test('replaces a configured module by another one with options of its own', async () => {
  const OPTIONS = createToken<string>('options');
  @Module()
  class CacheModule {
    static readonly with = configuredBy(OPTIONS);
  }
  @Module()
  class FakeCacheModule {
    static readonly with = configuredBy(OPTIONS);
  }
  @Module({ imports: [CacheModule.with('real')] })
  class OtherModule {}
  @Module({ imports: [OtherModule, CacheModule.with('another')] })
  class CachedModule {}
  await using context = await createContext(CachedModule, {
    override: [replaceModule(CacheModule, FakeCacheModule.with('fake'))],
  });

  expect(context.get(OPTIONS)).toBe('fake');
});

test('refuses an override that replaces nothing', async () => {
  class Unknown {}
  @Module()
  class UnknownModule {}

  await expect(boot(provide(Unknown, { useValue: {} }), replaceModule(UnknownModule, AppModule))).rejects.toMatchObject(
    {
      diagnostics: [{ code: 'TENON_CONTAINER_UNUSED_OVERRIDE' }, { code: 'TENON_CONTAINER_UNUSED_OVERRIDE' }],
    },
  );
});

test('checks what an override needs', async () => {
  class Missing {}
  @Injectable()
  class NeedyMailer extends Mailer {
    constructor(readonly missing: Missing) {
      super();
    }
  }

  await expect(boot(provide(Mailer, { useClass: NeedyMailer }))).rejects.toMatchObject({
    code: 'TENON_CONTAINER_UNKNOWN_DEPENDENCY',
  });
});

test('leaves other applications alone', async () => {
  await using faked = await boot(provide(CLOCK, { useValue: () => 7 }));
  await using real = await boot();

  expect(faked.get(SignUp).clock()).toBe(7);
  expect(real.get(SignUp).clock).toBe(Date.now);
});

test.each([null, 7, 'mailer', undefined, {}, { provide: undefined }, { replace: undefined, by: AppModule }])(
  'refuses %p as an override',
  async (junk) => {
    await expect(boot(junk as unknown as Override)).rejects.toMatchObject({ name: 'TenonError' });
  },
);
