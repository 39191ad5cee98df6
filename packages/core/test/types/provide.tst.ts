/* What provide, modules and contexts admit, and what types flow through them. Compiled, never run. */
import {
  type ApplicationContext,
  configuredBy,
  configureModule,
  createContext,
  createMetadata,
  createMultiToken,
  createToken,
  Injectable,
  type Lazy,
  lazy,
  Module,
  optional,
  provide,
  type Ref,
  ref,
} from '@tenon/core';

interface Clock {
  now(): number;
}
@Injectable()
class SystemClock implements Clock {
  readonly zone = 'UTC';
  now(): number {
    return 0;
  }
}
abstract class Storage {
  abstract read(): string;
}
class MemoryStorage extends Storage {
  read(): string {
    return '';
  }
}
const CLOCK = createToken<Clock>('clock');
const NAME = createToken<string>('name');
const CHECK = createMultiToken<Clock>('check');

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function expectTrue<_T extends true>(): void;

// The four forms.
provide(CLOCK, { useClass: SystemClock });
provide(CLOCK, { useClass: SystemClock, scope: 'request' });
provide(CLOCK, { useValue: { now: () => 0 } });
provide(CLOCK, { useExisting: SystemClock });
provide(CLOCK, { useFactory: () => new SystemClock() });
provide(CLOCK, { useFactory: async () => new SystemClock(), scope: 'transient' });
provide(Storage, { useClass: MemoryStorage });
provide(CHECK, { useValue: new SystemClock() });

// @ts-expect-error -- no clock
provide(CLOCK, { useClass: MemoryStorage });
// @ts-expect-error -- no clock
provide(CLOCK, { useValue: 'noon' });
// @ts-expect-error -- no clock
provide(CLOCK, { useExisting: NAME });
// @ts-expect-error -- no clock
provide(CLOCK, { useFactory: () => 'noon' });
// @ts-expect-error -- no clock
provide(CLOCK, { useFactory: async () => 'noon' });
// @ts-expect-error -- one contribution, not the list
provide(CHECK, { useValue: [new SystemClock()] });
// @ts-expect-error -- an abstract class cannot be made
provide(Storage, { useClass: Storage });
// @ts-expect-error -- no form
provide(CLOCK, {});
// @ts-expect-error -- there are three scopes
provide(CLOCK, { useClass: SystemClock, scope: 'session' });
// @ts-expect-error -- never a bare string
provide('clock', { useValue: 1 });

// What stands in `inject` are the factory's parameters.
provide(NAME, {
  inject: [SystemClock, CLOCK, CHECK, optional(NAME), ref(SystemClock), lazy(() => Storage)],
  useFactory: (system, clock, checks, name, reference, later) => {
    expectTrue<Same<typeof system, SystemClock>>();
    expectTrue<Same<typeof clock, Clock>>();
    expectTrue<Same<typeof checks, Clock[]>>();
    expectTrue<Same<typeof name, string | undefined>>();
    expectTrue<Same<typeof reference, Ref<SystemClock>>>();
    expectTrue<Same<typeof later, Lazy<Storage>>>();
    return system.zone;
  },
});
// @ts-expect-error -- of another type
provide(NAME, { inject: [CLOCK], useFactory: (name: string) => name });
// @ts-expect-error -- nothing is injected
provide(NAME, { useFactory: (name: string) => name });

// Modules with options.
const OPTIONS = createToken<{ readonly url: string; readonly size?: number }>('options');
@Module({ providers: [SystemClock], exports: [SystemClock, CLOCK, CHECK] })
class CacheModule {
  static readonly with = configuredBy(OPTIONS);
}
@Module({
  imports: [
    CacheModule,
    CacheModule.with({ url: 'x', size: 1 }),
    CacheModule.with([SystemClock, NAME], (clock, name) => {
      expectTrue<Same<typeof clock, SystemClock>>();
      return { url: name };
    }),
    CacheModule.with([NAME], async (url) => ({ url })),
    configureModule(CacheModule, { providers: [provide(NAME, { useValue: 'x' })] }, 1),
  ],
  global: true,
})
export class AppModule {}
// @ts-expect-error -- an option is missing
CacheModule.with({});
// @ts-expect-error -- an option is of another type
CacheModule.with({ url: 1 });
// @ts-expect-error -- an option is missing
CacheModule.with([NAME], () => ({}));
// @ts-expect-error -- of another type
CacheModule.with([CLOCK], (name: string) => ({ url: name }));
// @ts-expect-error -- modules and classes, not strings
Module({ imports: ['cache'] });
// @ts-expect-error -- unknown
Module({ provider: [SystemClock] });
// @ts-expect-error -- an instance
Module({ controllers: [new SystemClock()] });

// Contexts give what tokens promise.
export async function ask(context: ApplicationContext): Promise<void> {
  const request = context.createRequestScope();
  const clock = context.get(CLOCK);
  const checks = context.get(CHECK);
  const storage = context.get(Storage);
  const name = await context.resolve(NAME);
  const all = await context.resolve(CHECK);
  const ofRequest = request.get(SystemClock);
  const allOfRequest = request.get(CHECK);
  const laterOfRequest = await request.resolve(NAME);
  expectTrue<Same<typeof clock, Clock>>();
  expectTrue<Same<typeof checks, Clock[]>>();
  expectTrue<Same<typeof storage, Storage>>();
  expectTrue<Same<typeof name, string>>();
  expectTrue<Same<typeof all, Clock[]>>();
  expectTrue<Same<typeof ofRequest, SystemClock>>();
  expectTrue<Same<typeof allOfRequest, Clock[]>>();
  expectTrue<Same<typeof laterOfRequest, string>>();
  // @ts-expect-error -- never a bare string
  context.get('clock');
  await createContext(AppModule, { override: [provide(CLOCK, { useValue: { now: () => 0 } })], timeoutMs: 1 });
  // @ts-expect-error -- no module
  await createContext('AppModule');
}

// Metadata of one's own.
const Every = createMetadata<{ readonly minutes: number }>('every');
export class Reports {
  @Every({ minutes: 5 })
  send(): void {}

  // @ts-expect-error -- of another type
  @Every(5)
  clean(): void {}
}
expectTrue<Same<ReturnType<typeof Every.ofClass>, { readonly minutes: number } | undefined>>();
