import {
  type AbstractClass,
  type CheckedGraph,
  type Diagnostic,
  formatPlace,
  type ProviderModel,
  type Where,
} from '@tenon/core';
import { isExposed, undecoratedFields } from '@tenon/dto';
import type { EnhancerModel, FilterModel, ReplyModel, RouteModel } from '../contracts/route-model.js';
import {
  type ControllerDefinition,
  type ControllerRecord,
  findRecord,
  type MemberRecord,
  NEUTRAL,
  type RouteRecord,
  type Uses,
} from '../decorators/controller-record.js';
import * as faults from '../errors.js';
import { checkRoutes } from './check-routes.js';
import { describeHandler, pathTo, siteOfHandler, thingName } from './describe.js';
import { checkPathParameters, type HandlerReading, readArguments } from './read-arguments.js';
import { EnhancerReader, type EnhancerSite } from './read-enhancers.js';
import { faultOfPath, joinPaths, readPath } from './read-path.js';
import type { RouteSettings } from './route-settings.js';

/** What stands around all routes of one controller. */
interface Surroundings {
  readonly guards: readonly EnhancerModel[];
  readonly interceptors: readonly EnhancerModel[];
  readonly filters: readonly FilterModel[];
  readonly uses: Uses | undefined;
  readonly definition: ControllerDefinition;
}

/** The routes of an application, and what stands around them all. */
export interface RoutesReading {
  readonly routes: readonly RouteModel[];
  /** For what no route of ours answers: 404, 405, raw routes. */
  readonly filters: readonly FilterModel[];
}

/**
 * Reads the routes of all controllers, and reports what is wrong with them.
 *
 * @param settings - what holds for all routes
 */
export function readRoutes(graph: CheckedGraph, settings: RouteSettings): RoutesReading {
  return new RouteReader(graph, settings).read();
}

class RouteReader {
  readonly #graph: CheckedGraph;
  readonly #settings: RouteSettings;
  readonly #enhancers: EnhancerReader;
  readonly #routes: RouteModel[] = [];
  /** Views that were looked at; most are used by several routes. */
  readonly #views = new Map<unknown, boolean>();
  #global: Pick<Surroundings, 'guards' | 'interceptors' | 'filters'> & { readonly pipes: readonly EnhancerModel[] };

  constructor(graph: CheckedGraph, settings: RouteSettings) {
    this.#graph = graph;
    this.#settings = settings;
    this.#enhancers = new EnhancerReader(graph);
    const { root } = graph;
    const owner = root.providers.find(({ role }) => role === 'module') as ProviderModel;
    const site = (option: string): EnhancerSite => ({
      owner,
      level: 'app',
      where: () => ({ signature: `createApp(${root.name}, { ${option}: […] })`, place: formatPlace(root.place) }),
    });
    this.#global = {
      guards: this.#enhancers.read('guard', settings.guards, site('guards')),
      interceptors: this.#enhancers.read('interceptor', settings.interceptors, site('interceptors')),
      pipes: this.#enhancers.read('pipe', settings.pipes, site('pipes')),
      filters: this.#enhancers.readFilters(settings.filters, site('filters')),
    };
  }

  read(): RoutesReading {
    for (const { controllers, providers, name } of this.#graph.modules) {
      for (const controller of controllers) this.#readController(controller);
      for (const provider of providers) {
        const type = provider.token;
        if (provider.role !== 'provider' || typeof type !== 'function' || !findRecord(type)?.controller) continue;
        const site = { where: { signature: `${name}.providers` }, path: pathTo(provider) };
        this.#graph.report(faults.listedAsProvider(site, { owner: provider.name, module: name }));
      }
    }
    checkRoutes(this.#routes, (fault) => this.#graph.report(fault));
    return { routes: this.#routes, filters: this.#global.filters };
  }

  #readController(provider: ProviderModel): void {
    // A test may have put another class in its place; the routes are those of the class that it stands for.
    const type = provider.token as AbstractClass;
    const record = findRecord(type);
    if (record?.controller === undefined) {
      const { module, name } = provider;
      const site = {
        where: { signature: `${module.name}.controllers`, place: formatPlace(module.place) },
        path: pathTo(provider),
      };
      this.#graph.report(faults.notAController(site, { owner: name, module: module.name }));
      return;
    }
    const around = this.#readSurroundings(provider, type, record, record.controller);
    for (const [handler, member] of membersOf(type)) this.#readMember(provider, type, handler, member, around);
  }

  #readSurroundings(
    provider: ProviderModel,
    type: AbstractClass,
    record: ControllerRecord,
    definition: ControllerDefinition,
  ): Surroundings {
    const uses = usesOfClass(type, record);
    if (uses === undefined) return { ...this.#global, uses, definition };
    const where = (): Where => ({ signature: type.name, place: formatPlace(definition.place) });
    const site: EnhancerSite = { owner: provider, level: 'controller', where };
    return {
      guards: join(this.#global.guards, this.#enhancers.read('guard', uses.guards, site)),
      interceptors: join(this.#global.interceptors, this.#enhancers.read('interceptor', uses.interceptors, site)),
      filters: join(this.#enhancers.readFilters(uses.filters, site), this.#global.filters),
      uses,
      definition,
    };
  }

  #readMember(
    provider: ProviderModel,
    type: AbstractClass,
    handler: string,
    member: MemberRecord,
    around: Surroundings,
  ): void {
    const report = (fault: Diagnostic): void => this.#graph.report(fault);
    const name = `${type.name}.${handler}`;
    const { routes, uses } = member;
    if (routes === undefined) {
      const site = siteOfHandler(provider, type, handler, around.definition.place);
      // What only has a version or guards may be meant for something else, such as a subscription.
      if (member.parameters || member.returns || member.status !== undefined || member.redirect)
        report(faults.noVerb(site, { handler: name }));
      return;
    }
    const method: unknown = (type.prototype as Record<string, unknown>)[handler];
    const [first] = routes as [RouteRecord];
    const site = (): faults.Site => siteOfHandler(provider, type, handler, first.place, first.types);
    if (typeof method !== 'function') {
      report(faults.notAHandler(site(), { handler: name, decorator: first.decorator }));
      return;
    }
    const where = (): Where => describeHandler(type, handler, first.place, first.types);
    const own: EnhancerSite = { owner: provider, level: 'method', where };
    const guards = join(around.guards, this.#enhancers.read('guard', uses?.guards, own));
    const interceptors = join(around.interceptors, this.#enhancers.read('interceptor', uses?.interceptors, own));
    const filters = join(this.#enhancers.readFilters(uses?.filters, own), around.filters);
    const hooks = join(around.uses?.hooks ?? NOTHING, uses?.hooks ?? NOTHING);
    const reply = this.#readReply(name, member, around, site);
    const bodyLimit = uses?.bodyLimit ?? around.uses?.bodyLimit;
    const config = around.uses?.config || uses?.config ? { ...around.uses?.config, ...uses?.config } : undefined;
    for (const route of routes) {
      const reading: HandlerReading = {
        provider,
        type,
        handler,
        methods: route.methods,
        place: route.place,
        types: route.types,
        parameters: member.parameters ?? NOTHING,
        requiredCount: method.length,
        readPipes: (pipes) => this.#readPipes(pipes, around, uses, own),
        report,
      };
      const argumentModels = readArguments(reading);
      this.#checkContext(reading, guards, interceptors);
      for (const { path, version } of this.#pathsOf(reading, route, member, around.definition)) {
        this.#routes.push({
          controller: type,
          provider,
          handler,
          methods: route.methods,
          path,
          version,
          host: around.definition.host,
          name: route.name,
          arguments: argumentModels,
          guards,
          interceptors,
          filters,
          hooks,
          reply: reply.status === undefined && route.methods[0] === 'POST' ? { ...reply, status: 201 } : reply,
          bodyLimit,
          config,
          place: route.place,
        });
      }
    }
  }

  #readPipes(
    own: readonly unknown[] | undefined,
    around: Surroundings,
    uses: Uses | undefined,
    site: EnhancerSite,
  ): readonly EnhancerModel[] {
    const { pipes } = this.#global;
    const ofClass = around.uses?.pipes;
    if (own?.length === 0 && ofClass === undefined && uses?.pipes === undefined) return pipes;
    return [
      ...pipes,
      ...this.#enhancers.read('pipe', ofClass, { ...site, level: 'controller' }),
      ...this.#enhancers.read('pipe', uses?.pipes, site),
      ...this.#enhancers.read('pipe', own, { ...site, level: 'parameter' }),
    ];
  }

  /** Gives the whole paths of a route: each path of its controller with each of its own, in each version. */
  #pathsOf(
    reading: HandlerReading,
    route: RouteRecord,
    member: MemberRecord,
    { paths, version: ofController }: ControllerDefinition,
  ): readonly { readonly path: string; readonly version: string | undefined }[] {
    const { versioning } = this.#settings;
    const said = member.version ?? ofController ?? versioning?.default ?? NEUTRAL;
    const versions = said === NEUTRAL ? [undefined] : typeof said === 'string' ? [said] : said;
    const found: { path: string; version: string | undefined }[] = [];
    for (const start of paths) {
      for (const end of route.paths) {
        const fault = faultOfPath(start) ?? faultOfPath(end);
        const bare = fault === undefined ? joinPaths(start, end) : '';
        const problem = fault ?? faultOfPath(bare);
        if (problem !== undefined) {
          const site = siteOfHandler(reading.provider, reading.type, reading.handler, reading.place, reading.types);
          const path = fault === undefined ? bare : faultOfPath(start) === undefined ? end : start;
          reading.report(
            faults.invalidPath(site, {
              handler: `${reading.type.name}.${reading.handler}`,
              path,
              ...problem,
            }),
          );
          continue;
        }
        const prefix = this.#prefixOf(bare);
        checkPathParameters(reading, bare, readPath(joinPaths(prefix, bare)).names);
        for (const version of versions) {
          const isInPath = versioning?.type === 'uri' && version !== undefined;
          const segment = isInPath ? `/${versioning.prefix ?? 'v'}${version}` : '';
          const isInHeader = versioning?.type === 'header';
          found.push({ path: joinPaths(prefix, segment, bare), version: isInHeader ? version : undefined });
        }
      }
    }
    return found;
  }

  #prefixOf(path: string): string {
    const { prefix = '' } = this.#settings;
    if (typeof prefix === 'string') return prefix;
    const isExcluded = prefix.exclude?.some((each) =>
      each.endsWith('*') ? path.startsWith(each.slice(0, -1)) : joinPaths(each) === path,
    );
    return isExcluded ? '' : prefix.path;
  }

  /** Sees to it that what a handler asks of the context is set by somebody. */
  #checkContext(
    reading: HandlerReading,
    guards: readonly EnhancerModel[],
    interceptors: readonly EnhancerModel[],
  ): void {
    for (const { key, options, index } of reading.parameters) {
      if (key === undefined || options?.optional === true) continue;
      if ([...guards, ...interceptors].some(({ provides }) => provides.includes(key))) continue;
      const site = siteOfHandler(reading.provider, reading.type, reading.handler, reading.place, reading.types, index);
      const facts = { handler: `${reading.type.name}.${reading.handler}`, key: key.description, providers: [] };
      reading.report(faults.notProvided(site, facts));
    }
  }

  #readReply(name: string, member: MemberRecord, around: Surroundings, site: () => faults.Site): ReplyModel {
    const { status, redirect, returns, uses } = member;
    const report = (fault: Diagnostic): void => this.#graph.report(fault);
    if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 599))
      report(faults.invalidStatus(site(), { handler: name, status, decorator: 'HttpCode' }));
    if (
      redirect !== undefined &&
      !(Number.isInteger(redirect.status) && redirect.status >= 300 && redirect.status <= 399)
    )
      report(faults.invalidStatus(site(), { handler: name, status: redirect.status, decorator: 'Redirect' }));
    const headers = join(around.uses?.headers ?? NOTHING, uses?.headers ?? NOTHING);
    const named = returns?.view;
    const isList = Array.isArray(named);
    const target: unknown = isList ? (named[0] as unknown) : named;
    const isView = returns !== undefined && this.#checkView(name, target, site);
    const view = isView ? { target: target as new () => object, isList, groups: returns.groups } : undefined;
    return { status, redirect, headers, view };
  }

  /** Refuses a view of which something would silently be missing. */
  #checkView(name: string, view: unknown, site: () => faults.Site): boolean {
    const known = this.#views.get(view);
    if (known !== undefined) return known;
    const fault = faultOfView(name, view, site);
    if (fault) this.#graph.report(fault);
    this.#views.set(view, fault === undefined);
    return fault === undefined;
  }
}

const NOTHING: readonly never[] = Object.freeze([]);

function faultOfView(handler: string, view: unknown, site: () => faults.Site) {
  if (typeof view !== 'function' || view.prototype === undefined) {
    return faults.invalidView(site(), { handler, found: thingName(view) });
  }
  let fields: readonly string[];
  try {
    fields = undecoratedFields(view as new () => object);
  } catch {
    return faults.invalidView(site(), { handler, found: `${view.name}, which cannot be made without arguments` });
  }
  if (fields.length > 0) return faults.undecoratedField(site(), { handler, view: view.name, fields });
  return isExposed(view) ? undefined : faults.invalidView(site(), { handler, found: view.name });
}

/** Joins two lists, and makes none where one of them is empty. */
function join<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

/** Gives what was said of each method, by the nearest class of the line that says something of it. */
function membersOf(type: AbstractClass): ReadonlyMap<string, MemberRecord> {
  const own = findRecord(type)?.members ?? NO_MEMBERS;
  const parent = Object.getPrototypeOf(type) as AbstractClass | null;
  if (parent === null || parent === Function.prototype) return own;
  const inherited = membersOf(parent);
  return inherited.size === 0 ? own : new Map([...inherited, ...own]);
}

const NO_MEMBERS: ReadonlyMap<string, MemberRecord> = new Map();

/** Gives what a class uses, and what it inherits: its own word counts, list by list. */
function usesOfClass(type: AbstractClass, record: ControllerRecord): Uses | undefined {
  const parent = Object.getPrototypeOf(type) as AbstractClass | null;
  if (parent === null || parent === Function.prototype) return record.uses;
  const inherited = usesOfClass(parent, findRecord(parent) ?? {});
  return inherited === undefined ? record.uses : { ...inherited, ...record.uses };
}
