import type { Where } from '../diagnostics/diagnostic.js';
import * as faults from '../diagnostics/errors.js';
import { Logger } from '../logger/logger.js';
import { findRecord } from '../metadata/class-record.js';
import type { ProviderDefinition } from '../metadata/provider.js';
import { isToken, MultiToken, tokenName } from '../metadata/token.js';
import { dependenciesOf, dependencyBetween, dependencyOn, NOBODY } from './dependencies.js';
import { askingOf, describeDependency, lazyToken, ownerName, providerPath } from './describe.js';
import { missingDependency } from './missing-dependency.js';
import type { ApplicationModel, DependencyModel, Draft, ModuleModel, ProviderModel } from './model.js';
import { addProvider, type ProviderDraft, type Reading } from './read-application.js';

/** What Tenon itself provides for a token when the application does not, such as the logger. */
export type Defaults = ReadonlyMap<unknown, ProviderDefinition>;

/* How far a provider has come: who gives what it needs is known; what it needs is being walked to; all done. */
const CONNECTED = 0;
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

  /**
   * Links what has been read since the last call: finds who gives what each provider asks for, then puts each into the
   * order after what it needs.
   *
   * Two plain loops in one function: boot is cold code, and V8 compiles this sooner than what it might be split into.
   */
  link(): void {
    const { providers, byToken } = this.#reading;
    const states = this.#states;
    const first = this.#linked;
    // The list grows meanwhile: classes that no module lists join it when somebody asks for them.
    for (let id = first; id < providers.length; id++) {
      states[id] = CONNECTED;
      const provider = providers[id] as ProviderDraft;
      const { plainTypes, viewpoint } = provider;
      let isPlain = plainTypes !== undefined && provider.scope === 'singleton';
      if (isPlain) {
        const count = (plainTypes as readonly unknown[]).length;
        if (count === 0) continue;
        // oxlint-disable-next-line unicorn/no-new-array -- `[]` would set room aside for seventeen in each of thousands
        const needs = new Array<ProviderDraft>(count);
        for (let index = 0; index < count; index++) {
          // Of several providers, which are a list, none has a kind. Most of what plain classes need are classes.
          const known = byToken.get((plainTypes as readonly unknown[])[index]) as ProviderDraft | undefined;
          if (known?.kind !== 'class' || known.scope !== 'singleton' || known.token === Logger) isPlain = false;
          else if (known.module !== viewpoint && !isVisible(known, viewpoint)) isPlain = false;
          if (!isPlain) break;
          needs[index] = known as ProviderDraft;
        }
        if (isPlain) {
          provider.needs = needs;
          continue;
        }
      }
      this.#connect(provider);
    }
    this.#linked = providers.length;

    /** The providers that are open, each needed by the one before, and where the walk stands in each one's needs. */
    const stack: ProviderDraft[] = [];
    const next: number[] = [];
    for (let id = first; id < providers.length; id++) {
      if (states[id] === DONE) continue;
      stack[0] = providers[id] as ProviderDraft;
      next[0] = 0;
      states[id] = OPEN;
      for (let top = 0; top >= 0;) {
        const provider = stack[top] as ProviderDraft;
        const index = next[top] as number;
        if (index === provider.needs.length) {
          states[provider.id] = DONE;
          this.#order.push(provider);
          if (provider.plainTypes === undefined) this.#close(provider);
          top--;
          continue;
        }
        next[top] = index + 1;
        const giver = provider.needs[index] as ProviderDraft;
        const state = states[giver.id];
        if (state === CONNECTED) {
          states[giver.id] = OPEN;
          top++;
          stack[top] = giver;
          next[top] = 0;
        } else if (state === OPEN) {
          this.#reportCircle(stack.slice(0, top + 1), giver);
        }
      }
    }
    for (const { owner, dependency } of this.#lazies.splice(0)) this.#checkScope(owner, dependency);
  }

  /** Takes back what was added since there were `count` providers, because it had faults. */
  forget(count: number): void {
    const { providers, byToken, prepared } = this.#reading;
    for (const provider of providers.splice(count)) {
      if (provider.kind === 'prepared') prepared.splice(prepared.indexOf(provider), 1);
      const known = byToken.get(provider.token);
      const others = Array.isArray(known) ? known.filter((other) => other !== provider) : [];
      if (others.length === 0) byToken.delete(provider.token);
      else byToken.set(provider.token, others.length === 1 ? (others[0] as ProviderDraft) : others);
    }
    this.#states.length = Math.min(this.#states.length, count);
    this.#linked = Math.min(this.#linked, count);
    this.#lazies.length = 0;
    while (this.#order.length > 0 && (this.#order.at(-1) as ProviderModel).id >= count) this.#order.pop();
  }

  /** Finds who gives `token` to a module, without reporting anything. */
  find(token: unknown, asker: ModuleModel, askedBy?: ProviderModel): ProviderDraft | undefined {
    const found = this.#candidates(token, asker);
    if (found.length === 1) return found[0];
    return found.length === 0 ? this.#provideUnlisted(token, askedBy) : undefined;
  }

  /**
   * Finds who gives `token` to someone who asks in a provider's name, and reports it if nobody does. `link` has to be
   * called afterwards: what is given may be new.
   */
  need(owner: ProviderModel, token: unknown, where: () => Where): ProviderModel | undefined {
    const found = this.#candidates(token, owner.viewpoint);
    const giver = found.length === 0 ? this.#provideUnlisted(token, owner) : found[0];
    if (giver !== undefined && found.length <= 1) return giver;
    const asked = dependencyOn('one', token, false, -1);
    this.#reading.report({ ...missingDependency(this.#reading, owner, asked, token, found), where: where() });
    return undefined;
  }

  #connect(provider: ProviderDraft): void {
    const dependencies = dependenciesOf(provider);
    provider.plainTypes = undefined;
    for (const dependency of dependencies) this.#connectOne(provider, dependency as Draft<DependencyModel>);
    // What is reached later, by a Ref or a Lazy, need not be made first.
    provider.needs = dependencies.flatMap(({ kind, providers }) =>
      kind === 'one' || kind === 'all' ? (providers as ProviderDraft[]) : [],
    );
  }

  /** Works out what follows from what a provider needs, once all of it is known. A plain class has nothing of the kind. */
  #close(provider: ProviderDraft): void {
    const dependencies = dependenciesOf(provider);
    const { needs, kind } = provider;
    if (kind === 'alias') provider.scope = needs[0]?.scope ?? 'singleton';
    for (const dependency of dependencies) {
      if (dependency.kind === 'lazy') this.#lazies.push({ owner: provider, dependency });
      else if (dependency.kind !== 'ref') this.#checkScope(provider, dependency);
    }
    if (provider.scope === 'singleton') return;
    provider.needsRequest = provider.scope === 'request' || needs.some(({ needsRequest }) => needsRequest);
    provider.mayBeAsync = kind === 'factory' || needs.some(({ mayBeAsync }) => mayBeAsync);
  }

  #connectOne(owner: ProviderDraft, dependency: Draft<DependencyModel>): void {
    const { kind } = dependency;
    const token = kind === 'lazy' ? lazyToken(dependency.token) : dependency.token;
    const known = this.#reading.byToken.get(token);
    // The usual dependency has one provider, in the same module or exported to it.
    if (known !== undefined && kind !== 'all' && !Array.isArray(known) && isVisible(known, owner.viewpoint)) {
      dependency.providers = [known];
    } else if (kind === 'all' && token instanceof MultiToken) {
      dependency.providers = this.#reading.contributions.get(token) ?? (NOBODY as ProviderModel[]);
    } else {
      this.#connectOneUnusual(owner, dependency, token);
    }
  }

  #connectOneUnusual(owner: ProviderDraft, dependency: Draft<DependencyModel>, token: unknown): void {
    const isAll = dependency.kind === 'all';
    const found = isAll ? [] : this.#candidates(token, owner.viewpoint);
    const giver = found.length === 0 && !isAll ? this.#provideUnlisted(token, owner) : found[0];
    if (giver !== undefined && found.length <= 1) {
      dependency.providers = [giver];
    } else if (found.length > 1 || !dependency.isOptional || !isToken(token)) {
      this.#reading.report(missingDependency(this.#reading, owner, dependency, token, found));
    }
  }

  /** Gives who provides a token as a module sees it; more than one if two imports disagree. */
  #candidates(token: unknown, asker: ModuleModel): readonly ProviderDraft[] {
    const known = this.#reading.byToken.get(token);
    if (known === undefined) return [];
    if (!Array.isArray(known)) return isVisible(known, asker) || this.#isDefaultOfRoot(known) ? [known] : [];
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
    const isAll = dependency.kind === 'all';
    for (const given of dependency.providers) {
      if (!given.needsRequest) continue;
      const wanted = isAll ? tokenName(dependency.token) : given.name;
      const chain = [owner.name, ...requestChain(given)];
      const path = [...providerPath(owner), ...chain.slice(1)];
      this.#reading.report(
        faults.scopeConflict(
          { where: describeDependency(owner, dependency), path },
          {
            owner: ownerName(owner),
            wanted,
            chain,
            asking: askingOf(owner, dependency),
            contribution: isAll ? madeName(given) : undefined,
            isMovable: owner.role !== 'module' && owner.role !== 'options',
          },
        ),
      );
    }
  }

  #reportCircle(stack: readonly ProviderModel[], giver: ProviderModel): void {
    const path = [...providerPath(stack[0] as ProviderModel), ...stack.slice(1).map(({ name }) => name), giver.name];
    const circle = stack.slice(stack.indexOf(giver));
    const links = circle.map((owner, index) => {
      const wanted = circle[index + 1] ?? giver;
      return { owner, wanted, dependency: dependencyBetween(owner, wanted) as DependencyModel };
    });
    // An alias cannot take a Lazy, and of a multi-token nobody can take one contribution lazily.
    const weakest = links.findLast(({ owner, dependency }) => owner.kind !== 'alias' && dependency.kind === 'one');
    const { owner, wanted, dependency } = weakest ?? links[0]!;
    const where = describeDependency(owner, dependency);
    const cycle = [...circle, giver].map(({ name }) => name);
    const facts = { cycle, owner: madeName(owner), wanted: wanted.name, asking: askingOf(owner, dependency) };
    this.#reading.report(faults.circularDependency({ where, path }, facts));
  }
}

/** Gives the name of the class that a provider makes, where it makes one; an alias makes what it stands for. */
function madeName(provider: ProviderModel): string {
  const { kind, source, name, needs } = provider;
  if (kind === 'alias' && needs[0]) return madeName(needs[0]);
  return kind === 'class' ? tokenName(source) : name;
}

/** Freezes the model's own objects; classes, factories and values are the user's. */
function freezeModel({ root, modules, providers, order }: ApplicationModel): ApplicationModel {
  for (const module of modules) {
    for (const part of Object.values(module)) if (Array.isArray(part)) Object.freeze(part);
    Object.freeze(module);
  }
  for (const provider of providers) {
    for (const dependency of dependenciesOf(provider)) {
      Object.freeze(dependency.providers);
      Object.freeze(dependency);
    }
    Object.freeze(provider.dependencies);
    Object.freeze(provider.needs);
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

/** Gives the names on the shortest way from a provider to a request-scoped one. There may be circles on others. */
function requestChain(provider: ProviderModel): string[] {
  const seen = new Set([provider]);
  const ways: (readonly ProviderModel[])[] = [[provider]];
  for (const way of ways) {
    const last = way.at(-1) as ProviderModel;
    if (last.scope === 'request') return way.map(({ name }) => name);
    for (const next of last.needs) {
      if (!next.needsRequest || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [provider.name];
}
