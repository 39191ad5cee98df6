import * as faults from '../diagnostics/errors.js';
import { findRecord } from '../metadata/class-record.js';
import type { ProviderDefinition } from '../metadata/provider.js';
import { isToken, MultiToken } from '../metadata/token.js';
import { describeDependency, lazyToken, providerPath } from './describe.js';
import { missingDependency } from './missing-dependency.js';
import type { ApplicationModel, DependencyModel, Draft, ModuleModel, ProviderModel } from './model.js';
import { addProvider, type ProviderDraft, type Reading } from './read-application.js';

/** What Tenon itself provides for a token when the application does not, such as the logger. */
export type Defaults = ReadonlyMap<unknown, ProviderDefinition>;

const NEW = 0;
const OPEN = 1;
const DONE = 2;

/**
 * Connects every dependency to who gives it, orders the providers, and finds circles and scope conflicts.
 *
 * One walk without recursion, so that a chain of ten thousand classes is as good as any. May be called again after
 * providers were added: what is linked already is left alone.
 */
export class GraphLinker {
  readonly #reading: Reading;
  readonly #defaults: Defaults;
  readonly #states: number[] = [];
  readonly #order: ProviderModel[] = [];
  readonly #lazies: { readonly owner: ProviderModel; readonly dependency: DependencyModel }[] = [];
  /** Where the last call of `link` stopped. */
  #linked = 0;

  constructor(reading: Reading, defaults: Defaults) {
    this.#reading = reading;
    this.#defaults = defaults;
  }

  /** What has been linked, each after what it needs. */
  get order(): readonly ProviderModel[] {
    return this.#order;
  }

  /** Gives the model of all that has been linked. */
  model(): ApplicationModel {
    const { root, modules, providers } = this.#reading;
    return freezeModel({ root, modules, providers, order: this.#order });
  }

  /** Links what has been read since the last call. */
  link(): void {
    const { providers } = this.#reading;
    // The list grows while it is walked: classes that no module lists join it when somebody asks for them.
    for (; this.#linked < providers.length; this.#linked++) this.#walk(providers[this.#linked] as ProviderDraft);
    for (const { owner, dependency } of this.#lazies.splice(0)) this.#checkScope(owner, dependency);
  }

  /** Finds who gives `token` to a module, without reporting anything. */
  find(token: unknown, asker: ModuleModel, askedBy?: ProviderModel): ProviderDraft | undefined {
    const found = this.#candidates(token, asker);
    if (found.length === 1) return found[0];
    return found.length === 0 ? this.#provideUnlisted(token, askedBy) : undefined;
  }

  #walk(start: ProviderDraft): void {
    if (this.#states[start.id] !== undefined && this.#states[start.id] !== NEW) return;
    const stack: ProviderDraft[] = [start];
    const nextDependency: number[] = [0];
    const nextGiver: number[] = [0];
    this.#open(start);
    while (stack.length > 0) {
      const top = stack.length - 1;
      const provider = stack[top] as ProviderDraft;
      const dependency = provider.dependencies[nextDependency[top] as number];
      if (dependency === undefined) {
        stack.pop();
        nextDependency.pop();
        nextGiver.pop();
        this.#close(provider);
        continue;
      }
      // What is reached later by a Ref or a Lazy need not be made first.
      const { kind, providers } = dependency;
      const giver = kind === 'one' || kind === 'all' ? providers[nextGiver[top] as number] : undefined;
      if (giver === undefined) {
        nextDependency[top] = (nextDependency[top] as number) + 1;
        nextGiver[top] = 0;
        continue;
      }
      nextGiver[top] = (nextGiver[top] as number) + 1;
      const state = this.#states[giver.id];
      if (state === OPEN) this.#reportCircle(stack, giver, dependency);
      else if (state !== DONE) {
        this.#open(giver as ProviderDraft);
        stack.push(giver as ProviderDraft);
        nextDependency.push(0);
        nextGiver.push(0);
      }
    }
  }

  #open(provider: ProviderDraft): void {
    this.#states[provider.id] = OPEN;
    const { dependencies } = provider;
    for (let index = 0; index < dependencies.length; index++) {
      this.#connect(provider, dependencies[index] as Draft<DependencyModel>);
    }
  }

  /** Everything that a provider needs is known when it is closed. */
  #close(provider: ProviderDraft): void {
    this.#states[provider.id] = DONE;
    this.#order.push(provider);
    const { dependencies } = provider;
    if (provider.kind === 'alias') provider.scope = dependencies[0]?.providers[0]?.scope ?? 'singleton';
    const isShared = provider.scope === 'singleton';
    let needsRequest = provider.scope === 'request';
    let mayBeAsync = !isShared && provider.kind === 'factory';
    for (let index = 0; index < dependencies.length; index++) {
      const dependency = dependencies[index] as DependencyModel;
      const { kind, providers } = dependency;
      if (kind === 'lazy') this.#lazies.push({ owner: provider, dependency });
      if (kind === 'lazy' || kind === 'ref') continue;
      for (let giver = 0; giver < providers.length; giver++) {
        const given = providers[giver] as ProviderModel;
        if (given.needsRequest && isShared) this.#checkScope(provider, dependency);
        else if (given.needsRequest) needsRequest = true;
        if (given.mayBeAsync && !isShared) mayBeAsync = true;
      }
    }
    provider.needsRequest = needsRequest;
    provider.mayBeAsync = mayBeAsync;
  }

  #connect(owner: ProviderDraft, dependency: Draft<DependencyModel>): void {
    const { kind } = dependency;
    const token = kind === 'lazy' ? lazyToken(dependency.token) : dependency.token;
    const known = this.#reading.byToken.get(token);
    // The usual dependency has one provider, in the same module or exported to it.
    if (known !== undefined && !Array.isArray(known) && isVisible(known, owner.viewpoint)) {
      dependency.providers = [known];
    } else if (kind === 'all' && token instanceof MultiToken) {
      dependency.providers = this.#reading.contributions.get(token) ?? (NOBODY as ProviderDraft[]);
    } else {
      this.#connectUnusual(owner, dependency, token);
    }
  }

  #connectUnusual(owner: ProviderDraft, dependency: Draft<DependencyModel>, token: unknown): void {
    const found = this.#candidates(token, owner.viewpoint);
    const giver = found.length === 0 ? this.#provideUnlisted(token, owner) : found[0];
    if (giver !== undefined && found.length <= 1) {
      dependency.providers = [giver];
    } else if (found.length > 1 || !dependency.isOptional || !isToken(token)) {
      this.#reading.report(missingDependency(this.#reading, owner, dependency, token, found));
    }
  }

  /** Gives who provides a token as a module sees it; more than one if two imports disagree. */
  #candidates(token: unknown, asker: ModuleModel): readonly ProviderDraft[] {
    const known = this.#reading.byToken.get(token);
    if (known === undefined) return NOBODY;
    if (!Array.isArray(known)) return isVisible(known, asker) || this.#isDefaultOfRoot(known) ? [known] : NOBODY;
    const own = known.find((provider) => provider.module === asker);
    if (own) return [own];
    const imported = known.filter(({ exportedBy }) => exportedBy.some((exporter) => asker.imports.includes(exporter)));
    if (imported.length > 0) return imported;
    const everywhere = known.filter((provider) => isVisible(provider, asker));
    return everywhere.length > 0 ? everywhere : known.filter((provider) => this.#isDefaultOfRoot(provider));
  }

  /** What the root module provides in place of one of Tenon's defaults holds for the whole application. */
  #isDefaultOfRoot(provider: ProviderModel): boolean {
    return provider.module === this.#reading.root && this.#defaults.has(provider.token);
  }

  /** Provides, at the root, an injectable class that no module lists, or one of Tenon's defaults. */
  #provideUnlisted(token: unknown, askedBy: ProviderModel | undefined): ProviderDraft | undefined {
    const { byToken, root } = this.#reading;
    const standard = this.#defaults.get(token);
    if (byToken.has(token) && !standard) return undefined;
    if (!standard && !(typeof token === 'function' && isUnlistedInjectable(token))) return undefined;
    return addProvider(this.#reading, standard ?? token, root, 'implicit', askedBy);
  }

  #checkScope(owner: ProviderModel, dependency: DependencyModel): void {
    if (owner.scope !== 'singleton') return;
    for (const given of dependency.providers) {
      if (!given.needsRequest) continue;
      const chain = [owner.name, ...requestChain(given)];
      const site = { where: describeDependency(owner, dependency), path: [...providerPath(owner), ...chain.slice(1)] };
      const facts = { owner: owner.name, wanted: given.name, chain, isAll: dependency.kind === 'all' };
      this.#reading.report(faults.scopeConflict(site, facts));
      if (dependency.kind !== 'all') return;
    }
  }

  #reportCircle(stack: readonly ProviderModel[], giver: ProviderModel, dependency: DependencyModel): void {
    const start = stack.indexOf(giver);
    const owner = stack.at(-1) as ProviderModel;
    const cycle = [...stack.slice(start), giver].map(({ name }) => name);
    const path = [...providerPath(stack[0] as ProviderModel), ...stack.slice(1).map(({ name }) => name), giver.name];
    this.#reading.report(faults.circularDependency({ where: describeDependency(owner, dependency), path }, { cycle }));
  }
}

const NOBODY: readonly ProviderDraft[] = [];

/** Freezes the model's own objects; classes, factories and values are the user's. */
function freezeModel({ root, modules, providers, order }: ApplicationModel): ApplicationModel {
  for (const module of modules) {
    for (const part of Object.values(module)) if (Array.isArray(part)) Object.freeze(part);
    Object.freeze(module);
  }
  for (const provider of providers) {
    for (const dependency of provider.dependencies) {
      Object.freeze(dependency.providers);
      Object.freeze(dependency);
    }
    Object.freeze(provider.dependencies);
    Object.freeze(provider.exportedBy);
    Object.freeze(provider);
  }
  return Object.freeze({
    root,
    modules: Object.freeze([...modules]),
    providers: Object.freeze([...providers]),
    order: Object.freeze([...order]),
  });
}

function isVisible(provider: ProviderModel, asker: ModuleModel): boolean {
  if (provider.module === asker || provider.role === 'implicit') return true;
  const { exportedBy } = provider;
  for (let index = 0; index < exportedBy.length; index++) {
    const exporter = exportedBy[index] as ModuleModel;
    if (exporter.isGlobal || asker.imports.includes(exporter)) return true;
  }
  return false;
}

function isUnlistedInjectable(type: object): boolean {
  const record = findRecord(type);
  return record?.injectable !== undefined && record.module === undefined;
}

/** Gives the names from a provider to the request-scoped one that it needs. */
function requestChain(provider: ProviderModel): string[] {
  const names = [provider.name];
  let at: ProviderModel | undefined = provider;
  while (at && at.scope !== 'request') {
    at = at.dependencies.flatMap(({ providers }) => providers).find((given) => given.needsRequest);
    if (at) names.push(at.name);
  }
  return names;
}
