import type { AsyncLocalStorage } from 'node:async_hooks';
import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { type InjectionToken, type MultiToken, tokenName } from '../metadata/token.js';
import { disposeAll } from './dispose.js';

/**
 * What is being served, as the container sees it: whoever it is, it has a scope.
 *
 * A scope stands for itself. A server may have an object of its own, which makes the scope when somebody asks for it.
 */
export interface ServedRequest {
  readonly scope: RequestScope;
  /** What packages have to tell of it: it stands in the log's line of the request. Default: nothing. */
  notes?: Record<string, unknown> | undefined;
  /** Whether its client was told that it took too long: whatever it still does is for nobody. Default: false. */
  readonly isGivenUp?: boolean;
}

/** The container that a scope belongs to, as the scope needs it. */
export interface RequestOwner {
  /** The request that is being served; each application has its own. */
  readonly requests: AsyncLocalStorage<ServedRequest>;
  get(token: unknown, scope: RequestScope): unknown;
  resolve(token: unknown, scope: RequestScope): unknown;
}

/**
 * Holds the request-scoped instances of one request.
 *
 * A list of slots and nothing else: which class has which slot was decided when its plan was compiled.
 */
export class RequestScope implements ServedRequest, AsyncDisposable {
  /** @internal */
  readonly container: RequestOwner;
  /** @internal */
  values: unknown[];
  /** @internal */
  disposables: object[] | undefined;
  /** @internal */
  isClosed: boolean;
  notes: Record<string, unknown> | undefined;
  /** @internal */
  readonly served: unknown;

  /** @internal */
  constructor(container: RequestOwner, slots: number, served: unknown) {
    this.container = container;
    this.served = served ?? this;
    // oxlint-disable-next-line unicorn/no-new-array -- the slots are filled one by one, and their number is known
    this.values = new Array<unknown>(slots);
    this.disposables = undefined;
    this.isClosed = false;
    this.notes = undefined;
  }

  /** Itself. */
  get scope(): this {
    return this;
  }

  /**
   * Gives the instance that belongs to this request, or a singleton.
   *
   * @throws TenonError `TENON_CONTAINER_ASYNC` if making it is asynchronous: use `resolve`
   */
  get<T>(token: InjectionToken<T>): T;
  get<T>(token: MultiToken<T>): T[];
  get(token: unknown): unknown {
    if (this.isClosed) throw closedError(tokenName(token));
    return this.container.get(token, this);
  }

  /** Gives the instance that belongs to this request, or a singleton, and waits for it if need be. */
  async resolve<T>(token: InjectionToken<T>): Promise<T>;
  async resolve<T>(token: MultiToken<T>): Promise<T[]>;
  async resolve(token: unknown): Promise<unknown> {
    if (this.isClosed) throw closedError(tokenName(token));
    return this.container.resolve(token, this);
  }

  /** Calls `work` as if it served this request: within it, every `Ref` gives this scope's instances. */
  run<R>(work: () => R): R {
    return this.container.requests.run(this, work);
  }

  /**
   * Ends the request: disposes of its instances that have `Symbol.asyncDispose` or `Symbol.dispose`, the last one first.
   *
   * @returns nothing when there is nothing to wait for
   */
  close(): Promise<void> | undefined {
    this.isClosed = true;
    this.values = [];
    const { disposables } = this;
    if (disposables === undefined) return undefined;
    this.disposables = undefined;
    return disposeAll(disposables.toReversed());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** What is thrown when somebody asks for `wanted` after the request has ended. */
export function closedError(wanted: string): TenonError {
  return new TenonError([faults.isClosed({}, { wanted, what: 'request scope' })]);
}
