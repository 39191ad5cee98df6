import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { MultiToken, tokenName } from '../metadata/token.js';
import type { GraphLinker } from '../model/link-graph.js';
import type { ProviderModel } from '../model/model.js';
import type { ProviderDraft, Reading } from '../model/read-application.js';
import { compilePlan } from './compile-plan.js';
import { isPromise, type Plan, type Plans, type RequestValues, UNMADE } from './plan.js';
import { currentScope, RequestScope, type RequestOwner } from './request-scope.js';

/** What `get` needs to know of a token that was asked for before. */
interface Entry {
  /** The singleton, or `UNMADE` where a plan gives the value. */
  readonly value: unknown;
  readonly plan: Plan;
  readonly needsRequest: boolean;
  readonly mayBeAsync: boolean;
  readonly name: string;
}

/** Where a container is in its life. */
export type ContainerState = 'making' | 'ready' | 'closed';

/**
 * Holds an application's singletons and hands out instances by token.
 *
 * @internal
 */
export class Container implements Plans, RequestOwner {
  /** By the provider's id. */
  readonly instances: unknown[] = [];
  state: ContainerState = 'making';
  readonly #reading: Reading;
  readonly #linker: GraphLinker;
  readonly #faults: readonly Diagnostic[];
  readonly #makeLate: (order: readonly ProviderModel[], wanted: string) => void;
  /** Linked after the application had started, and not made yet. */
  readonly #unmade: ProviderModel[] = [];
  readonly #plans: (Plan | undefined)[] = [];
  readonly #entries = new Map<unknown, Entry>();
  #slots = 0;

  /**
   * @param found - the list to which `reading.report` adds
   * @param makeLate - makes what is asked for after the application has started
   */
  constructor(
    reading: Reading,
    linker: GraphLinker,
    found: readonly Diagnostic[],
    makeLate: (order: readonly ProviderModel[], wanted: string) => void,
  ) {
    this.#reading = reading;
    this.#linker = linker;
    this.#faults = found;
    this.#makeLate = makeLate;
  }

  /** Gives what a token names. `scope` is that of the request, where there is one. */
  get<T>(token: unknown, scope?: RequestScope): T {
    const entry = this.#entries.get(token) ?? this.#addEntry(token);
    if (entry.value !== UNMADE) return entry.value as T;
    if (scope === undefined && entry.needsRequest) throw this.#noRequest(entry.name);
    const value = entry.plan(scope as RequestScope);
    if (entry.mayBeAsync && isPromise(value)) {
      value.then(undefined, () => {}); // It is reported here, once.
      throw new TenonError([faults.isAsync({}, { wanted: entry.name })]);
    }
    return value as T;
  }

  /** Gives what a token names, or a promise of it. */
  resolve(token: unknown, scope?: RequestScope): unknown {
    const entry = this.#entries.get(token) ?? this.#addEntry(token);
    if (entry.value !== UNMADE) return entry.value;
    if (scope === undefined && entry.needsRequest) throw this.#noRequest(entry.name);
    return entry.plan(scope as RequestScope);
  }

  /** Gives the plan of a provider, compiled when it is first wanted. */
  planOf(provider: ProviderModel): Plan {
    return (this.#plans[provider.id] ??= compilePlan(provider, this));
  }

  /** Gives a singleton that may have been made after the plan was compiled. */
  made(provider: ProviderModel): unknown {
    const value = this.instances[provider.id];
    if (value === UNMADE) throw new TenonError([faults.notReady({}, { wanted: provider.name })]);
    return value;
  }

  /** Gives what a `Lazy` gives: a singleton or a new transient, but only once all singletons have been made. */
  whenReady(provider: ProviderModel): unknown {
    if (this.state === 'making') {
      throw new TenonError([faults.notReady({}, { wanted: provider.name })]);
    }
    return this.planOf(provider)(undefined as unknown as RequestScope);
  }

  /** Gives what a `Lazy` of something request-scoped gives. */
  ofRequest(provider: ProviderModel, request: RequestValues): unknown {
    if (request.isClosed) throw new TenonError([faults.isClosed({}, { wanted: provider.name, what: 'request scope' })]);
    return this.planOf(provider)(request);
  }

  /** Gives what a `Ref` gives. */
  ofCurrentRequest(provider: ProviderModel): unknown {
    const scope = currentScope();
    if (scope?.container !== this) {
      if (!provider.needsRequest) return this.whenReady(provider);
      throw this.#noRequest(provider.name);
    }
    return this.ofRequest(provider, scope);
  }

  /** Gives the index of a place in every `RequestScope.values`. */
  newSlot(): number {
    return this.#slots++;
  }

  createRequestScope(): RequestScope {
    return new RequestScope(this, this.#slots);
  }

  close(): void {
    this.state = 'closed';
    this.#entries.clear();
  }

  /** Gives the provider that a token names for someone outside: as the root sees it, else the only one there is. */
  locate(token: unknown): ProviderModel {
    const { root, byToken } = this.#reading;
    const seen = this.#linker.find(token, root);
    if (seen) return seen;
    const known = byToken.get(token);
    const candidates = known === undefined ? [] : Array.isArray(known) ? known : [known];
    if (candidates.length === 1) return candidates[0] as ProviderDraft;
    const wanted = tokenName(token);
    const site = {};
    if (candidates.length === 0) {
      const names = Array.from(byToken.keys(), tokenName);
      const facts = { owner: 'get(…)', wanted, known: names, isClass: typeof token === 'function' };
      throw new TenonError([faults.unknownDependency(site, facts)]);
    }
    const keepers = candidates.map(({ module }) => module.name);
    throw new TenonError([faults.ambiguousDependency(site, { owner: 'get(…)', wanted, asker: root.name, keepers })]);
  }

  /**
   * Finds what a token names, and links it if it is a class that nobody has asked for before.
   *
   * @returns what has to be made before the token can be had, in dependency order; usually nothing
   */
  linkFor(token: unknown): readonly ProviderModel[] {
    if (this.#entries.has(token) || token instanceof MultiToken || this.state === 'closed') return this.#unmade;
    this.locate(token);
    const faultsBefore = this.#faults.length;
    const known = this.#linker.order.length;
    this.#linker.link();
    if (this.#faults.length > faultsBefore) throw new TenonError(this.#faults.slice(faultsBefore));
    this.#unmade.push(...this.#linker.order.slice(known));
    return this.#unmade;
  }

  /** Forgets what `linkFor` gave, since it has been made. */
  linked(): void {
    this.#unmade.length = 0;
  }

  #addEntry(token: unknown): Entry {
    const name = tokenName(token);
    if (this.state === 'closed') throw new TenonError([faults.isClosed({}, { wanted: name, what: 'application' })]);
    if (token instanceof MultiToken) return this.#addMultiEntry(token, name);
    const late = this.linkFor(token);
    if (late.length > 0) this.#makeLate(late, name);
    const provider = this.locate(token);
    const plan = this.planOf(provider);
    const isShared = provider.scope === 'singleton';
    const { needsRequest, mayBeAsync } = provider;
    const entry = { value: isShared ? plan(undefined as never) : UNMADE, plan, needsRequest, mayBeAsync, name };
    if (this.state === 'ready') this.#entries.set(token, entry);
    return entry;
  }

  #addMultiEntry(token: MultiToken<unknown>, name: string): Entry {
    const givers = this.#reading.contributions.get(token) ?? [];
    const plans = givers.map((giver) => this.planOf(giver));
    const plan: Plan = (scope) => Object.freeze(plans.map((give) => give(scope)));
    const needsRequest = givers.some((giver) => giver.needsRequest);
    const entry = { value: UNMADE, plan, needsRequest, mayBeAsync: false, name };
    this.#entries.set(token, entry);
    return entry;
  }

  #noRequest(wanted: string): TenonError {
    return new TenonError([faults.noRequest({}, { wanted })]);
  }
}
