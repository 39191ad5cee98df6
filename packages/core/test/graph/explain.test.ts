import { expect, test } from '@jest/globals';
import {
  createContext,
  createMultiToken,
  createToken,
  Inject,
  Injectable,
  InjectAll,
  InjectLazy,
  InjectRef,
  type Lazy,
  Module,
  Optional,
  provide,
  type Ref,
} from '@tenon/core';

const CURRENCY = createToken<string>('currency "ISO"');
const CHECK = createMultiToken<object>('health check');

@Injectable({ scope: 'request' })
class Tenant {}

@Injectable()
class Missing {}

@Injectable()
class Database {}

@Injectable()
class OrderRepository {
  constructor(readonly database: Database) {}
}

@Module({ providers: [Database, provide(CHECK, { useExisting: Database })], exports: [Database] })
class DataModule {}

@Injectable()
class OrderService {
  constructor(
    readonly orders: OrderRepository,
    @Inject(CURRENCY) readonly currency: string,
    @InjectRef(Tenant) readonly tenant: Ref<Tenant>,
    @InjectLazy(() => OrderController) readonly controller: Lazy<object>,
    @InjectAll(CHECK) readonly checks: readonly object[],
    @Optional() @Inject(createToken<object>('mailer')) readonly mailer?: object,
  ) {}
}

@Injectable()
class OrderController {
  constructor(readonly orders: OrderService) {}
}

@Module({
  imports: [DataModule],
  providers: [OrderRepository, OrderService, provide(CURRENCY, { useFactory: () => 'EUR' })],
  controllers: [OrderController],
  exports: [OrderService],
})
class OrderModule {}

@Module({ imports: [OrderModule] })
class AppModule {}

test('tells where a provider comes from, what it needs and who wants it', async () => {
  await using context = await createContext(AppModule);

  const explanation = context.explain(OrderService);

  expect(explanation).toMatchObject({
    token: 'OrderService',
    kind: 'class',
    role: 'provider',
    scope: 'singleton',
    modules: ['AppModule', 'OrderModule'],
    exportedBy: ['OrderModule'],
    isOverridden: false,
    wantedBy: [{ name: 'OrderController', module: 'OrderModule', scope: 'singleton' }],
  });
  expect(explanation.place).toMatch(/^packages\/core\/test\/graph\/explain\.test\.ts:\d+$/);
  expect(explanation.toString().replace(/\.ts:\d+/g, '.ts:…')).toMatchGolden('golden/explain-service');
});

test('explains what lives in a request, what no module lists, and what is global', async () => {
  await using context = await createContext(AppModule);

  expect(context.explain(Tenant)).toMatchObject({ role: 'implicit', scope: 'request', exportedBy: [] });
  expect(context.explain(CURRENCY)).toMatchObject({ kind: 'factory', token: 'token "currency "ISO""' });
  expect(() => context.explain(class Unknown {})).toThrow('TENON_CONTAINER_UNKNOWN_DEPENDENCY');
});

test('gives nodes and edges as data', async () => {
  await using context = await createContext(AppModule);

  const { nodes, edges } = context.graph();

  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]));
  expect(edges.map(({ from, to, how }) => `${nameOf.get(from)} ${how} ${nameOf.get(to)}`).toSorted()).toEqual([
    'OrderController one OrderService',
    'OrderRepository one Database',
    'OrderService all token "health check"',
    'OrderService lazy OrderController',
    'OrderService one OrderRepository',
    'OrderService one token "currency "ISO""',
    'OrderService ref Tenant',
    'token "health check" one Database',
  ]);
  expect(Object.isFrozen(nodes) && Object.isFrozen(edges)).toBe(true);
  expect(nodes.map(({ name }) => name)).not.toContain('Missing');
});

test('draws the graph in Mermaid', async () => {
  await using context = await createContext(AppModule);

  expect(context.graph().toMermaid()).toMatchGolden('golden/graph');
});

test('draws two modules of one name as two boxes', async () => {
  const declare = (imports: (new () => object)[]) => {
    @Injectable()
    class Service {}
    @Module({ providers: [Service], imports })
    class FeatureModule {}
    return FeatureModule;
  };
  await using context = await createContext(declare([declare([])]));

  expect(
    context
      .graph()
      .toMermaid()
      .match(/\["Service"\]/g),
  ).toHaveLength(2);
});

test('draws one module alone, with what it needs and what needs it', async () => {
  await using context = await createContext(AppModule);
  const { nodes, edges } = context.graph({ module: 'DataModule' });
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name;
  expect(edges.map(({ from, to }) => [nameOf(from), nameOf(to)])).toEqual([
    ['token "health check"', 'Database'],
    ['OrderRepository', 'Database'],
    ['OrderService', 'token "health check"'],
  ]);
});

test('has a model that nobody can change', async () => {
  await using context = await createContext(AppModule);
  const { model } = context;

  const open: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null || path.length > 200) return;
    if (!Object.isFrozen(value)) open.push(path);
    if (Array.isArray(value)) value.forEach((element, index) => visit(element, `${path}[${index}]`));
  };
  visit(model, 'model');
  for (const [key, part] of Object.entries(model)) visit(part, key);
  for (const module of model.modules)
    for (const [key, part] of Object.entries(module))
      if (key !== 'place' && key !== 'type') visit(part, `${module.name}.${key}`);
  for (const provider of model.providers) {
    for (const key of ['dependencies', 'needs', 'exportedBy'] as const) visit(provider[key], `${provider.name}.${key}`);
    for (const dependency of provider.dependencies) visit(dependency.providers, `${provider.name} needs`);
  }

  expect(open).toEqual([]);
  expect(model.root.name).toBe('AppModule');
  expect(model.modules.map(({ name }) => name)).toEqual(['DataModule', 'OrderModule', 'AppModule']);
  expect(model.order.indexOf(context.model.providers.find(({ token }) => token === Database)!)).toBeLessThan(
    model.order.findIndex(({ token }) => token === OrderRepository),
  );
  expect(Missing).toBeDefined();
});
