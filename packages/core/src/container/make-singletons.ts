import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import type { Class } from '../metadata/token.js';
import { siteOf } from '../model/describe.js';
import type { DependencyModel, ProviderModel } from '../model/model.js';
import { Logger } from '../logger/logger.js';
import { compileDependency, compileMaking } from './compile-plan.js';
import type { Container } from './container.js';
import { isPromise, UNMADE } from './plan.js';
import { withTimeout } from './with-timeout.js';

/**
 * Makes every singleton of `order`, each after those that it needs; asynchronous ones that do not need each other are
 * made side by side.
 *
 * @param order - providers in dependency order
 * @param prepared - the values that were made while the graph was checked
 * @param timeoutMs - how long one asynchronous factory may take, in milliseconds; 0 means without limit
 * @param discard - takes what a factory gives after its time was up
 * @returns nothing when no factory was asynchronous; else a promise that rejects with the first failure, after
 *   everything that had begun has ended
 * @throws TenonError `TENON_CONTAINER_CONSTRUCTOR_FAILED`, `…_FACTORY_FAILED`, `…_FACTORY_TIMEOUT`, `TENON_MODULE_OPTIONS_FAILED`
 */
export function makeSingletons(
  order: readonly ProviderModel[],
  container: Container,
  prepared: ReadonlyMap<ProviderModel, unknown>,
  timeoutMs: number,
  discard: (value: unknown) => void,
): Promise<void> | undefined {
  const { instances } = container;
  /** By id: what a provider, or one that it needs, still waits for. */
  let pending: (Promise<unknown> | undefined)[] | undefined;
  let failure: { readonly error: unknown } | undefined;

  for (const { id } of order) instances[id] = UNMADE;
  for (const provider of order) {
    const waits = pending && pendingOf(provider, pending);
    const made = waits ? makeAfter(waits, provider) : makeNow(provider);
    if (made) (pending ??= [])[provider.id] = made;
  }
  return pending && finish(pending);

  async function finish(all: readonly (Promise<unknown> | undefined)[]): Promise<void> {
    await Promise.all(all.filter((wait) => wait !== undefined));
    if (failure) throw failure.error;
  }

  async function makeAfter(waits: readonly Promise<unknown>[], provider: ProviderModel): Promise<void> {
    await Promise.all(waits);
    await make(provider);
  }

  /** Makes one without waiting. A failure ends boot at once when nothing is under way. */
  function makeNow(provider: ProviderModel): Promise<unknown> | undefined {
    if (pending) return make(provider);
    if (provider.scope !== 'singleton') return undefined;
    const value = attempt(provider);
    return isAwaited(provider, value) ? settle(provider, value) : void (instances[provider.id] = value);
  }

  /** Makes one beside others that are under way; a failure waits for them. */
  function make(provider: ProviderModel): Promise<unknown> | undefined {
    if (provider.scope !== 'singleton' || failure) return undefined;
    try {
      const value = attempt(provider);
      return isAwaited(provider, value) ? settle(provider, value) : void (instances[provider.id] = value);
    } catch (error) {
      failure ??= { error };
      return undefined;
    }
  }

  async function settle(provider: ProviderModel, value: PromiseLike<unknown>): Promise<void> {
    const late = () => new TenonError([faults.factoryTimeout(siteOf(provider), { owner: provider.name, timeoutMs })]);
    try {
      instances[provider.id] = await withTimeout(value, timeoutMs, late);
    } catch (cause) {
      failure ??= { error: makingError(provider, cause) };
      value.then(discard, () => {}); // A failure that comes late has been reported as the time-out already.
    }
  }

  function attempt(provider: ProviderModel): unknown {
    try {
      return makeOne(provider, container, prepared);
    } catch (cause) {
      throw makingError(provider, cause);
    }
  }
}

function isAwaited({ kind }: ProviderModel, value: unknown): value is PromiseLike<unknown> {
  return kind === 'factory' && isPromise(value);
}

/** Makes one singleton. The usual class, whose dependencies are singletons, needs no plan. */
function makeOne(
  provider: ProviderModel,
  container: Container,
  prepared: ReadonlyMap<ProviderModel, unknown>,
): unknown {
  const { kind, source, dependencies } = provider;
  if (kind === 'value') return source;
  if (kind === 'prepared') return prepared.get(provider);
  if (kind === 'alias') return container.planOf(provider)(undefined as never);
  if (kind === 'factory' || !dependencies.every(isSimple))
    return compileMaking(provider, container)(undefined as never);

  const Type = source as Class;
  const { instances } = container;
  const value = (index: number): unknown => {
    const dependency = dependencies[index] as DependencyModel;
    const giver = dependency.providers[0] as ProviderModel;
    const known = instances[giver.id];
    return known !== UNMADE && giver.token !== Logger
      ? known
      : compileDependency(dependency, provider, container)(undefined as never);
  };
  switch (dependencies.length) {
    case 0:
      return new Type();
    case 1:
      return new Type(value(0));
    case 2:
      return new Type(value(0), value(1));
    case 3:
      return new Type(value(0), value(1), value(2));
    default:
      return new Type(...dependencies.map((_, index) => value(index)));
  }
}

/** Whether a dependency is a constructor's parameter that somebody gives directly. */
function isSimple({ kind, property, providers, index }: DependencyModel, position: number): boolean {
  return kind === 'one' && property === undefined && index === position && providers.length === 1;
}

function makingError(provider: ProviderModel, cause: unknown): unknown {
  if (cause instanceof TenonError) return cause;
  const site = siteOf(provider);
  if (provider.role === 'options')
    return new TenonError([faults.optionsFailed(site, { module: provider.module.name, cause })]);
  const facts = { owner: provider.name, cause };
  return new TenonError([
    provider.kind === 'factory' ? faults.factoryFailed(site, facts) : faults.constructorFailed(site, facts),
  ]);
}

/** Gives what a provider must wait for, through transients as well. */
function pendingOf(
  provider: ProviderModel,
  pending: readonly (Promise<unknown> | undefined)[],
): Promise<unknown>[] | undefined {
  let waits: Promise<unknown>[] | undefined;
  for (const { kind, providers } of provider.dependencies) {
    if (kind !== 'one' && kind !== 'all') continue;
    for (const { id } of providers) {
      const wait = pending[id];
      if (wait) (waits ??= []).push(wait);
    }
  }
  return waits;
}
