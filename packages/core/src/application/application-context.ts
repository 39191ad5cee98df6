import type { Container } from '../container/container.js';
import { makeSingletons, type StartHooks } from '../container/make-singletons.js';
import { isPromise, UNMADE } from '../container/plan.js';
import type { RequestScope } from '../container/request-scope.js';
import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { type Hook, hookOf } from '../lifecycle/hooks.js';
import { runHooks } from '../lifecycle/run-hooks.js';
import { CLOSING_SIGNALS, closeOnSignals } from '../lifecycle/signals.js';
import { Logger } from '../logger/logger.js';
import type { InjectionToken, MultiToken } from '../metadata/token.js';
import { explainProvider, type Explanation } from '../model/explain.js';
import { drawGraph, type Graph } from '../model/graph.js';
import type { GraphLinker } from '../model/link-graph.js';
import type { ApplicationModel, ProviderModel } from '../model/model.js';

/** What an application is made of, once its graph has been checked. */
export interface ApplicationParts {
  readonly container: Container;
  readonly linker: GraphLinker;
  /** Values that were made while the graph was checked. */
  readonly prepared: ReadonlyMap<ProviderModel, unknown>;
  /** Prepares what came late. */
  readonly prepare: () => void;
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
  /** How far the start came. */
  #phase: 'making' | 'onReady' = 'making';
  #closing: Promise<void> | undefined;
  #forgetSignals: (() => void) | undefined;

  /** @internal */
  constructor(parts: ApplicationParts) {
    this.#parts = parts;
  }

  /**
   * Makes and starts what is in `order`. When something fails, everything that was begun is ended first.
   *
   * @internal
   */
  async start(order: readonly ProviderModel[]): Promise<void> {
    const { container } = this.#parts;
    try {
      const hooks = { onInit: false, onReady: false };
      const making = this.#make(order, hooks);
      if (making) await making;
      container.state = 'ready';
      if (hooks.onInit) await this.#runStarting('onInit', order);
      this.#phase = 'onReady';
      if (hooks.onReady) await this.#runStarting('onReady', order);
    } catch (failure) {
      await this.#endFailedStart(order);
      throw failure;
    }
  }

  /**
   * Makes, without waiting, classes that nobody had asked for before.
   *
   * @internal
   */
  startNow(order: readonly ProviderModel[], wanted: string): void {
    const mustWait = order.some(
      ({ scope, kind, source }) =>
        scope === 'singleton' &&
        (kind === 'factory' ||
          (kind === 'class' && START_HOOKS.some((hook) => hookOf((source as { prototype: unknown }).prototype, hook)))),
    );
    if (mustWait) throw new TenonError([faults.isAsync({}, { wanted })]);
    this.#parts.prepare();
    void this.#make(order, { onInit: false, onReady: false });
    this.#parts.container.linked();
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
   * @throws TenonError `TENON_CONTAINER_UNKNOWN_DEPENDENCY`, `TENON_CONTAINER_AMBIGUOUS`; `TENON_CONTAINER_NO_REQUEST`
   *   for what lives in a request; `TENON_CONTAINER_ASYNC` for what must be waited for: use `resolve`
   */
  get<T>(token: InjectionToken<T>): T;
  get<T>(token: MultiToken<T>): readonly T[];
  get(token: unknown): unknown {
    return this.#parts.container.get(token);
  }

  /** Gives what `get` gives, and waits for it if need be. */
  async resolve<T>(token: InjectionToken<T>): Promise<T>;
  async resolve<T>(token: MultiToken<T>): Promise<readonly T[]>;
  async resolve(token: unknown): Promise<unknown> {
    const { container, prepare } = this.#parts;
    const late = [...container.linkFor(token)];
    if (late.length > 0) {
      container.linked();
      prepare();
      await this.start(late);
    }
    return container.resolve(token);
  }

  /**
   * Begins a request: request-scoped classes have one instance each within it.
   *
   * @example
   * await using request = context.createRequestScope();
   * await request.run(() => request.get(ImportJob).run());
   */
  createRequestScope(): RequestScope {
    return this.#parts.container.createRequestScope();
  }

  /** Tells where a provider comes from, what it needs, who wants it and how long it lives. */
  explain(token: InjectionToken): Explanation {
    const { container } = this.#parts;
    container.linkFor(token);
    return explainProvider(container.locate(token), this.model.providers);
  }

  /** Gives the providers and who needs whom, as data and as a Mermaid diagram. */
  graph(): Graph {
    return drawGraph(this.model);
  }

  /**
   * Closes the application when the process is told to end, and then ends the process: with code 0, or 1 when
   * something could not be closed. A second signal ends it at once. Not for tests.
   *
   * @param signals - default: SIGINT and SIGTERM
   */
  closeOnSignals(signals: readonly NodeJS.Signals[] = CLOSING_SIGNALS): this {
    this.#forgetSignals?.();
    const { logger } = this.#parts;
    this.#forgetSignals = closeOnSignals(
      signals,
      () => this.close(),
      (failure) => logger.error('The application could not be closed.', { error: failure }),
    );
    return this;
  }

  /**
   * Ends everything, in the reverse of dependency order: first every `onClosing`, then every `onShutdown`.
   *
   * May be called more than once; everything gets its turn even when something fails.
   *
   * @throws TenonError `TENON_LIFECYCLE_HOOK_FAILED`, `TENON_LIFECYCLE_HOOK_TIMEOUT`, with all failures
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    const { container, linker } = this.#parts;
    const failures = [
      ...(await this.#runEnding('onClosing', linker.order)),
      ...(await this.#runEnding('onShutdown', linker.order)),
    ];
    this.#forgetSignals?.();
    container.close();
    if (failures.length > 0) throw new TenonError(failures.flatMap(({ diagnostics }) => diagnostics));
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
    const failures = await runHooks({ hook, order, instanceOf, timeoutMs, stopsAtFailure: true, onDone });
    if (failures.length > 0) throw new TenonError(failures.flatMap(({ diagnostics }) => diagnostics));
  }

  /** Ends what was begun: `onInit` pairs with `onShutdown`, `onReady` with `onClosing`. */
  #runEnding(
    hook: 'onClosing' | 'onShutdown',
    order: readonly ProviderModel[],
  ): Promise<TenonError[]> | readonly TenonError[] {
    const begin = hook === 'onClosing' ? 'onReady' : 'onInit';
    if (hook === 'onClosing' && this.#phase !== 'onReady') return [];
    const instanceOf = (provider: ProviderModel): unknown => {
      const instance = this.#ownInstance(provider);
      return hookOf(instance, begin) === undefined || this.#begun[begin].has(provider) ? instance : undefined;
    };
    return runHooks({ hook, order, instanceOf, timeoutMs: this.#parts.timeoutMs });
  }

  async #endFailedStart(order: readonly ProviderModel[]): Promise<void> {
    const { container, logger } = this.#parts;
    const failures = [...(await this.#runEnding('onClosing', order)), ...(await this.#runEnding('onShutdown', order))];
    for (const error of failures) logger.error('Could not be ended after the application failed to start.', { error });
    container.close();
  }

  /** Gives what this application made, and so has to start and to end: no values, and nothing twice. */
  #ownInstance({ id, kind, scope }: ProviderModel): unknown {
    if (scope !== 'singleton' || kind === 'value' || kind === 'alias') return undefined;
    const instance = this.#parts.container.instances[id];
    return instance === UNMADE ? undefined : instance;
  }
}

const START_HOOKS: readonly Hook[] = ['onInit', 'onReady'];

/** Ends what a factory gave after its time was up, when nobody waits for it any more. */
function endLate(value: unknown): void {
  try {
    const ended = hookOf(value, 'onShutdown')?.call(value);
    if (isPromise(ended)) ended.then(undefined, () => {}); // The time-out has been reported; there is no one left to tell.
  } catch {
    // As above.
  }
}
