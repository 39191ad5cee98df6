import { Logger } from '../logger/logger.js';
import type { Lazy, Ref } from '../metadata/dependency.js';
import type { Class } from '../metadata/token.js';
import { dependenciesOf } from '../model/dependencies.js';
import type { DependencyModel, ProviderModel } from '../model/model.js';
import { isDisposable } from './dispose.js';
import { isPromise, type Plan, type Plans, type RequestValues, UNMADE } from './plan.js';

/**
 * Compiles how a value is made, once its singletons have been made.
 *
 * For a transient `Basket(lines: Lines, clock: Clock)` whose `Clock` is a singleton it amounts to
 *
 *     (request) => new Basket(makeLines(request), clock)
 *
 * and for the same class in request scope to
 *
 *     (request) => request.values[3] ??= new Basket(makeLines(request), clock)
 */
export function compilePlan(provider: ProviderModel, plans: Plans): Plan {
  if (provider.kind === 'alias') return plans.planOf(provider.needs[0] as ProviderModel);
  if (provider.scope === 'singleton') {
    const value = plans.instances[provider.id];
    return value === UNMADE ? () => plans.made(provider) : () => value;
  }
  const make = compileMaking(provider, plans);
  return provider.scope === 'request' ? compileSlot(provider, make, plans) : make;
}

/** Compiles one making, whatever the scope. */
export function compileMaking(provider: ProviderModel, plans: Plans): Plan {
  const { source, kind } = provider;
  const dependencies = dependenciesOf(provider);
  const parameters: Plan[] = [];
  const setters: Setter[] = [];
  for (const dependency of dependencies) {
    const { property, index } = dependency;
    const plan = compileDependency(dependency, provider, plans);
    if (property !== undefined) setters.push({ property, plan });
    else parameters[index] = plan;
  }
  const all = Array.from(parameters, (plan) => plan ?? nothing);
  const isAsync = dependencies.some(mayWait);
  if (kind === 'factory') {
    const factory = source as (...values: unknown[]) => unknown;
    return compileCall((values) => factory(...values), all, isAsync);
  }
  const Type = source as Class;
  const construct = isAsync ? compileCall((values) => new Type(...values), all, true) : compileConstruction(Type, all);
  return setters.length === 0 ? construct : compileSetting(construct, setters, isAsync);
}

/** An injected property, and what it gets. */
interface Setter {
  readonly property: string | symbol;
  readonly plan: Plan;
}

const nothing: Plan = () => undefined;

/** Compiles `(request) => new Type(a(request), b(request))`, one closure for each number of parameters. */
function compileConstruction(Type: Class, parameters: readonly Plan[]): Plan {
  const [a, b, c, d] = parameters as [Plan, Plan, Plan, Plan];
  switch (parameters.length) {
    case 0:
      return () => new Type();
    case 1:
      return (request) => new Type(a(request));
    case 2:
      return (request) => new Type(a(request), b(request));
    case 3:
      return (request) => new Type(a(request), b(request), c(request));
    case 4:
      return (request) => new Type(a(request), b(request), c(request), d(request));
    default:
      return (request) => new Type(...parameters.map((plan) => plan(request)));
  }
}

/** Compiles the assignment of injected properties after `construct`. */
function compileSetting(construct: Plan, setters: readonly Setter[], isAsync: boolean): Plan {
  const assign = ([instance, ...values]: unknown[]): unknown => {
    setters.forEach(({ property }, index) => {
      (instance as Record<string | symbol, unknown>)[property] = values[index];
    });
    return instance;
  };
  return compileCall(assign, [construct, ...setters.map(({ plan }) => plan)], isAsync);
}

/** Compiles a call with the values of other plans, which are waited for if they may be promises. */
function compileCall(call: (values: unknown[]) => unknown, plans: readonly Plan[], isAsync: boolean): Plan {
  if (plans.length === 0) return () => call([]);
  const valuesOf = (request: RequestValues): unknown[] => plans.map((plan) => plan(request));
  if (!isAsync) return (request) => call(valuesOf(request));
  return (request) => {
    const values = valuesOf(request);
    return values.some(isPromise) ? Promise.all(values).then(call) : call(values);
  };
}

/** Compiles the making of a request-scoped value into one slot of the request. */
function compileSlot(provider: ProviderModel, make: Plan, plans: Plans): Plan {
  const slot = plans.newSlot();
  if (provider.kind === 'factory' || provider.mayBeAsync) return compileWaitingSlot(slot, make);
  const hasEnd = isDisposable((provider.source as Class).prototype);
  return (request) => {
    const { values } = request;
    const known = values[slot];
    if (known !== undefined) return known;
    const value = (values[slot] = make(request));
    if (hasEnd) (request.disposables ??= []).push(value as object);
    return value;
  };
}

/** Stands in a slot for a factory's `undefined`. */
const NOTHING = Symbol('nothing');

/** Compiles a slot whose value may be a promise, or nothing, and whose end is known only when it is there. */
function compileWaitingSlot(slot: number, make: Plan): Plan {
  return (request) => {
    const { values } = request;
    const known = values[slot];
    if (known !== undefined) return known === NOTHING ? undefined : known;
    const keep = (value: unknown): unknown => {
      values[slot] = value === undefined ? NOTHING : value;
      if (isDisposable(value)) (request.disposables ??= []).push(value);
      return value;
    };
    const made = make(request);
    if (!isPromise(made)) return keep(made);
    // Whoever asks meanwhile waits for the same promise; a failure is not kept.
    return (values[slot] = made.then(keep, (failure: unknown) => {
      values[slot] = undefined;
      throw failure;
    }));
  };
}

/** Compiles what one parameter or property gets. */
export function compileDependency(dependency: DependencyModel, owner: ProviderModel, plans: Plans): Plan {
  const { kind, providers } = dependency;
  if (kind === 'all') return compileAll(providers, plans);
  const [giver] = providers;
  if (giver === undefined) return nothing;
  if (kind === 'ref') {
    const reference: Ref<unknown> = Object.freeze({ get: () => plans.ofCurrentRequest(giver) });
    return () => reference;
  }
  if (kind === 'lazy') return compileLazy(giver, plans);
  return giver.token === Logger ? compileLogger(giver, owner, plans) : plans.planOf(giver);
}

function compileAll(givers: readonly ProviderModel[], plans: Plans): Plan {
  const all = givers.map((giver) => plans.planOf(giver));
  const isAsync = givers.some(({ mayBeAsync }) => mayBeAsync);
  return compileCall((values) => Object.freeze(values), all, isAsync);
}

function compileLazy(giver: ProviderModel, plans: Plans): Plan {
  if (giver.needsRequest)
    return (request): Lazy<unknown> => Object.freeze({ get: () => plans.ofRequest(giver, request) });
  const reference: Lazy<unknown> = Object.freeze({ get: () => plans.whenReady(giver) });
  return () => reference;
}

/** The one dependency that knows who asks: a logger bears its owner's name. */
function compileLogger(giver: ProviderModel, owner: ProviderModel, plans: Plans): Plan {
  const plan = plans.planOf(giver);
  const name = owner.kind === 'class' ? (owner.source as Class).name : String(owner.token);
  const named: Plan = (request) => (plan(request) as Logger).named(name);
  if (giver.scope !== 'singleton') return named;
  let known: unknown;
  return (request) => (known ??= named(request));
}

function mayWait({ kind, providers }: DependencyModel): boolean {
  return (kind === 'one' || kind === 'all') && providers.some(({ mayBeAsync }) => mayBeAsync);
}
