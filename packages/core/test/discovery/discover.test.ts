import { expect, test } from '@jest/globals';
import {
  createContext,
  createMetadata,
  createMultiToken,
  createToken,
  Discovery,
  Injectable,
  Module,
  provide,
} from '@tenon/core';

const Every = createMetadata<{ readonly minutes: number }>('every');
const Topic = createMetadata<string>('topic');

@Topic('reports')
@Injectable()
class Reports {
  sent = 0;

  @Every({ minutes: 5 })
  send(): void {
    this.sent += 1;
  }

  @Every({ minutes: 60 })
  clean(): void {}

  untouched(): void {}
}

class SpecialReports extends Reports {
  @Every({ minutes: 1 })
  override send(): void {
    this.sent += 10;
  }
}

test('reads what was said of classes and methods', () => {
  expect(Every.description).toBe('every');
  expect(Topic.ofClass(Reports)).toBe('reports');
  expect(Every.ofClass(Reports)).toBeUndefined();
  expect(Every.ofMethod(Reports, 'send')).toEqual({ minutes: 5 });
  expect(Every.ofMethod(Reports, 'untouched')).toBeUndefined();
  expect(Every.methodsOf(Reports).map(({ member }) => member)).toEqual(['send', 'clean']);
});

test('lets a descendant say something else', () => {
  expect(Topic.ofClass(SpecialReports)).toBe('reports');
  expect(Every.ofMethod(SpecialReports, 'send')).toEqual({ minutes: 1 });
  expect(Every.methodsOf(SpecialReports)).toEqual([
    { member: 'send', value: { minutes: 1 } },
    { member: 'clean', value: { minutes: 60 } },
  ]);
  expect(Every.ofMethod(Reports, 'send')).toEqual({ minutes: 5 });
});

test('keeps two decorators of one description apart', () => {
  const Other = createMetadata<string>('topic');

  expect(Other.ofClass(Reports)).toBeUndefined();
});

test('finds what is decorated among the providers, and its instance', async () => {
  @Injectable()
  class Scheduler {
    found: readonly string[] = [];
    constructor(readonly discovery: Discovery) {}
    onInit(): void {
      this.found = this.discovery.decoratedWith(Every).map(({ value, member, type, instance }) => {
        const target = instance() as Reports;
        target.send();
        return `${type.name}.${String(member)} ${value.minutes}`;
      });
    }
  }
  @Module({ providers: [Reports, Scheduler, SpecialReports] })
  class AppModule {}
  await using context = await createContext(AppModule);

  expect(context.get(Scheduler).found).toEqual([
    'Reports.send 5',
    'Reports.clean 60',
    'SpecialReports.send 1',
    'SpecialReports.clean 60',
  ]);
  expect(context.get(Reports).sent).toBe(2);
  expect(context.get(Discovery).decoratedWith(Topic)).toHaveLength(2);
});

test('finds providers by token in any module, controllers and modules among all', async () => {
  const NAME = createToken<string>('name');
  const CHECK = createMultiToken<string>('check');
  @Injectable()
  class Controller {}
  @Module({
    providers: [provide(NAME, { useValue: 'one' }), provide(CHECK, { useValue: 'a' })],
    controllers: [Controller],
  })
  class OneModule {}
  @Module({
    imports: [OneModule],
    providers: [provide(NAME, { useValue: 'two' }), provide(CHECK, { useValue: 'b' })],
  })
  class AppModule {}
  await using context = await createContext(AppModule);
  const discovery = context.get(Discovery);

  expect(discovery.providersOf(NAME).map(({ instance }) => instance())).toEqual(['one', 'two']);
  expect(discovery.providersOf(CHECK).map(({ instance }) => instance())).toEqual(['a', 'b']);
  expect(discovery.providers().map(({ provider }) => provider.name)).toEqual(
    expect.arrayContaining(['Controller', 'OneModule', 'AppModule']),
  );
});

test('does not give instances before all have been made', async () => {
  @Injectable()
  class Early {
    constructor(discovery: Discovery) {
      for (const { instance } of discovery.providersOf(Early)) instance();
    }
  }
  @Module({ providers: [Early] })
  class AppModule {}

  await expect(createContext(AppModule)).rejects.toMatchObject({ code: 'TENON_CONTAINER_NOT_READY' });
});

test('gives a request-scoped instance in a request only', async () => {
  @Injectable({ scope: 'request' })
  class Tenant {}
  @Module({ providers: [Tenant] })
  class AppModule {}
  await using context = await createContext(AppModule);
  await using request = context.createRequestScope();
  const [tenant] = context.get(Discovery).providersOf(Tenant);

  expect(() => tenant?.instance()).toThrow('TENON_CONTAINER_NO_REQUEST');
  expect(request.run(() => tenant?.instance())).toBe(request.get(Tenant));
});
