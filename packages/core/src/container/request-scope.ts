import { AsyncLocalStorage } from 'node:async_hooks';
import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { type InjectionToken, tokenName } from '../metadata/token.js';
import type { Container } from './container.js';

/** Marks a slot whose instance has not been made. */
export const UNMADE = Symbol('unmade');

const current = new AsyncLocalStorage<RequestScope>();

/** Gives the scope of the request that is being served here, if one is. */
export function currentScope(): RequestScope | undefined {
  return current.getStore();
}

/**
 * Holds the request-scoped instances of one request.
 *
 * A list of slots and nothing else: which class has which slot was decided when its plan was compiled.
 */
export class RequestScope implements AsyncDisposable {
  /** @internal */
  readonly container: Container;
  /** By slot; emptied at `close`. @internal */
  values: unknown[];
  /** What has something to dispose of, in the order of making. @internal */
  disposables: object[] | undefined = undefined;
  #isClosed = false;

  /** @internal */
  constructor(container: Container) {
    this.container = container;
    this.values = [];
  }

  /**
   * Gives the instance that belongs to this request, or a singleton.
   *
   * @throws TenonError `TENON_CONTAINER_ASYNC` if making it is asynchronous: use `resolve`
   */
  get<T>(token: InjectionToken<T>): T {
    if (this.#isClosed) throw this.#closedError(token);
    return this.container.get(token, this);
  }

  /** Gives the instance that belongs to this request, or a singleton, and waits for it if need be. */
  async resolve<T>(token: InjectionToken<T>): Promise<T> {
    if (this.#isClosed) throw this.#closedError(token);
    return (await this.container.resolve(token, this)) as T;
  }

  /** Calls `work` as if it served this request: within it, every `Ref` gives this scope's instances. */
  run<R>(work: () => R): R {
    return current.run(this, work);
  }

  /**
   * Ends the request: disposes of its instances that have `Symbol.asyncDispose` or `Symbol.dispose`, the last one first.
   *
   * @returns nothing when there is nothing to wait for
   */
  close(): Promise<void> | undefined {
    this.#isClosed = true;
    this.values = NO_VALUES;
    const { disposables } = this;
    if (disposables === undefined) return undefined;
    this.disposables = undefined;
    return disposeAll(disposables.toReversed());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #closedError(token: unknown): TenonError {
    return new TenonError(
      [faults.isClosed({}, { wanted: tokenName(token), what: 'request scope' })],
      this.#closedError,
    );
  }
}

const NO_VALUES: unknown[] = [];

/** Whether an instance wants to be told when its life ends. */
export function isDisposable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (Symbol.asyncDispose in value || Symbol.dispose in value);
}

/** Disposes of everything, whatever fails, and then throws the first failure. */
export async function disposeAll(values: readonly object[]): Promise<void> {
  const failures: unknown[] = [];
  for (const value of values) {
    try {
      await dispose(value);
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Ends one instance's life by the standard's own methods. */
export function dispose(value: object): unknown {
  const { [Symbol.asyncDispose]: end, [Symbol.dispose]: endNow } = value as Partial<AsyncDisposable & Disposable>;
  return end ? end.call(value) : endNow?.call(value);
}
