import { type AbstractClass, nearestNames, TenonError } from '@tenon/core';
import type { RouteModel } from '../contracts/route-model.js';
import * as faults from '../errors.js';

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
export type PathParameters<P extends string> = P extends `${infer Start}/${infer Rest}`
  ? PathParameters<Start> & PathParameters<Rest>
  : P extends `:${infer Name}?`
    ? { readonly [K in Name]?: UrlValue }
    : P extends `:${infer Name}(${string}`
      ? { readonly [K in Name]: UrlValue }
      : P extends `:${infer Name}`
        ? { readonly [K in Name]: UrlValue }
        : P extends '*'
          ? { readonly '*': UrlValue }
          : unknown;

/** The names that may be asked for: those that the application declared, else any. */
export type RouteName = keyof RouteNames extends never ? string : keyof RouteNames;

/** What the parameters of a named route are. */
export type ParametersOf<N> = N extends keyof RouteNames
  ? RouteNames[N] extends string
    ? PathParameters<RouteNames[N]>
    : UrlParameters
  : UrlParameters;

type UrlParameters = Readonly<Record<string, UrlValue>>;

/** What stands behind a path. */
export interface UrlOptions {
  /** A list gives one value for each of its items; what is undefined or null is left out. */
  readonly query?: Readonly<Record<string, UrlValue | readonly UrlValue[] | null | undefined>>;
  /** The part behind `#`, without it. */
  readonly fragment?: string;
}

/** The methods of a controller. */
type Handlers<C> = { [K in keyof C]: C[K] extends (...parameters: never[]) => unknown ? K : never }[keyof C] & string;

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

  /** @internal */
  fill(routes: readonly RouteModel[]): void {
    for (const route of routes) {
      if (route.name !== undefined && !this.#byName.has(route.name)) this.#byName.set(route.name, route);
      let handlers = this.#byHandler.get(route.controller);
      if (!handlers) this.#byHandler.set(route.controller, (handlers = new Map<string, RouteModel>()));
      if (!handlers.has(route.handler)) handlers.set(route.handler, route);
    }
  }

  /**
   * Gives the path of a route with its parameters filled in and encoded.
   *
   * A route with several paths or versions gives the first one.
   *
   * @throws TenonError `TENON_HTTP_UNKNOWN_ROUTE`, `TENON_HTTP_MISSING_PARAMETER`
   */
  for<N extends RouteName>(name: N, parameters?: ParametersOf<N>, options?: UrlOptions): string;
  for<C extends object>(
    controller: AbstractClass<C>,
    handler: Handlers<C>,
    parameters?: UrlParameters,
    options?: UrlOptions,
  ): string;
  for(route: unknown, ...rest: readonly unknown[]): string {
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

  #unknown(name: string, wanted: string, known: Iterable<string>): never {
    const [near] = nearestNames(wanted, [...known]);
    throw new TenonError([
      faults.unknownRoute({}, { name, near: near === undefined ? undefined : JSON.stringify(near) }),
    ]);
  }
}

/** A parameter with its pattern, at the beginning of a part of a path. */
const PARAMETER = /:([\w$]+)(\((?:\\.|[^()]|\([^()]*\))*\))?(\?)?/g;

function fill(route: RouteModel, parameters: UrlParameters = {}, { query, fragment }: UrlOptions = {}): string {
  const name = route.name === undefined ? `${route.controller.name}.${route.handler}` : JSON.stringify(route.name);
  const missing = (parameter: string, problem: string): never => {
    throw new TenonError([faults.missingParameter({}, { route: name, name: parameter, problem })]);
  };
  let path = route.path.replace(/\/?:([\w$]+)(?:\([^/]*\))?\?$/, (part, parameter: string) =>
    parameters[parameter] === undefined ? '' : part.replace(/\?$/, ''),
  );
  path = path.replace(PARAMETER, (_, parameter: string) => {
    const value = parameters[parameter];
    if (value === undefined || value === null) return missing(parameter, 'is missing');
    if (value === '') return missing(parameter, 'is empty, so that the path would be another one');
    return encodeURIComponent(String(value));
  });
  if (path.endsWith('*'))
    path =
      path.slice(0, -1) +
      String(parameters['*'] ?? '')
        .split('/')
        .map(encodeURIComponent)
        .join('/');
  return `${path === '' ? '/' : path}${queryOf(query)}${fragment === undefined ? '' : `#${encodeURIComponent(fragment)}`}`;
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
