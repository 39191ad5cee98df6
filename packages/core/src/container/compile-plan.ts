import { Logger } from '../logger/logger.js';
import type { Lazy, Ref } from '../metadata/dependency.js';
import type { Class } from '../metadata/token.js';
import { dependenciesOf } from '../model/dependencies.js';
import type { DependencyModel, ProviderModel } from '../model/model.js';
import { dispose, isDisposable } from './dispose.js';
import { isPromise, type Plan, type Plans, type RequestValues, UNMADE } from './plan.js';
import { closedError } from './request-scope.js';

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
    // Of an application that is only looked at there is nothing yet, which may be made all the same.
    return value === UNMADE || value === undefined ? () => plans.singleton(provider) : () => value;
  }
  if (provider.kind === 'served') {
    const give = provider.source as (served: unknown) => unknown;
    return (request) => give(request.served);
  }
  const make = compileMaking(provider, plans);
  return provider.scope === 'request' ? compileSlot(provider, make, plans) : make;
}

/** Compiles one making, whatever the scope. */
export function compileMaking(provider: ProviderModel, plans: Plans): Plan {
  const { source, kind } = provider;
  const dependencies = dependenciesOf(provider);
  const parameters: Argument[] = [];
  const setters: Setter[] = [];
  for (const dependency of dependencies) {
    const { property, index } = dependency;
    const argument = { plan: compileDependency(dependency, provider, plans), mayWait: mayWait(dependency) };
    if (property !== undefined) setters.push({ property, ...argument });
    else parameters[index] = argument;
  }
  const all = Array.from(parameters, (argument) => argument ?? NOTHING_GIVEN);
  if (kind === 'factory') {
    const factory = source as (...values: unknown[]) => unknown;
    return compileCall((values) => factory(...values), all);
  }
  const Type = source as Class;
  const isAsync = all.some((argument) => argument.mayWait);
  const construct = isAsync
    ? compileCall((values) => new Type(...values), all)
    : compileConstruction(
        Type,
        all.map(({ plan }) => plan),
      );
  return setters.length === 0 ? construct : compileSetting({ plan: construct, mayWait: isAsync }, setters);
}

/** What one parameter gets. */
interface Argument {
  readonly plan: Plan;
  /** Whether a promise from `plan` is to be waited for. Others are values like any other. */
  readonly mayWait: boolean;
}

/** What one injected property gets. */
interface Setter extends Argument {
  readonly property: string | symbol;
}

const nothing: Plan = () => undefined;
const NOTHING_GIVEN: Argument = { plan: nothing, mayWait: false };

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
function compileSetting(construct: Argument, setters: readonly Setter[]): Plan {
  const assign = ([instance, ...values]: unknown[]): unknown => {
    setters.forEach(({ property }, index) => {
      (instance as Record<string | symbol, unknown>)[property] = values[index];
    });
    return instance;
  };
  return compileCall(assign, [construct, ...setters]);
}

/** Compiles a call with the values of other plans, after those that have to be waited for have come. */
function compileCall(call: (values: unknown[]) => unknown, given: readonly Argument[]): Plan {
  if (given.length === 0) return () => call([]);
  const plans = given.map(({ plan }) => plan);
  const valuesOf = (request: RequestValues): unknown[] => plans.map((plan) => plan(request));
  const awaited = plans
    .keys()
    .filter((index) => given[index]?.mayWait)
    .toArray();
  if (awaited.length === 0) return (request) => call(valuesOf(request));
  return (request) => {
    const values = valuesOf(request);
    if (!awaited.some((index) => isPromise(values[index]))) return call(values);
    return Promise.all(awaited.map((index) => values[index])).then((came) => {
      awaited.forEach((index, at) => (values[index] = came[at]));
      return call(values);
    });
  };
}

/** Compiles the making of a request-scoped value into one slot of the request. */
function compileSlot(provider: ProviderModel, make: Plan, plans: Plans): Plan {
  const slot = plans.newSlot();
  if (provider.kind === 'factory' || provider.mayBeAsync) return compileWaitingSlot(slot, make, provider);
  const hasEnd = isDisposable((provider.source as Class).prototype);
  return (request) => {
    const { values } = request;
    const known = values[slot];
    if (known !== undefined) return known;
    // Nobody would end what is made now.
    if (request.isClosed) throw closedError(provider.name);
    const value = (values[slot] = make(request));
    if (hasEnd) (request.disposables ??= []).push(value as object);
    return value;
  };
}

/** Stands in a slot for a factory's `undefined`. */
const NOTHING = Symbol('nothing');

/** Compiles a slot whose value may be a promise, or nothing, and whose end is known only when it is there. */
function compileWaitingSlot(slot: number, make: Plan, provider: ProviderModel): Plan {
  return (request) => {
    const { values } = request;
    const known = values[slot];
    if (known !== undefined) return known === NOTHING ? undefined : known;
    const keep = (value: unknown): unknown => {
      if (request.isClosed) return refuseLate(value, provider);
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

/** Ends what came after its request had ended; nobody would do so later. */
async function refuseLate(value: unknown, { name }: ProviderModel): Promise<never> {
  if (isDisposable(value)) await dispose(value);
  throw closedError(name);
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
  if (kind === 'lazy') return compileLazy(giver, owner, plans);
  return giver.token === Logger ? compileLogger(giver, owner, plans) : plans.planOf(giver);
}

/** Compiles the list of all that is contributed to a multi-token: a new one for each who asks, theirs to change. */
export function compileAll(givers: readonly ProviderModel[], plans: Plans): Plan {
  const all = givers.map((giver) => ({ plan: plans.planOf(giver), mayWait: giver.mayBeAsync }));
  return compileCall((values) => values, all);
}

function compileLazy(giver: ProviderModel, owner: ProviderModel, plans: Plans): Plan {
  if (giver.needsRequest)
    return (request): Lazy<unknown> => Object.freeze({ get: () => plans.whenReady(giver, owner, request) });
  const reference: Lazy<unknown> = Object.freeze({ get: () => plans.whenReady(giver, owner) });
  return () => reference;
}

/** The one dependency that knows who asks: a logger bears its owner's name. */
function compileLogger(giver: ProviderModel, owner: ProviderModel, plans: Plans): Plan {
  const plan = plans.planOf(giver);
  const { kind, source, token } = owner;
  const named = kind === 'class' ? source : token;
  const name = typeof named === 'function' ? named.name : String(named);
  const give: Plan = (request) => {
    const logger = plan(request) as Partial<Logger>;
    // Somebody may have provided the console, or a logger of another library.
    return logger.named ? logger.named(name) : logger;
  };
  if (giver.scope !== 'singleton') return give;
  let known: unknown;
  return (request) => (known ??= give(request));
}

function mayWait({ kind, providers }: DependencyModel): boolean {
  return (kind === 'one' || kind === 'all') && providers.some(({ mayBeAsync }) => mayBeAsync);
}
