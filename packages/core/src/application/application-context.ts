import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Container } from '../container/container.js';
import { makeSingletons, type StartHooks } from '../container/make-singletons.js';
import { isPromise, UNMADE } from '../container/plan.js';
import type { RequestScope, ServedRequest } from '../container/request-scope.js';
import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { type Hook, hookOf } from '../lifecycle/hooks.js';
import { runHooks } from '../lifecycle/run-hooks.js';
import { CLOSING_SIGNALS, closeOnSignals } from '../lifecycle/signals.js';
import { Logger } from '../logger/logger.js';
import type { Class, InjectionToken, MultiToken } from '../metadata/token.js';
import { explainProvider, type Explanation } from '../model/explain.js';
import { drawGraph, type Graph, type GraphOptions } from '../model/graph.js';
import type { GraphLinker } from '../model/link-graph.js';
import type { ApplicationModel, ProviderModel } from '../model/model.js';

/**
 * What an application is made of, once its graph has been checked.
 *
 * @internal
 */
export interface ApplicationParts {
  readonly container: Container;
  readonly linker: GraphLinker;
  /** Values that were made while the graph was checked. */
  readonly prepared: ReadonlyMap<ProviderModel, unknown>;
  /** Prepares what came late. */
  readonly prepare: (order: readonly ProviderModel[]) => void;
  readonly logger: Logger;
  readonly timeoutMs: number;
}

/**
 * A running application without HTTP: for workers, commands and tests. Made by `createContext`.
 *
 * @example
 * await using context = await createContext(AppModule);
 * await context.get(ReportService).send();
 */
export class ApplicationContext implements AsyncDisposable {
  readonly #parts: ApplicationParts;
  /** Whose hook ended well, so that a failing boot ends what was begun and nothing else. */
  readonly #begun: Record<'onInit' | 'onReady', Set<ProviderModel>> = { onInit: new Set(), onReady: new Set() };
  /** What is being started after boot, because somebody asked for it. */
  readonly #starting = new Set<LateStart>();
  #closing: Promise<void> | undefined;
  #forgetSignals: (() => void) | undefined;

  /** @internal */
  constructor(parts: ApplicationParts) {
    this.#parts = parts;
  }

  /**
   * Makes and starts the whole application. When something fails, everything that was begun is ended first.
   *
   * @param initialised - called between the last `onInit` and the first `onReady`
   * @internal
   */
  async boot(order: readonly ProviderModel[], initialised?: () => void): Promise<void> {
    try {
      await this.#start(order, initialised);
    } catch (failure) {
      this.#parts.container.close();
      throw failure;
    }
  }

  /**
   * Makes, without waiting, classes that nobody had asked for before.
   *
   * @internal
   */
  startNow(order: readonly ProviderModel[], wanted: string): void {
    const { container, prepare } = this.#parts;
    if (order.some(hasToWait) || this.#underWay(order)) throw new TenonError([faults.isAsync({}, { wanted })]);
    try {
      prepare(order);
      void this.#make(order, { onInit: false, onReady: false });
    } catch (failure) {
      void this.#endFailedStart(order, false);
      container.unmade(order);
      throw failure;
    }
    container.made(order);
  }

  /** The checked graph, as frozen plain data. */
  get model(): ApplicationModel {
    return this.#parts.linker.model();
  }

  /**
   * Gives a singleton or a new transient; for a multi-token, all that is contributed.
   *
   * Modules keep things from one another, not from you: what only one module provides is found, exported or not.
   *
   * Within `request.run(…)` it gives what lives in that request as well.
   *
   * @throws TenonError `TENON_CONTAINER_UNKNOWN_DEPENDENCY`, `TENON_CONTAINER_AMBIGUOUS`; `TENON_CONTAINER_NO_REQUEST`
   *   outside a request, for what lives in one; `TENON_CONTAINER_ASYNC` for what must be waited for: use `resolve`;
   *   `TENON_CONTAINER_CLOSED`
   */
  get<T>(token: InjectionToken<T>): T;
  get<T>(token: MultiToken<T>): T[];
  get(token: unknown): unknown {
    return this.#parts.container.get(token);
  }

  /** Gives what `get` gives, and waits for it if need be. */
  async resolve<T>(token: InjectionToken<T>): Promise<T>;
  async resolve<T>(token: MultiToken<T>): Promise<T[]>;
  async resolve(token: unknown): Promise<unknown> {
    const { container } = this.#parts;
    for (let late = container.linkFor(token); late.length > 0; late = container.linkFor(token)) {
      const underWay = this.#underWay(late);
      if (underWay) await underWay.ended;
      else await this.#startLate(late);
    }
    return container.resolve(token);
  }

  /**
   * Begins a request: request-scoped classes have one instance each within it.
   *
   * @param served - whoever serves the request, for what is provided by `useServed`. Default: the scope
   * @throws TenonError `TENON_CONTAINER_CLOSED` when the application has been closed
   *
   * @example
   * await using request = context.createRequestScope();
   * await request.run(() => request.get(ImportJob).run());
   */
  createRequestScope(served?: unknown): RequestScope {
    return this.#parts.container.createRequestScope(served);
  }

  /**
   * What is being served, wherever somebody asks within it. For packages that serve requests: they call
   * `requests.run(request, work)` once for each request, with an object that gives the request's scope.
   */
  get requests(): AsyncLocalStorage<ServedRequest> {
    return this.#parts.container.requests;
  }

  /**
   * Gives the compiled way to a provider's value, for packages that want it in every request: nothing is looked up in it.
   *
   * @param provider - of this application's model
   * @returns a function that may give a promise where the model says `mayBeAsync`; it needs a scope where the model
   *   says `needsRequest`, and throws `TENON_CONTAINER_NOT_READY` before a singleton has been made
   */
  planOf(provider: ProviderModel): (scope: RequestScope) => unknown {
    return this.#parts.container.planOf(provider);
  }

  /** Tells where a provider comes from, what it needs, who wants it and how long it lives. */
  explain(token: InjectionToken): Explanation {
    const { container } = this.#parts;
    container.linkFor(token);
    return explainProvider(container.locate(token), this.model.providers);
  }

  /** Gives the providers and who needs whom, as data and as a Mermaid diagram. */
  graph(options?: GraphOptions): Graph {
    return drawGraph(this.model, options);
  }

  /**
   * Closes the application when the process is told to end, and then ends the process: with code 0, or 1 when
   * something could not be closed. A second signal ends it at once. Not for tests.
   *
   * @param signals - default: SIGINT and SIGTERM
   * @param close - for packages whose own closing comes before this one's. Default: `close()` of this application
   */
  closeOnSignals(
    signals: readonly NodeJS.Signals[] = CLOSING_SIGNALS,
    close: () => Promise<void> = () => this.close(),
  ): this {
    this.#forgetSignals?.();
    const { logger } = this.#parts;
    this.#forgetSignals = closeOnSignals(signals, close, (failure) =>
      logger.error('The application could not be closed.', { error: failure }),
    );
    return this;
  }

  /**
   * Ends everything, in the reverse of dependency order: first every `onClosing`, then every `onShutdown`.
   *
   * May be called more than once; everything gets its turn even when something fails.
   *
   * @param drain - runs after every `onClosing` and before the first `onShutdown`: a server finishes what it has
   *   accepted. It is waited for, however long it takes. Default: nothing
   * @throws what `drain` throws, if that is no TenonError; TenonError `TENON_LIFECYCLE_HOOK_FAILED`, `TENON_LIFECYCLE_HOOK_TIMEOUT`, with all failures
   */
  close(drain?: () => Promise<void>): Promise<void> {
    return (this.#closing ??= this.#close(drain));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(drain: (() => Promise<void>) | undefined): Promise<void> {
    const { container, linker } = this.#parts;
    for (const { ended } of this.#starting) await ended;
    const instanceOf = (provider: ProviderModel): unknown => this.#ownInstance(provider);
    const failures = await this.#runEnding('onClosing', linker.order, instanceOf);
    let drainFailure: { readonly error: unknown } | undefined;
    try {
      await drain?.();
    } catch (error) {
      drainFailure = { error };
    }
    failures.push(...(await this.#runEnding('onShutdown', linker.order, instanceOf)));
    this.#forgetSignals?.();
    container.close();
    if (drainFailure?.error instanceof TenonError) failures.unshift(drainFailure.error);
    else if (drainFailure) throw drainFailure.error;
    if (failures.length > 0) throw new TenonError(failures.flatMap(({ diagnostics }) => diagnostics));
  }

  async #startLate(order: readonly ProviderModel[]): Promise<void> {
    const { container, prepare } = this.#parts;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const start = { order, ended };
    this.#starting.add(start);
    try {
      prepare(order);
      await this.#start(order);
      container.made(order);
    } catch (failure) {
      container.unmade(order);
      throw failure;
    } finally {
      this.#starting.delete(start);
      end();
    }
  }

  /** Gives the start that some of these are part of. */
  #underWay(late: readonly ProviderModel[]): LateStart | undefined {
    for (const start of this.#starting) if (late.some((provider) => start.order.includes(provider))) return start;
    return undefined;
  }

  async #start(order: readonly ProviderModel[], initialised?: () => void): Promise<void> {
    const { container } = this.#parts;
    let isReadying = false;
    try {
      const hooks = { onInit: false, onReady: false };
      const making = this.#make(order, hooks);
      if (making) await making;
      container.state = 'ready';
      if (hooks.onInit) await this.#runStarting('onInit', order);
      initialised?.();
      isReadying = true;
      if (hooks.onReady) await this.#runStarting('onReady', order);
    } catch (failure) {
      await this.#endFailedStart(order, isReadying);
      throw failure;
    }
  }

  #make(order: readonly ProviderModel[], hooks: StartHooks): Promise<void> | undefined {
    const { container, prepared, timeoutMs } = this.#parts;
    return makeSingletons({
      order,
      plans: container,
      instances: container.instances,
      prepared,
      hooks,
      timeoutMs,
      discard: endLate,
    });
  }

  async #runStarting(hook: 'onInit' | 'onReady', order: readonly ProviderModel[]): Promise<void> {
    const { timeoutMs } = this.#parts;
    const instanceOf = (provider: ProviderModel): unknown => this.#ownInstance(provider);
    const onDone = (provider: ProviderModel): void => void this.#begun[hook].add(provider);
    const onLate = hook === 'onInit' ? endLate : undefined;
    const failures = await runHooks({ hook, order, instanceOf, timeoutMs, stopsAtFailure: true, onDone, onLate });
    if (failures.length > 0) throw new TenonError(failures.flatMap(({ diagnostics }) => diagnostics));
  }

  /** Ends what was begun: `onInit` pairs with `onShutdown`, `onReady` with `onClosing`. */
  #runEnding(
    hook: 'onClosing' | 'onShutdown',
    order: readonly ProviderModel[],
    instanceOf: (provider: ProviderModel) => unknown,
  ): Promise<TenonError[]> {
    const begin = hook === 'onClosing' ? 'onReady' : 'onInit';
    const instanceIfBegun = (provider: ProviderModel): unknown => {
      const instance = instanceOf(provider);
      return hookOf(instance, begin) === undefined || this.#begun[begin].has(provider) ? instance : undefined;
    };
    return runHooks({ hook, order, instanceOf: instanceIfBegun, timeoutMs: this.#parts.timeoutMs });
  }

  async #endFailedStart(order: readonly ProviderModel[], wasReadying: boolean): Promise<void> {
    const made = new Map(order.map((provider) => [provider, this.#ownInstance(provider)]));
    const instanceOf = (provider: ProviderModel): unknown => made.get(provider);
    const failures = [
      ...(wasReadying ? await this.#runEnding('onClosing', order, instanceOf) : []),
      ...(await this.#runEnding('onShutdown', order, instanceOf)),
    ];
    for (const error of failures)
      this.#parts.logger.error('Could not be ended after it had failed to start.', { error });
    for (const provider of order) {
      this.#begun.onInit.delete(provider);
      this.#begun.onReady.delete(provider);
    }
  }

  /** Gives what this application made, and so has to start and to end: no values, and nothing twice. */
  #ownInstance({ id, kind, scope }: ProviderModel): unknown {
    if (scope !== 'singleton' || kind === 'value' || kind === 'alias') return undefined;
    const instance = this.#parts.container.instances[id];
    return instance === UNMADE ? undefined : instance;
  }
}

/** Classes that nobody had asked for before, being made and started. */
interface LateStart {
  readonly order: readonly ProviderModel[];
  /** Never rejects. */
  readonly ended: Promise<void>;
}

const START_HOOKS: readonly Hook[] = ['onInit', 'onReady'];

/** Whether making and starting a singleton may have to be waited for. */
function hasToWait({ scope, kind, source }: ProviderModel): boolean {
  if (scope !== 'singleton') return false;
  const isStarted = (hook: Hook): boolean => hookOf((source as Class).prototype, hook) !== undefined;
  return kind === 'factory' || (kind === 'class' && START_HOOKS.some(isStarted));
}

/** Ends what was made or initialised after its time was up, when nobody waits for it any more. */
function endLate(value: unknown): void {
  try {
    const ended = hookOf(value, 'onShutdown')?.call(value);
    if (isPromise(ended)) ended.then(undefined, () => {}); // The time-out has been reported; there is no one left to tell.
  } catch {
    // As above.
  }
}
