import type { AbstractClass, CheckedGraph, ModuleModel, ProviderModel, Where } from '@tenon/core';
import type { ContextKey } from '../contracts/context.js';
import type { EnhancerLevel, EnhancerModel, FilterModel } from '../contracts/route-model.js';
import { isPipeObject } from '../decorators/parameters.js';
import { inheritedMark } from '../decorators/uses.js';
import * as faults from '../errors.js';
import { pathTo, thingName } from './describe.js';

/** The four kinds of things that stand around a handler, and what takes the bytes of its files. */
export type EnhancerKind = 'guard' | 'interceptor' | 'pipe' | 'filter' | 'sink';

/** Each has one of these methods; the first is the usual one. */
const METHODS: Readonly<Record<EnhancerKind, readonly [string, ...string[]]>> = {
  guard: ['canActivate', 'forRoute'],
  interceptor: ['intercept'],
  pipe: ['transform'],
  filter: ['catch'],
  sink: ['open'],
};

const DECORATORS: Readonly<Record<EnhancerKind, string>> = {
  guard: 'UseGuards',
  interceptor: 'UseInterceptors',
  pipe: 'UsePipes',
  filter: 'UseFilters',
  sink: 'UploadedFile',
};

/** In whose name enhancers are asked for, and where that stands. */
export interface EnhancerSite {
  readonly owner: ProviderModel;
  readonly level: EnhancerLevel;
  readonly where: () => Where;
}

const NOTHING: readonly never[] = Object.freeze([]);

/** Reads what guards, interceptors, pipes and filters were named, and asks the graph for the classes among them. */
export class EnhancerReader {
  readonly #graph: CheckedGraph;
  /** What was found for a class, by the module that asks: many controllers use the same few guards. */
  readonly #known = new Map<ModuleModel, Map<unknown, ProviderModel | undefined>>();

  /** What would be provided by classes that are not to be had. */
  readonly #missing = new Set<ContextKey<unknown>>();

  constructor(graph: CheckedGraph) {
    this.#graph = graph;
  }

  /** Whether the only fault of somebody who asks for a key may be that a guard is not to be had, which was told. */
  mayMiss(key: ContextKey<unknown>): boolean {
    return this.#missing.has(key);
  }

  /**
   * Gives how something that provides a key is used, `@UseGuards(SignedIn)`; undefined where nothing is known to.
   *
   * Known are those that stand around other routes, and those that a module lists.
   */
  findProviding(key: ContextKey<unknown>): string | undefined {
    const used = this.#known.values().flatMap((known) => known.keys());
    const listed = this.#graph.modules
      .values()
      .flatMap(({ providers }) => providers.values().map(({ token }) => token));
    for (const type of [...used, ...listed]) {
      if (typeof type !== 'function' || inheritedMark(type, 'provides')?.includes(key) !== true) continue;
      const kind = (type.prototype as object | undefined) && 'intercept' in type.prototype ? 'interceptor' : 'guard';
      return `@${DECORATORS[kind]}(${type.name})`;
    }
    return undefined;
  }

  read(kind: EnhancerKind, given: readonly unknown[] | undefined, site: EnhancerSite): readonly EnhancerModel[] {
    if (given === undefined || given.length === 0) return NOTHING;
    return given.flatMap((each) => this.#readOne(kind, each, site) ?? []);
  }

  /** Gives guards that stand around, without some of them. */
  leaveOut(
    given: readonly unknown[] | undefined,
    guards: readonly EnhancerModel[],
    { owner, where }: EnhancerSite,
  ): readonly EnhancerModel[] {
    if (given === undefined) return guards;
    const around = guards.map(({ provider, given: object }) => provider?.token ?? object);
    for (const each of given) {
      if (around.includes(each) || this.#isToldOf(each)) continue;
      const facts = { owner: owner.name, guard: thingName(each), around: guards.map(({ name }) => name) };
      this.#graph.report(faults.noSuchGuard({ where: where(), path: pathTo(owner) }, facts));
    }
    return guards.filter((_, index) => !given.includes(around[index]));
  }

  readFilters(given: readonly unknown[] | undefined, site: EnhancerSite): readonly FilterModel[] {
    return this.read('filter', given, site).map((filter) => ({
      ...filter,
      catches:
        (inheritedMark(classOf(filter.provider?.source ?? filter.given), 'catches') as readonly AbstractClass[]) ??
        NOTHING,
    }));
  }

  /** Whether a class was asked for, and is not to be had. */
  #isToldOf(type: unknown): boolean {
    return this.#known.values().some((known) => known.has(type) && known.get(type) === undefined);
  }

  #readOne(kind: EnhancerKind, given: unknown, site: EnhancerSite): EnhancerModel | undefined {
    const methods = METHODS[kind];
    const owner = site.level === 'app' ? 'createApp' : site.owner.name;
    const fault = (): faults.Site => ({ where: site.where(), path: pathTo(site.owner) });
    if (given === undefined) {
      this.#graph.report(faults.undefinedEnhancer(fault(), { owner, decorator: DECORATORS[kind] }));
      return undefined;
    }
    if (typeof given === 'function') {
      const isClass = given.prototype !== undefined && methods.some((method) => method in given.prototype);
      if (isClass) return this.#readClass(given as AbstractClass, site);
      const mayBeFunction = kind !== 'filter' && !Function.prototype.toString.call(given).startsWith('class');
      if (mayBeFunction) return model(given.name || '(anonymous)', site.level, undefined, given);
    } else if (methods.some((method) => isObjectWith(given, method)) || (kind === 'pipe' && isPipeObject(given))) {
      return model((given as object).constructor.name, site.level, undefined, given, classOf(given));
    }
    const what = kind === 'interceptor' ? 'an interceptor' : `a ${kind}`;
    this.#graph.report(faults.invalidEnhancer(fault(), { owner, what, found: thingName(given), method: methods[0] }));
    return undefined;
  }

  #readClass(type: AbstractClass, { owner, level, where }: EnhancerSite): EnhancerModel | undefined {
    let known = this.#known.get(owner.viewpoint);
    if (!known) this.#known.set(owner.viewpoint, (known = new Map()));
    let provider = known.get(type);
    if (provider === undefined && !known.has(type)) {
      provider = this.#graph.need(owner, type, where);
      known.set(type, provider);
      if (!provider) for (const key of inheritedMark(type, 'provides') ?? NOTHING) this.#missing.add(key);
    }
    return provider && model(type.name, level, provider, undefined, type);
  }
}

/** Gives the class on which decorators stand: itself, or that of an object which was made elsewhere. */
function classOf(given: unknown): unknown {
  return typeof given === 'object' && given !== null ? given.constructor : given;
}

function model(
  name: string,
  level: EnhancerLevel,
  provider: ProviderModel | undefined,
  given: unknown,
  type: unknown = given,
): EnhancerModel {
  return {
    name,
    level,
    provider,
    given,
    provides: inheritedMark(type, 'provides') ?? NOTHING,
    readsBody: inheritedMark(type, 'readsBody') === true,
    security: inheritedMark(type, 'security'),
    errors: inheritedMark(type, 'notes')?.errors ?? NOTHING,
  };
}

function isObjectWith(value: unknown, method: string): value is object {
  return (
    typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[method] === 'function'
  );
}
