import { Logger } from '../logger/logger.js';
import type { Lazy, Ref } from '../metadata/dependency.js';
import type { Class } from '../metadata/token.js';
import type { DependencyModel, ProviderModel } from '../model/model.js';
import type { Container } from './container.js';
import { isDisposable, type RequestScope, UNMADE } from './request-scope.js';

/**
 * Gives a provider's value: everything that could be looked up has been.
 *
 * May give a promise where the model says `mayBeAsync`. `scope` is there whenever the model says `needsRequest`.
 */
export type Plan = (scope: RequestScope) => unknown;

/**
 * Compiles how a value is made, once its singletons have been made.
 *
 * For a transient `Basket(lines: Lines, clock: Clock)` whose `Clock` is a singleton it amounts to
 *
 *     (scope) => new Basket(makeLines(scope), clock)
 *
 * and for the same class in request scope to
 *
 *     (scope) => scope.values[3] ??= new Basket(makeLines(scope), clock)
 */
export function compilePlan(provider: ProviderModel, container: Container): Plan {
  if (provider.kind === 'alias') return container.planOf(target(provider));
  if (provider.scope === 'singleton') {
    const value = container.instances[provider.id];
    if (value !== UNMADE) return () => value;
    return () => container.made(provider);
  }
  const plan = compileMaking(provider, container);
  return provider.scope === 'request' ? compileSlot(provider, plan, container) : plan;
}

/** Compiles one making, whatever the scope. */
export function compileMaking(provider: ProviderModel, container: Container): Plan {
  const { dependencies, source } = provider;
  const parameters = dependencies.filter(({ property }) => property === undefined);
  const properties = dependencies.filter(({ property }) => property !== undefined);
  const count = parameters.reduce((most, { index }) => Math.max(most, index + 1), 0);
  const plans: Plan[] = Array.from({ length: count }, () => () => undefined);
  for (const dependency of parameters) plans[dependency.index] = compileDependency(dependency, provider, container);

  const isAsync = dependencies.some(isAsyncDependency);
  if (provider.kind === 'factory') {
    const factory = source as (...values: unknown[]) => unknown;
    return compileCall((values) => factory(...values), plans, isAsync);
  }
  const Type = source as Class;
  const construct = isAsync
    ? compileCall((values) => new Type(...values), plans, true)
    : compileConstruction(Type, plans);
  if (properties.length === 0) return construct;

  const setters = properties.map((dependency) => {
    const plan = compileDependency(dependency, provider, container);
    const key = dependency.property as string;
    return { plan, key };
  });
  if (isAsync) {
    const settings = compileCall(
      (values) => values,
      setters.map(({ plan }) => plan),
      true,
    );
    return (scope) =>
      thenAll([construct(scope), settings(scope)], ([instance, values]) => {
        setters.forEach(
          ({ key }, index) => ((instance as Record<string, unknown>)[key] = (values as unknown[])[index]),
        );
        return instance;
      });
  }
  return (scope) => {
    const instance = construct(scope) as Record<string, unknown>;
    for (const { key, plan } of setters) instance[key] = plan(scope);
    return instance;
  };
}

/** Compiles `(scope) => new Type(a(scope), b(scope))`, one closure for each number of parameters. */
function compileConstruction(Type: Class, plans: readonly Plan[]): Plan {
  const [a, b, c, d] = plans as [Plan, Plan, Plan, Plan];
  switch (plans.length) {
    case 0:
      return () => new Type();
    case 1:
      return (scope) => new Type(a(scope));
    case 2:
      return (scope) => new Type(a(scope), b(scope));
    case 3:
      return (scope) => new Type(a(scope), b(scope), c(scope));
    case 4:
      return (scope) => new Type(a(scope), b(scope), c(scope), d(scope));
    default:
      return (scope) => new Type(...plans.map((plan) => plan(scope)));
  }
}

/** Compiles a call with the values of other plans, which are waited for if they may be promises. */
function compileCall(call: (values: unknown[]) => unknown, plans: readonly Plan[], isAsync: boolean): Plan {
  if (plans.length === 0) return () => call([]);
  const valuesOf: (scope: RequestScope) => unknown[] = (scope) => plans.map((plan) => plan(scope));
  return isAsync ? (scope) => thenAll(valuesOf(scope), call) : (scope) => call(valuesOf(scope));
}

/** Calls `next` with the values, after those that are promises; at once when none is. */
function thenAll(values: unknown[], next: (values: unknown[]) => unknown): unknown {
  return values.some(isPromise) ? Promise.all(values).then(next) : next(values);
}

/** Compiles the making of a request-scoped value into one slot of the scope. */
function compileSlot(provider: ProviderModel, make: Plan, container: Container): Plan {
  const slot = container.newSlot();
  if (provider.mayBeAsync) return compileAsyncSlot(slot, make);
  const prototype: unknown = (provider.source as Class).prototype;
  const hasEnd = isDisposable(prototype);
  return (scope) => {
    const { values } = scope;
    const known = values[slot];
    if (known !== undefined) return known;
    const value = (values[slot] = make(scope));
    if (hasEnd) (scope.disposables ??= []).push(value as object);
    return value;
  };
}

function compileAsyncSlot(slot: number, make: Plan): Plan {
  return (scope) => {
    const { values } = scope;
    const known = values[slot];
    if (known !== undefined) return known === NOTHING ? undefined : known;
    const keep = (value: unknown): unknown => {
      values[slot] = value === undefined ? NOTHING : value;
      if (isDisposable(value)) (scope.disposables ??= []).push(value);
      return value;
    };
    const made = make(scope);
    if (!isPromise(made)) return keep(made);
    // Whoever asks meanwhile waits for the same promise; a failure is not kept.
    return (values[slot] = made.then(keep, (failure: unknown) => {
      values[slot] = undefined;
      throw failure;
    }));
  };
}

/** Stands in a slot for a factory's `undefined`. */
const NOTHING = Symbol('nothing');

/** Compiles what one parameter or property gets. */
export function compileDependency(dependency: DependencyModel, owner: ProviderModel, container: Container): Plan {
  const { kind, providers } = dependency;
  if (kind === 'all') return compileAll(providers, owner, container);
  const [giver] = providers;
  if (giver === undefined) return () => undefined;
  if (kind === 'ref') {
    const reference: Ref<unknown> = Object.freeze({ get: () => container.ofCurrentRequest(giver) });
    return () => reference;
  }
  if (kind === 'lazy') return compileLazy(giver, container);
  if (giver.token === Logger) return compileLogger(giver, owner, container);
  return container.planOf(giver);
}

function compileAll(givers: readonly ProviderModel[], owner: ProviderModel, container: Container): Plan {
  const plans = givers.map((giver) => container.planOf(giver));
  return compileCall(
    (values) => Object.freeze(values),
    plans,
    givers.some(({ mayBeAsync }) => mayBeAsync),
  );
}

function compileLazy(giver: ProviderModel, container: Container): Plan {
  if (giver.needsRequest) {
    return (scope): Lazy<unknown> => Object.freeze({ get: () => container.planOf(giver)(scope) });
  }
  const reference: Lazy<unknown> = Object.freeze({ get: () => container.whenReady(giver) });
  return () => reference;
}

/** The one dependency that knows who asks: a logger bears its owner's name. */
function compileLogger(giver: ProviderModel, owner: ProviderModel, container: Container): Plan {
  const plan = container.planOf(giver);
  const name = typeof owner.source === 'function' && owner.kind === 'class' ? owner.source.name : String(owner.token);
  if (giver.scope !== 'singleton') return (scope) => (plan(scope) as Logger).named(name);
  let named: Logger | undefined;
  return (scope) => (named ??= (plan(scope) as Logger).named(name));
}

function isAsyncDependency({ kind, providers }: DependencyModel): boolean {
  return (kind === 'one' || kind === 'all') && providers.some(({ mayBeAsync }) => mayBeAsync);
}

function target(alias: ProviderModel): ProviderModel {
  return alias.dependencies[0]?.providers[0] as ProviderModel;
}

/** Whether a factory's result must be waited for. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
