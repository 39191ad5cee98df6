import { AsyncLocalStorage } from 'node:async_hooks';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import { isToken, MultiToken, tokenName } from '../metadata/token.js';
import { dependenciesOf } from '../model/dependencies.js';
import type { GraphLinker } from '../model/link-graph.js';
import { invalidToken } from '../model/invalid-token.js';
import { unknownToken } from '../model/missing-dependency.js';
import type { ProviderModel } from '../model/model.js';
import type { ProviderDraft, Reading } from '../model/read-application.js';
import { compileAll, compilePlan } from './compile-plan.js';
import { isPromise, type Plan, type Plans, type RequestValues, UNMADE } from './plan.js';
import { closedError, RequestScope, type RequestOwner, type ServedRequest } from './request-scope.js';

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
  readonly requests = new AsyncLocalStorage<ServedRequest>();
  readonly #reading: Reading;
  readonly #linker: GraphLinker;
  readonly #faults: Diagnostic[];
  readonly #makeLate: (order: readonly ProviderModel[], wanted: string) => void;
  /** Linked after the application had started, and not made yet. */
  readonly #unmade = new Set<ProviderModel>();
  readonly #plans: (Plan | undefined)[] = [];
  readonly #entries = new Map<unknown, Entry>();
  /** What is being made for a `Lazy`, and cannot be had by another one meanwhile. */
  readonly #open = new Set<ProviderModel>();
  #slots = 0;

  /**
   * @param found - the list to which `reading.report` adds
   * @param makeLate - makes what is asked for after the application has started
   */
  constructor(
    reading: Reading,
    linker: GraphLinker,
    found: Diagnostic[],
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
    const value = entry.plan(entry.needsRequest ? this.#scopeFor(entry, scope) : (scope as RequestScope));
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
    return entry.plan(entry.needsRequest ? this.#scopeFor(entry, scope) : (scope as RequestScope));
  }

  /** Gives the plan of a provider, compiled when it is first wanted. */
  planOf(provider: ProviderModel): Plan {
    return (this.#plans[provider.id] ??= compilePlan(provider, this));
  }

  /** Gives a singleton that may have been made after the plan was compiled. */
  singleton(provider: ProviderModel): unknown {
    const value = this.instances[provider.id];
    if (value === UNMADE) throw new TenonError([faults.notReady({}, { wanted: provider.name })]);
    return value;
  }

  /** Gives what a `Lazy` gives: a singleton or a new transient, but only once all singletons have been made. */
  whenReady(provider: ProviderModel, owner?: ProviderModel, request?: RequestValues): unknown {
    if (this.state === 'making' || this.#open.has(provider)) {
      throw new TenonError([faults.notReady({}, { wanted: provider.name, owner: owner?.name })]);
    }
    if (provider.needsRequest && request === undefined) return this.ofCurrentRequest(provider);
    if (request?.isClosed) throw closedError(provider.name);
    const plan = this.planOf(provider);
    if (provider.scope === 'singleton') return plan(undefined as never);
    this.#open.add(provider);
    try {
      return plan(request as RequestValues);
    } finally {
      this.#open.delete(provider);
    }
  }

  /** Gives what a `Ref` gives. */
  ofCurrentRequest(provider: ProviderModel): unknown {
    if (!provider.needsRequest) return this.whenReady(provider);
    const scope = this.requests.getStore()?.scope;
    if (scope === undefined) throw this.#noRequest(provider.name, 'ref');
    if (scope.isClosed) throw closedError(provider.name);
    return this.planOf(provider)(scope);
  }

  /** Gives the index of a place in every `RequestScope.values`. */
  newSlot(): number {
    return this.#slots++;
  }

  createRequestScope(served?: unknown): RequestScope {
    if (this.state === 'closed')
      throw new TenonError([faults.isClosed({}, { wanted: 'A request scope', what: 'application' })]);
    return new RequestScope(this, this.#slots, served);
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
    const facts = { owner: 'get(…)', wanted: tokenName(token), asker: root.name, asking: 'call' as const };
    if (!isToken(token)) throw new TenonError([invalidToken({}, facts.owner, token)]);
    if (candidates.length === 0) throw new TenonError([unknownToken(this.#reading, token, {}, facts)]);
    const keepers = candidates.map(({ module }) => module.name);
    throw new TenonError([faults.ambiguousDependency({}, { ...facts, keepers })]);
  }

  /**
   * Finds what a token names, and links it if it is a class that nobody has asked for before.
   *
   * @returns what has to be made before the token can be had, in dependency order; usually nothing
   */
  linkFor(token: unknown): readonly ProviderModel[] {
    if (this.#entries.has(token) || token instanceof MultiToken || this.state === 'closed') return NOTHING_LATE;
    const { providers } = this.#reading;
    const count = providers.length;
    const provider = this.locate(token);
    if (providers.length > count) this.#linkLate(count);
    return this.#unmade.size === 0 ? NOTHING_LATE : this.#unmadeFor(provider);
  }

  /** Leaves everything unmade until somebody asks for it: for an application that is only looked at. */
  leaveUnmade(order: readonly ProviderModel[]): void {
    // With nothing in their places, so that the code of routes can be printed, which holds instances.
    this.instances.length = order.length;
    for (const provider of order) this.#unmade.add(provider);
  }

  /** Notes that what `linkFor` gave has been made. */
  made(order: readonly ProviderModel[]): void {
    for (const provider of order) this.#unmade.delete(provider);
  }

  /** Takes back what was made, because something of it failed; it can be asked for again. */
  unmade(order: readonly ProviderModel[]): void {
    for (const { id } of order) this.instances[id] = UNMADE;
  }

  #linkLate(count: number): void {
    this.#linker.link();
    const found = this.#faults.splice(0);
    if (found.length > 0) {
      this.#linker.forget(count);
      throw new TenonError(found);
    }
    for (const provider of this.#reading.providers.slice(count)) {
      this.#unmade.add(provider);
      this.instances[provider.id] = UNMADE;
    }
  }

  /** Gives what one provider needs and, through `Lazy`, may reach of what has not been made. */
  #unmadeFor(wanted: ProviderModel): readonly ProviderModel[] {
    const needed = new Set([wanted]);
    for (const provider of needed) {
      for (const { providers } of dependenciesOf(provider)) for (const giver of providers) needed.add(giver);
    }
    return this.#linker.order.filter((provider) => needed.has(provider) && this.#unmade.has(provider));
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
    const needsRequest = givers.some((giver) => giver.needsRequest);
    const mayBeAsync = givers.some((giver) => giver.mayBeAsync);
    const entry = { value: UNMADE, plan: compileAll(givers, this), needsRequest, mayBeAsync, name };
    if (this.state === 'ready') this.#entries.set(token, entry);
    return entry;
  }

  /** Gives the request to make something in: the one that asks, else the one that is being served here. */
  #scopeFor({ name }: Entry, scope: RequestScope | undefined): RequestScope {
    const found = scope ?? this.requests.getStore()?.scope;
    if (found === undefined) throw this.#noRequest(name, 'call');
    if (found.isClosed) throw closedError(name);
    return found;
  }

  #noRequest(wanted: string, asking: 'ref' | 'call'): TenonError {
    return new TenonError([faults.noRequest({}, { wanted, asking })]);
  }
}

const NOTHING_LATE: readonly ProviderModel[] = [];
