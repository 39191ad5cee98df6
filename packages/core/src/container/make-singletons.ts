import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import type { Class } from '../metadata/token.js';
import { siteOf } from '../model/describe.js';
import type { ProviderModel } from '../model/model.js';
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
  const { order, instances, hooks } = making;
  // At boot; what comes late has its places already.
  if (instances.length === 0) {
    instances.length = order.length;
    instances.fill(UNMADE);
  }
  let index = 0;
  try {
    for (; index < order.length; index++) {
      const provider = order[index] as ProviderModel;
      const { plainTypes, id } = provider;
      if (provider.scope !== 'singleton') continue;
      const isPlain = plainTypes !== undefined;
      const value = isPlain ? constructPlain(provider, instances) : makeUnusual(provider, making);
      if (!isPlain && isAwaited(provider, value)) return new SideBySide(making).run(index, value);
      instances[id] = value;
      if (typeof value !== 'object' || value === null) continue;
      if ('onInit' in value) hooks.onInit = true;
      if ('onReady' in value) hooks.onReady = true;
    }
  } catch (cause) {
    throw makingError(order[index] as ProviderModel, cause);
  }
  return undefined;
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
      if (isAwaited(provider, value)) return this.#settle(provider, value);
      this.#making.instances[provider.id] = value;
    } catch (error) {
      this.#failure ??= { error };
    }
    return undefined;
  }

  async #settle(provider: ProviderModel, value: PromiseLike<unknown>): Promise<void> {
    const { timeoutMs, instances, discard } = this.#making;
    const late = (): TenonError =>
      new TenonError([faults.factoryTimeout(siteOf(provider), { what: workOf(provider), timeoutMs })]);
    try {
      instances[provider.id] = await withTimeout(value, timeoutMs, late);
    } catch (cause) {
      this.#failure ??= { error: makingError(provider, cause) };
      value.then(discard, () => {}); // A failure that comes late has been reported as the time-out already.
    }
  }

  /** Gives what a provider must wait for. What is not a singleton passes on what it waits for itself. */
  #waitsOf({ needs }: ProviderModel): Promise<void>[] {
    return needs.map(({ id }) => this.#pending[id]).filter((wait) => wait !== undefined);
  }
}

/** Whether a value has to be waited for: a factory's promise, or that of a class which needs an asynchronous transient. */
function isAwaited({ kind, source }: ProviderModel, value: unknown): value is PromiseLike<unknown> {
  if (kind === 'factory') return isPromise(value);
  return kind === 'class' && value instanceof Promise && !(value instanceof (source as Class));
}

function workOf({ role, name, module }: ProviderModel): string {
  return role === 'options' ? `The function that gives the options of ${module.name}` : `The factory of ${name}`;
}

function makeOne(provider: ProviderModel, making: Making): unknown {
  try {
    return provider.plainTypes ? constructPlain(provider, making.instances) : makeUnusual(provider, making);
  } catch (cause) {
    throw makingError(provider, cause);
  }
}

/** Makes a class that asks for nothing but singletons. */
function constructPlain({ source, needs }: ProviderModel, instances: readonly unknown[]): unknown {
  const Type = source as Class;
  switch (needs.length) {
    case 0:
      return new Type();
    case 1:
      return new Type(instances[(needs[0] as ProviderModel).id]);
    case 2:
      return new Type(instances[(needs[0] as ProviderModel).id], instances[(needs[1] as ProviderModel).id]);
    case 3:
      return new Type(
        instances[(needs[0] as ProviderModel).id],
        instances[(needs[1] as ProviderModel).id],
        instances[(needs[2] as ProviderModel).id],
      );
    case 4:
      return new Type(
        instances[(needs[0] as ProviderModel).id],
        instances[(needs[1] as ProviderModel).id],
        instances[(needs[2] as ProviderModel).id],
        instances[(needs[3] as ProviderModel).id],
      );
    default:
      return new Type(...needs.map(({ id }) => instances[id]));
  }
}

function makeUnusual(provider: ProviderModel, { plans, prepared }: Making): unknown {
  switch (provider.kind) {
    case 'value':
      return provider.source;
    case 'prepared':
      return prepared.get(provider);
    case 'alias':
      return plans.planOf(provider)(NO_REQUEST);
    case 'class':
    case 'factory':
    default:
      return compileMaking(provider, plans)(NO_REQUEST);
  }
}

/** Singletons are made outside requests; the check has seen to it that they need none. */
const NO_REQUEST = undefined as never;

function makingError(provider: ProviderModel, cause: unknown): unknown {
  if (cause instanceof TenonError) return cause;
  const { role, kind, name: owner, module } = provider;
  const site = siteOf(provider);
  if (role === 'options') return new TenonError([faults.optionsFailed(site, { module: module.name, cause })]);
  const fault = kind === 'factory' ? faults.factoryFailed : faults.constructorFailed;
  return new TenonError([fault(site, { owner, cause })]);
}
