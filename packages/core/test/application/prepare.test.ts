import { expect, test } from '@jest/globals';
import {
  type AbstractClass,
  capturePlace,
  type Class,
  createContext,
  createToken,
  declareInjectable,
  Injectable,
  Module,
  type Preparation,
  provide,
  TenonError,
} from '@tenon/core';

const SETTINGS = createToken<{ readonly name: string }>('settings');

/** What the decorator below was asked to prepare. */
interface Asked {
  readonly type: AbstractClass;
  readonly application: Preparation;
}

function Prepared(asked: Asked[] = []): (type: Class<object>) => void {
  const place = capturePlace(Prepared);
  return (type) =>
    declareInjectable(type, {
      decorator: 'Prepared',
      place,
      prepare: (wanted, application) => {
        asked.push({ type: wanted, application });
        const instance = Object.create(wanted.prototype as object) as object;
        return Object.assign(instance, { name: application.valueOf(SETTINGS)?.name });
      },
    });
}

@Prepared()
class Named {
  readonly name: string | undefined;
}

/** Gives what a boot reports. */
async function faultsOf(boot: Promise<AsyncDisposable>): Promise<TenonError> {
  const error: unknown = await boot.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TenonError)) throw new Error('the boot did not fail as expected', { cause: error });
  return error;
}

test('prepares a class from values that any module provides', async () => {
  @Module({ providers: [provide(SETTINGS, { useValue: { name: 'deep' } })] })
  class SettingsModule {}
  @Module({ imports: [SettingsModule], providers: [Named] })
  class AppModule {}
  await using context = await createContext(AppModule);
  expect(context.get(Named).name).toBe('deep');
});

test('prepares a class from what an override gives, whether a module provides it or not', async () => {
  @Module({ providers: [Named] })
  class WithoutSettings {}
  @Module({ providers: [Named, provide(SETTINGS, { useValue: { name: 'of the module' } })] })
  class WithSettings {}
  const override = [provide(SETTINGS, { useValue: { name: 'of the test' } })];
  for (const root of [WithoutSettings, WithSettings]) {
    await using context = await createContext(root, { override });
    expect(context.get(Named).name).toBe('of the test');
  }
});

test('prepares an heir as itself, by the decorator of its parent', async () => {
  const asked: Asked[] = [];
  @Prepared(asked)
  class Parent {}
  class Heir extends Parent {}
  @Module({ providers: [Heir] })
  class AppModule {}
  await using context = await createContext(AppModule);
  expect(asked.map(({ type }) => type)).toEqual([Heir]);
  expect(context.get(Heir)).toBeInstanceOf(Heir);
});

test('hands one object to all classes of an application, late ones included, and another to the next', async () => {
  const asked: Asked[] = [];
  @Prepared(asked)
  class First {}
  @Prepared(asked)
  class Late {}
  @Module({ providers: [First] })
  class AppModule {}
  await using context = await createContext(AppModule);
  context.get(Late);
  await (await createContext(AppModule)).close();
  const [first, late, other] = asked.map(({ application }) => application);
  expect(asked.map(({ type }) => type)).toEqual([First, Late, First]);
  expect(late).toBe(first);
  expect(other).not.toBe(first);
});

test('gives the faults of a preparation the way to the class', async () => {
  const fault = { code: 'TENON_TEST_FAULT', message: 'It is wrong.', fix: 'mend it' };
  function Wrong(type: Class<object>): void {
    const prepare = (): never => {
      throw new TenonError([fault, { ...fault, path: ['elsewhere'] }]);
    };
    declareInjectable(type, { decorator: 'Wrong', place: capturePlace(Wrong), prepare });
  }
  @Wrong
  class Config {}
  @Wrong
  class Other {}
  @Injectable()
  class Service {
    constructor(
      readonly config: Config,
      readonly other: Other,
    ) {}
  }
  @Module({ providers: [Service] })
  class AppModule {}
  const { diagnostics } = await faultsOf(createContext(AppModule));
  // The first fault is one object for both classes, and is told once.
  expect(diagnostics.map(({ path }) => path)).toEqual([
    ['AppModule', 'Service', 'Config'],
    ['elsewhere'],
    ['elsewhere'],
  ]);
});

test('refuses a value that would have to be made first', async () => {
  @Module({ providers: [Named, provide(SETTINGS, { useFactory: () => ({ name: 'late' }) })] })
  class AppModule {}
  expect((await faultsOf(createContext(AppModule))).code).toBe('TENON_CONTAINER_NOT_A_VALUE');

  @Module({ providers: [Named] })
  class WithoutSettings {}
  const override = [provide(SETTINGS, { useFactory: () => ({ name: 'late' }) })];
  const { code } = await faultsOf(createContext(WithoutSettings, { override }));
  expect(code).toBe('TENON_CONTAINER_NOT_A_VALUE');
});
