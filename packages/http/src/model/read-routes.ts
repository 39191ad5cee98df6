import {
  type AbstractClass,
  type CheckedGraph,
  type Diagnostic,
  formatPlace,
  type ProviderModel,
  type Where,
} from '@tenon/core';
import { isExposed, undecoratedFields, untypedExposed } from '@tenon/dto';
import type { ContextKey } from '../contracts/context.js';
import { PAGE_WRITER } from '../contracts/page-writer.js';
import type {
  ArgumentModel,
  EnhancerModel,
  FilterModel,
  FormModel,
  ReplyModel,
  RouteModel,
  RouteNotes,
} from '../contracts/route-model.js';
import {
  type ControllerDefinition,
  type ControllerRecord,
  findRecord,
  type MemberRecord,
  type ParameterRecord,
  type RouteRecord,
  type Uses,
} from '../decorators/controller-record.js';
import * as faults from '../errors.js';
import { checkForms } from './check-forms.js';
import { checkPages } from './check-pages.js';
import { checkGuards, checkRoutes } from './check-routes.js';
import { describeConstructor, describeHandler, methodOf, pathTo, siteOfHandler, thingName } from './describe.js';
import { membersOf, usesOfClass } from './inherited-records.js';
import { checkPathParameters, type HandlerReading, readArguments } from './read-arguments.js';
import { EnhancerReader, type EnhancerSite } from './read-enhancers.js';
import { type ControllerPaths, type PathOwner, PathReader } from './route-paths.js';
import type { RouteSettings } from './route-settings.js';
import { isTimeLimit } from './time-limit.js';

/** What stands around all routes of one controller. */
interface Surroundings {
  readonly guards: readonly EnhancerModel[];
  readonly interceptors: readonly EnhancerModel[];
  readonly filters: readonly FilterModel[];
  readonly uses: Uses | undefined;
  readonly definition: ControllerDefinition;
  readonly paths: ControllerPaths;
}

/** A handler that asks for what nothing of its route provides. */
interface Unprovided {
  readonly reading: HandlerReading;
  readonly key: ContextKey<unknown>;
  readonly index: number;
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
 * @param allowsUnsafe - whether patterns in paths may be ones that a client can keep busy. Default: false
 */
export function readRoutes(graph: CheckedGraph, settings: RouteSettings, allowsUnsafe = false): RoutesReading {
  return new RouteReader(graph, settings, allowsUnsafe).read();
}

class RouteReader {
  readonly #graph: CheckedGraph;
  readonly #enhancers: EnhancerReader;
  readonly #paths: PathReader;
  readonly #routes: RouteModel[] = [];
  /** Routes of `@All`. */
  readonly #fallbacks = new Set<RouteModel>();
  /** Told at the end, when all guards are known. */
  readonly #unprovided: Unprovided[] = [];
  /** Views that were looked at; most are used by several routes. */
  readonly #views = new Map<unknown, boolean>();
  #global: Pick<Surroundings, 'guards' | 'interceptors' | 'filters'> & { readonly pipes: readonly EnhancerModel[] };

  /** Of streams of events that say none. */
  readonly #heartbeatMs: number;

  constructor(graph: CheckedGraph, settings: RouteSettings, allowsUnsafe: boolean) {
    this.#graph = graph;
    this.#heartbeatMs = settings.sse?.heartbeatMs ?? 15_000;
    if (!isTimeLimit(this.#heartbeatMs)) {
      const facts = { owner: 'sse.heartbeatMs', value: this.#heartbeatMs };
      graph.report(faults.invalidTimeout(this.#siteOfOption('sse: { heartbeatMs: … }'), facts));
    }
    this.#enhancers = new EnhancerReader(graph);
    this.#paths = new PathReader(
      settings,
      allowsUnsafe,
      (fault) => graph.report(fault),
      () => this.#siteOfOption('prefix: …'),
    );
    const owner = graph.root.providers.find(({ role }) => role === 'module') as ProviderModel;
    const site = (option: string): EnhancerSite => ({
      owner,
      level: 'app',
      where: () => this.#siteOfOption(`${option}: […]`).where as Where,
    });
    this.#global = {
      guards: this.#enhancers.read('guard', settings.guards, site('guards')),
      interceptors: this.#enhancers.read('interceptor', settings.interceptors, site('interceptors')),
      pipes: this.#enhancers.read('pipe', settings.pipes, site('pipes')),
      filters: this.#enhancers.readFilters(settings.filters, site('filters')),
    };
  }

  #siteOfOption(option: string): faults.Site {
    const { root } = this.#graph;
    return { where: { signature: `createApp(${root.name}, { ${option} })`, place: formatPlace(root.place) } };
  }

  read(): RoutesReading {
    for (const { controllers, providers } of this.#graph.modules) {
      for (const controller of controllers) this.#readController(controller);
      for (const provider of providers) this.#checkProvider(provider);
    }
    for (const unprovided of this.#unprovided) this.#reportUnprovided(unprovided);
    this.#paths.checkExclusions(() => this.#siteOfOption('prefix: { exclude: […] }'));
    checkRoutes(this.#routes, this.#fallbacks, (fault) => this.#graph.report(fault));
    checkGuards(this.#routes, (fault) => this.#graph.report(fault));
    checkForms(
      this.#routes,
      (key) => this.#enhancers.mayMiss(key),
      (fault) => this.#graph.report(fault),
    );
    checkPages(
      this.#routes,
      () => this.#graph.modules.some(({ providers }) => providers.some(({ token }) => token === PAGE_WRITER)),
      (fault) => this.#graph.report(fault),
    );
    return { routes: this.#routes, filters: this.#global.filters };
  }

  /** Refuses what belongs into controllers, and what belongs to handlers. */
  #checkProvider(provider: ProviderModel): void {
    const type = provider.token;
    const record = typeof type === 'function' ? findRecord(type) : undefined;
    if (record === undefined) return;
    this.#checkConstructor(provider, type as AbstractClass, record);
    if (provider.role !== 'provider' || record.controller === undefined) return;
    const { module, name: owner } = provider;
    const where = { signature: `${module.name}.providers`, place: formatPlace(module.place) };
    this.#graph.report(faults.listedAsProvider({ where, path: pathTo(provider) }, { owner, module: module.name }));
  }

  #checkConstructor(provider: ProviderModel, type: AbstractClass, { misplaced }: ControllerRecord): void {
    for (const { decorator, index } of misplaced ?? []) {
      const site = { where: describeConstructor(provider, type, index), path: pathTo(provider) };
      this.#graph.report(faults.constructorParameter(site, { owner: type.name, decorator: `@${decorator}` }));
    }
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
    this.#checkConstructor(provider, type, record);
    const members = membersOf(type);
    let hasHandler = false;
    for (const [handler, member] of members) {
      if (typeof handler === 'symbol') {
        this.#reportSymbol(provider, type, handler, member);
        continue;
      }
      hasHandler ||= member.routes !== undefined;
      this.#readMember(provider, type, handler, member, around);
    }
    for (const [handler, member] of record.statics ?? []) {
      const decorator = decoratorOf(member);
      if (decorator === undefined) continue;
      hasHandler = true;
      const where = { signature: `static ${type.name}.${handler}`, place: formatPlace(around.definition.place) };
      const facts = { handler: `${type.name}.${handler}`, decorator, is: 'static' } as const;
      this.#graph.report(faults.notAHandler({ where, path: pathTo(provider) }, facts));
    }
    if (hasHandler || members.values().some((member) => decoratorOf(member) !== undefined)) return;
    const where = { signature: type.name, place: formatPlace(around.definition.place) };
    this.#graph.report(faults.noRoutes({ where, path: pathTo(provider) }, { owner: type.name }));
  }

  #reportSymbol(provider: ProviderModel, type: AbstractClass, symbol: symbol, member: MemberRecord): void {
    const decorator = decoratorOf(member);
    if (decorator === undefined) return;
    const handler = `${type.name}[${String(symbol)}]`;
    const where = { signature: handler, place: formatPlace(member.routes?.[0]?.place ?? provider.place) };
    this.#graph.report(faults.notAHandler({ where, path: pathTo(provider) }, { handler, decorator, is: 'symbol' }));
  }

  #readSurroundings(
    provider: ProviderModel,
    type: AbstractClass,
    record: ControllerRecord,
    definition: ControllerDefinition,
  ): Surroundings {
    const uses = usesOfClass(type);
    const paths = this.#paths.readController(provider, type, definition);
    if (uses === undefined) return { ...this.#global, uses, definition, paths };
    const where = (): Where => ({ signature: type.name, place: formatPlace(definition.place) });
    const site: EnhancerSite = { owner: provider, level: 'controller', where };
    return {
      guards: this.#readGuards(this.#global.guards, uses, site),
      interceptors: join(this.#global.interceptors, this.#enhancers.read('interceptor', uses.interceptors, site)),
      filters: join(this.#enhancers.readFilters(uses.filters, site), this.#global.filters),
      uses,
      definition,
      paths,
    };
  }

  #readGuards(around: readonly EnhancerModel[], uses: Uses | undefined, site: EnhancerSite): readonly EnhancerModel[] {
    const left = this.#enhancers.leaveOut(uses?.withoutGuards, around, site);
    return join(left, this.#enhancers.read('guard', uses?.guards, site));
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
      if (decoratorOf(member) !== undefined) report(faults.noVerb(site, { handler: name }));
      return;
    }
    const method = methodOf(type, handler);
    const [first] = routes as [RouteRecord];
    const site = (): faults.Site => siteOfHandler(provider, type, handler, first.place, first.types);
    if (method === undefined) {
      report(faults.notAHandler(site(), { handler: name, decorator: first.decorator, is: 'no method' }));
      return;
    }
    const where = (): Where => describeHandler(type, handler, first.place, first.types);
    const own: EnhancerSite = { owner: provider, level: 'method', where };
    const guards = this.#readGuards(around.guards, uses, own);
    const interceptors = join(around.interceptors, this.#enhancers.read('interceptor', uses?.interceptors, own));
    const filters = join(this.#enhancers.readFilters(uses?.filters, own), around.filters);
    const hooks = join(around.uses?.hooks ?? NOTHING, uses?.hooks ?? NOTHING);
    const reply = this.#readReply(name, member, around, site);
    const bodyLimit = uses?.bodyLimit ?? around.uses?.bodyLimit;
    const timeoutMs = uses?.timeoutMs ?? around.uses?.timeoutMs;
    if (timeoutMs !== undefined && !isTimeLimit(timeoutMs))
      report(faults.invalidTimeout(site(), { owner: `The @Timeout of ${name}`, value: timeoutMs }));
    const config = merge(around.uses?.config, uses?.config);
    const options = merge(around.uses?.options, uses?.options);
    const notes: RouteNotes = { ...findRecord(type)?.notes, ...member.notes };
    for (const route of routes) {
      const { heartbeatMs = 0 } = route.events ?? {};
      if (route.events && (reply.status ?? 200) !== 200)
        report(faults.invalidStatus(site(), { handler: name, status: reply.status, decorator: 'Sse' }));
      if (!isTimeLimit(heartbeatMs))
        report(faults.invalidTimeout(site(), { owner: `The heartbeatMs of ${name}`, value: heartbeatMs }));
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
        readSink: (given) => this.#enhancers.read('sink', [given], { ...own, level: 'parameter' })[0],
        report,
      };
      const argumentModels = readArguments(reading);
      const form = formOf(reading.parameters, argumentModels);
      this.#checkContext(reading, guards, interceptors);
      const owner: PathOwner = {
        handler: name,
        site: () => siteOfHandler(provider, type, handler, route.place, route.types),
      };
      for (const { path, version, plain } of this.#paths.read(owner, route, member.versions, around.paths)) {
        checkPathParameters(reading, path, plain);
        const model: RouteModel = {
          controller: type,
          provider,
          handler,
          methods: route.methods,
          path,
          version,
          host: around.paths.host,
          name: route.name,
          arguments: argumentModels,
          guards,
          interceptors,
          filters,
          hooks,
          reply: replyOf(reply, route, this.#heartbeatMs),
          form,
          bodyLimit,
          timeoutMs,
          config,
          options,
          place: route.place,
          notes,
        };
        this.#routes.push(model);
        if (route.decorator === 'All') this.#fallbacks.add(model);
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

  /** Sees to it that what a handler asks of the context is set by somebody. */
  #checkContext(
    reading: HandlerReading,
    guards: readonly EnhancerModel[],
    interceptors: readonly EnhancerModel[],
  ): void {
    for (const { key, options, index } of reading.parameters) {
      if (key === undefined || options?.optional === true || this.#enhancers.mayMiss(key)) continue;
      const isProvided = ({ provides }: EnhancerModel): boolean => provides.includes(key);
      if (!guards.some(isProvided) && !interceptors.some(isProvided)) this.#unprovided.push({ reading, key, index });
    }
  }

  #reportUnprovided({ reading, key, index }: Unprovided): void {
    const { provider, type, handler, place, types } = reading;
    const site = siteOfHandler(provider, type, handler, place, types, index);
    const { description, mend } = key;
    const other = this.#enhancers.findProviding(key);
    this.#graph.report(
      faults.notProvided(site, { handler: `${type.name}.${handler}`, key: description, mend, provider: other }),
    );
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
    if (redirect !== undefined && returns !== undefined) report(faults.unusedView(site(), { handler: name }));
    const headers = join(around.uses?.headers ?? NOTHING, uses?.headers ?? NOTHING);
    const named = returns?.view;
    const isList = Array.isArray(named);
    const target: unknown = isList ? (named[0] as unknown) : named;
    const isView = returns !== undefined && this.#checkView(name, target, site);
    const view = isView ? { target: target as new () => object, isList, groups: returns.groups } : undefined;
    const { page } = member;
    return { status, redirect, headers, events: undefined, view, page, returned: member.routes?.[0]?.returned };
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

/** Gives what a handler's reply is by one of its verbs. */
function replyOf(reply: ReplyModel, { methods, events }: RouteRecord, heartbeatMs: number): ReplyModel {
  if (events) return { ...reply, events: { heartbeatMs: events.heartbeatMs ?? heartbeatMs } };
  return reply.status === undefined && methods[0] === 'POST' ? { ...reply, status: 201 } : reply;
}

/** Gives the form that a handler takes, by `@Form`. */
function formOf(parameters: readonly ParameterRecord[], all: readonly ArgumentModel[]): FormModel | undefined {
  const said = parameters.find(({ decorator }) => decorator === 'Form');
  if (said === undefined) return undefined;
  const type = all.find(({ source }) => source === 'form')?.type;
  return {
    target: type?.kind === 'dto' && !type.isList ? type.target : undefined,
    shownBy: said.options?.shownBy,
    hasFiles: all.some(({ source }) => source === 'file'),
  };
}

const NOTHING: readonly never[] = Object.freeze([]);

/** Gives the name of a decorator that only a handler bears; undefined where there is none. */
function decoratorOf({ routes, parameters, returns, page, status, redirect }: MemberRecord): string | undefined {
  if (routes) return routes[0]?.decorator;
  if (parameters) return parameters[0]?.decorator;
  if (returns) return 'Returns';
  if (page !== undefined) return 'Render';
  if (redirect) return 'Redirect';
  return status === undefined ? undefined : 'HttpCode';
}

function faultOfView(handler: string, view: unknown, site: () => faults.Site) {
  if (typeof view !== 'function' || view.prototype === undefined) {
    return faults.invalidView(site(), { handler, found: thingName(view), lacks: 'class' });
  }
  let fields: readonly string[];
  try {
    fields = undecoratedFields(view as new () => object);
  } catch {
    return faults.invalidView(site(), { handler, found: view.name, lacks: 'bare constructor' });
  }
  if (fields.length > 0) return faults.undecoratedField(site(), { handler, view: view.name, fields });
  const [untyped] = untypedExposed(view);
  if (untyped) {
    const { owner, property, emitted } = untyped;
    const facts = { handler, view: view.name, property: `${owner.name}.${property}`, type: thingName(emitted) };
    return faults.untypedViewProperty(site(), facts);
  }
  return isExposed(view) ? undefined : faults.invalidView(site(), { handler, found: view.name, lacks: 'properties' });
}

/** Joins two lists, and makes none where one of them is empty. */
function join<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

/** Puts what a method says above what its class says, name by name. */
function merge(first: Named, second: Named): Named {
  return first && second ? { ...first, ...second } : (second ?? first);
}

type Named = Readonly<Record<string, unknown>> | undefined;
