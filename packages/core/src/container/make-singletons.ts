import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { Logger } from '../logger/logger.js';
import type { Class } from '../metadata/token.js';
import { siteOf } from '../model/describe.js';
import type { DependencyModel, ProviderModel } from '../model/model.js';
import { compileMaking } from './compile-plan.js';
import { isPromise, type Plans, UNMADE } from './plan.js';
import { withTimeout } from './with-timeout.js';

/** Which steps of the start anybody takes part in. Most applications have few classes that do. */
export interface StartHooks {
  onInit: boolean;
  onReady: boolean;
}

/** What `makeSingletons` takes. */
export interface Making {
  /** Providers in dependency order. */
  readonly order: readonly ProviderModel[];
  readonly plans: Plans;
  /** Takes what is made, by id; the same list as `plans.instances`. */
  readonly instances: unknown[];
  /** The values that were made while the graph was checked. */
  readonly prepared: ReadonlyMap<ProviderModel, unknown>;
  /** Noted while the instances pass by. */
  readonly hooks: StartHooks;
  /** How long one asynchronous factory may take, in milliseconds; 0 means without limit. */
  readonly timeoutMs: number;
  /** Takes what a factory gives after its time was up. */
  readonly discard: (value: unknown) => void;
}

/**
 * Makes every singleton, each after those that it needs.
 *
 * As long as no factory gives a promise, this is one plain loop.
 *
 * @returns nothing when no factory was asynchronous; else a promise that rejects with the first failure, after
 *   everything that had begun has ended
 * @throws TenonError `TENON_CONTAINER_CONSTRUCTOR_FAILED`, `TENON_CONTAINER_FACTORY_FAILED`,
 *   `TENON_CONTAINER_FACTORY_TIMEOUT`, `TENON_MODULE_OPTIONS_FAILED`
 */
export function makeSingletons(making: Making): Promise<void> | undefined {
  const { order, instances } = making;
  for (let index = 0; index < order.length; index++) instances[(order[index] as ProviderModel).id] = UNMADE;
  for (let index = 0; index < order.length; index++) {
    const provider = order[index] as ProviderModel;
    if (provider.scope !== 'singleton') continue;
    const value = makeOne(provider, making);
    if (provider.kind === 'factory' && isPromise(value)) return new SideBySide(making).run(index, value);
    instances[provider.id] = value;
    if (typeof value === 'object' && value !== null) noteStartHooks(value, making.hooks);
  }
  return undefined;
}

function noteStartHooks(value: object, hooks: StartHooks): void {
  if ('onInit' in value) hooks.onInit = true;
  if ('onReady' in value) hooks.onReady = true;
}

/** Makes the rest once a factory has given a promise: whatever does not need one another is made side by side. */
class SideBySide {
  readonly #making: Making;
  /** By id: what a provider, or one that it needs, still waits for. */
  readonly #pending: (Promise<void> | undefined)[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(making: Making) {
    this.#making = making;
  }

  async run(start: number, first: PromiseLike<unknown>): Promise<void> {
    // Too few instances pass by here to be worth noting what hooks they have.
    Object.assign(this.#making.hooks, { onInit: true, onReady: true });
    const [provider, ...rest] = this.#making.order.slice(start) as [ProviderModel, ...ProviderModel[]];
    this.#pending[provider.id] = this.#settle(provider, first);
    for (const next of rest) {
      const waits = this.#waitsOf(next);
      this.#pending[next.id] = waits.length > 0 ? this.#makeAfter(waits, next) : this.#make(next);
    }
    await Promise.all(this.#pending.filter((wait) => wait !== undefined));
    if (this.#failure) throw this.#failure.error;
  }

  async #makeAfter(waits: readonly Promise<void>[], provider: ProviderModel): Promise<void> {
    await Promise.all(waits);
    await this.#make(provider);
  }

  /** A failure waits for what is under way, so that all of it can be ended. */
  #make(provider: ProviderModel): Promise<void> | undefined {
    if (provider.scope !== 'singleton' || this.#failure) return undefined;
    try {
      const value = makeOne(provider, this.#making);
      if (provider.kind === 'factory' && isPromise(value)) return this.#settle(provider, value);
      this.#making.instances[provider.id] = value;
    } catch (error) {
      this.#failure ??= { error };
    }
    return undefined;
  }

  async #settle(provider: ProviderModel, value: PromiseLike<unknown>): Promise<void> {
    const { timeoutMs, instances, discard } = this.#making;
    const late = (): TenonError =>
      new TenonError([faults.factoryTimeout(siteOf(provider), { owner: provider.name, timeoutMs })]);
    try {
      instances[provider.id] = await withTimeout(value, timeoutMs, late);
    } catch (cause) {
      this.#failure ??= { error: makingError(provider, cause) };
      value.then(discard, () => {}); // A failure that comes late has been reported as the time-out already.
    }
  }

  /** Gives what a provider must wait for. What is not a singleton passes on what it waits for itself. */
  #waitsOf({ dependencies }: ProviderModel): Promise<void>[] {
    return dependencies
      .filter(({ kind }) => kind === 'one' || kind === 'all')
      .flatMap(({ providers }) => providers.map(({ id }) => this.#pending[id]))
      .filter((wait) => wait !== undefined);
  }
}

function makeOne(provider: ProviderModel, { plans, prepared }: Making): unknown {
  try {
    switch (provider.kind) {
      case 'class':
        return construct(provider, plans);
      case 'value':
        return provider.source;
      case 'prepared':
        return prepared.get(provider);
      case 'alias':
        return plans.planOf(provider)(NO_REQUEST);
      case 'factory':
        return compileMaking(provider, plans)(NO_REQUEST);
    }
  } catch (cause) {
    throw makingError(provider, cause);
  }
}

/** Singletons are made outside requests; the check has seen to it that they need none. */
const NO_REQUEST = undefined as never;

/** Makes a class. The usual one, which needs a few other singletons, is made without compiling a plan for it. */
function construct(provider: ProviderModel, plans: Plans): unknown {
  const { dependencies } = provider;
  const Type = provider.source as Class;
  const { instances } = plans;
  const count = dependencies.length;
  if (count === 0) return new Type();
  const a = direct(dependencies, 0, instances);
  const b = count > 1 ? direct(dependencies, 1, instances) : undefined;
  const c = count > 2 ? direct(dependencies, 2, instances) : undefined;
  const d = count > 3 ? direct(dependencies, 3, instances) : undefined;
  if (count > 4 || a === UNMADE || b === UNMADE || c === UNMADE || d === UNMADE) {
    return compileMaking(provider, plans)(NO_REQUEST);
  }
  switch (count) {
    case 1:
      return new Type(a);
    case 2:
      return new Type(a, b);
    case 3:
      return new Type(a, b, c);
    default:
      return new Type(a, b, c, d);
  }
}

/** Gives the singleton for a constructor's parameter; `UNMADE` where it takes more to find out. */
function direct(dependencies: readonly DependencyModel[], index: number, instances: readonly unknown[]): unknown {
  const dependency = dependencies[index] as DependencyModel;
  const { kind, providers } = dependency;
  if (kind !== 'one' || dependency.index !== index || providers.length !== 1) return UNMADE;
  const giver = providers[0] as ProviderModel;
  return giver.token === Logger ? UNMADE : instances[giver.id];
}

function makingError(provider: ProviderModel, cause: unknown): unknown {
  if (cause instanceof TenonError) return cause;
  const { role, kind, name: owner, module } = provider;
  const site = siteOf(provider);
  if (role === 'options') return new TenonError([faults.optionsFailed(site, { module: module.name, cause })]);
  const fault = kind === 'factory' ? faults.factoryFailed : faults.constructorFailed;
  return new TenonError([fault(site, { owner, cause })]);
}
