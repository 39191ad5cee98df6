import { type AbstractClass, nearestNames, TenonError } from '@tenon/core';
import type { RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';
import { partsOfPath } from '../model/read-path.js';

/**
 * The names of an application's routes and their paths, for those who want `urlFor` to check names and parameters.
 *
 * @example
 * declare module '@tenon/http' {
 *   interface RouteNames { 'orders.show': '/orders/:id' }
 * }
 * app.urlFor('orders.show', { id: 7 }); // '/orders/7'
 */
// oxlint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type -- applications add to it
export interface RouteNames {}

/** What a path's parameter may be given as. */
export type UrlValue = string | number | bigint | boolean;

/** The parameters of a path: `{ id: UrlValue }` of `/orders/:id`. */
export type PathParameters<P extends string> = P extends `${infer Start}::${infer Rest}`
  ? PathParameters<Start> & PathParameters<Rest>
  : P extends `${string}:${infer Rest}`
    ? NamedParameter<Rest>
    : P extends `${string}*`
      ? { readonly '*': UrlValue }
      : unknown;

/** A name and what stands behind it. */
export type NamedParameter<P extends string, Name extends string = ''> = P extends `${infer Letter}${infer Rest}`
  ? Letter extends '/' | '-' | '.'
    ? { readonly [K in Name]: UrlValue } & PathParameters<Rest>
    : Letter extends '?'
      ? { readonly [K in Name]?: UrlValue }
      : Letter extends '('
        ? { readonly [K in Name]: UrlValue } & PathParameters<BehindPattern<Rest>>
        : NamedParameter<Rest, `${Name}${Letter}`>
  : { readonly [K in Name]: UrlValue };

/** What stands behind a pattern, whose first bracket has been opened. */
export type BehindPattern<
  P extends string,
  Depth extends readonly unknown[] = [],
> = P extends `\\${infer _}${infer Rest}`
  ? BehindPattern<Rest, Depth>
  : P extends `${infer Letter}${infer Rest}`
    ? Letter extends '('
      ? BehindPattern<Rest, [...Depth, unknown]>
      : Letter extends ')'
        ? Depth extends readonly [unknown, ...infer Outer]
          ? BehindPattern<Rest, Outer>
          : Rest
        : BehindPattern<Rest, Depth>
    : '';

/** The names that may be asked for: those that the application declared, else any. */
export type RouteName = keyof RouteNames extends never ? string : keyof RouteNames;

/** What the parameters of a named route are. */
export type ParametersOf<N> = N extends keyof RouteNames
  ? RouteNames[N] extends string
    ? unknown extends PathParameters<RouteNames[N]>
      ? NoParameters
      : PathParameters<RouteNames[N]>
    : UrlParameters
  : UrlParameters;

/** Of a route whose path is not known to the compiler. */
export type UrlParameters = Readonly<Record<string, UrlValue | undefined>>;
/** Of a path without any. */
export type NoParameters = Readonly<Record<string, never>>;

/** What follows a route's name: parameters may be left out where the path has none that it needs. */
export type UrlArguments<N> =
  // oxlint-disable-next-line typescript/no-empty-object-type -- asks whether something without any property would do
  {} extends ParametersOf<N>
    ? [parameters?: ParametersOf<N>, options?: UrlOptions]
    : [parameters: ParametersOf<N>, options?: UrlOptions];

/** What stands behind a path. */
export interface UrlOptions {
  /** A list gives one value for each of its items; what is undefined or null is left out. */
  readonly query?: Readonly<Record<string, UrlValue | readonly UrlValue[] | null | undefined>>;
  /** The part behind `#`, without it. */
  readonly fragment?: string;
}

/** The name of a controller's method. */
export type HandlerName<C> = { [K in keyof C]: C[K] extends (...parameters: never[]) => unknown ? K : never }[keyof C] &
  string;

/**
 * Makes the URLs of routes, so that no path is written twice. Injected as a class.
 *
 * @example
 * constructor(private readonly urls: Urls) {}
 * // this.urls.for('orders.show', { id: 7 })
 * // this.urls.for(OrderController, 'show', { id: 7 }, { query: { page: 2 } })
 */
export class Urls {
  readonly #byName = new Map<string, RouteModel>();
  readonly #byHandler = new Map<unknown, Map<string, RouteModel>>();
  /** Sorted into the maps when somebody asks for the first URL. */
  #routes: readonly RouteModel[] = [];

  /** @internal */
  fill(routes: readonly RouteModel[]): void {
    this.#routes = routes;
  }

  /**
   * Gives the path of a route with its parameters filled in and encoded.
   *
   * A route with several paths or versions gives the first one.
   *
   * @throws TenonError `TENON_HTTP_UNKNOWN_ROUTE`, `TENON_HTTP_MISSING_PARAMETER`
   */
  for<N extends RouteName>(name: N, ...rest: UrlArguments<N>): string;
  for<C extends object>(
    controller: AbstractClass<C>,
    handler: HandlerName<C>,
    parameters?: UrlParameters,
    options?: UrlOptions,
  ): string;
  for(route: unknown, ...rest: readonly unknown[]): string {
    this.#sort();
    if (typeof route === 'string') {
      const found = this.#byName.get(route) ?? this.#unknown(JSON.stringify(route), route, this.#byName.keys());
      return fill(found, rest[0] as UrlParameters | undefined, rest[1] as UrlOptions | undefined);
    }
    const controller = route as AbstractClass;
    const handler = rest[0] as string;
    const handlers = this.#byHandler.get(controller);
    const found =
      handlers?.get(handler) ?? this.#unknown(`${controller.name}.${handler}`, handler, handlers?.keys() ?? []);
    return fill(found, rest[1] as UrlParameters | undefined, rest[2] as UrlOptions | undefined);
  }

  #sort(): void {
    for (const route of this.#routes) {
      if (route.name !== undefined && !this.#byName.has(route.name)) this.#byName.set(route.name, route);
      let handlers = this.#byHandler.get(route.controller);
      if (!handlers) this.#byHandler.set(route.controller, (handlers = new Map<string, RouteModel>()));
      if (!handlers.has(route.handler)) handlers.set(route.handler, route);
    }
    this.#routes = [];
  }

  #unknown(name: string, wanted: string, known: Iterable<string>): never {
    const [near] = nearestNames(wanted, [...known]);
    throw new TenonError([
      faults.unknownRoute(
        {},
        { name, near: near === undefined ? undefined : JSON.stringify(near), isHandler: !name.startsWith('"') },
      ),
    ]);
  }
}

function fill(route: RouteModel, parameters: UrlParameters = {}, { query, fragment }: UrlOptions = {}): string {
  const name = route.name === undefined ? `${route.controller.name}.${route.handler}` : JSON.stringify(route.name);
  let path = '';
  for (const part of partsOfPath(route.path)) {
    if ('text' in part) {
      path += encodeURI(part.text).replaceAll('?', '%3F');
      continue;
    }
    const value = parameters[part.name];
    if (part.isOptional && isMissing(value)) {
      path = path.slice(0, -1);
      continue;
    }
    const text = String(value ?? '');
    const isGiven = text !== '' || (part.name === '*' && !isMissing(value));
    const problem = isGiven ? problemOf(text, path, part) : isMissing(value) ? 'is missing' : 'is empty';
    if (problem !== undefined)
      throw new TenonError([faults.missingParameter({}, { route: name, name: part.name, problem, isGiven })]);
    path += part.name === '*' ? text.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(text);
  }
  return `${path === '' ? '/' : path}${queryOf(query)}${fragment === undefined ? '' : `#${encodeURIComponent(fragment.toWellFormed())}`}`;
}

/**
 * Finds what would make another path of it than the route's.
 *
 * @param start - what stands before it
 */
function problemOf(
  text: string,
  start: string,
  { name, pattern }: { readonly name: string; readonly pattern: string | undefined },
): string | undefined {
  if (!text.isWellFormed()) return `is ${JSON.stringify(text)}, which has half a letter in it`;
  if (name === '*' && start === '/' && text.startsWith('/')) {
    return `is ${JSON.stringify(text)}, which behind the first slash clients take for the name of another host`;
  }
  if (text.split('/').some((part) => part === '.' || part === '..')) {
    return `is ${JSON.stringify(text)}, which clients take for a way to another path`;
  }
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)) {
    return `is ${JSON.stringify(text)}, which its pattern ${pattern} does not admit`;
  }
  return undefined;
}

function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function queryOf(query: UrlOptions['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? (value as readonly UrlValue[]) : [value as UrlValue | null | undefined]) {
      if (each !== undefined && each !== null) parameters.append(name, String(each));
    }
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
