import type { InjectionToken, MultiToken } from '@tenon/core';
import type { App, ContextKey, ListenOptions, RequestContext, UrlValue } from '@tenon/http';
import type { HTTPMethods, InjectOptions } from 'fastify';
import type { PendingReply } from './test-reply.js';

/** What a request has beside its method and URL. */
export interface RequestOptions {
  /** What stands behind `?`. A list gives one value for each of its items; what is undefined or null is left out. */
  readonly query?: Readonly<Record<string, UrlValue | readonly UrlValue[] | null | undefined>>;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Their values by their names. */
  readonly cookies?: Readonly<Record<string, string>>;
}

/** What a request with a body has beside its method and URL. */
export interface BodyOptions extends RequestOptions {
  /**
   * `URLSearchParams` are sent as a form, `FormData` as a multipart one; strings, bytes and streams as they are, with the
   * content type of `headers`. All else is sent as JSON.
   */
  readonly body?: unknown;
}

/** A request of which work is done in the place of what serves it. */
export interface WorkOptions<V extends readonly unknown[] = readonly unknown[]> extends RequestOptions {
  /** Default: GET. */
  readonly method?: HTTPMethods;
  /** With that of a route, `context.route` is that route. Default: `/`. */
  readonly url?: string;
  /** What guards would have set: pairs of a key and its value. */
  readonly set?: { readonly [I in keyof V]: readonly [key: ContextKey<V[I]>, value: NoInfer<V[I]>] };
}

/** An application under test: all that an application has, and what tests want of it. Made by `createTestApp`. */
export interface TestApp extends App {
  /**
   * Sends a GET request, without a network.
   *
   * @example
   * const { body } = await app.get<OrderView>('/orders/7').expect(200);
   */
  get<T = unknown>(url: string, options?: RequestOptions): PendingReply<T>;
  /** Gives a singleton or a new transient, as `ApplicationContext.get` does. */
  get<T>(token: InjectionToken<T>): T;
  get<T>(token: MultiToken<T>): T[];
  /** Sends a HEAD request, without a network. */
  head(url: string, options?: RequestOptions): PendingReply<undefined>;
  /** Sends an OPTIONS request, without a network. */
  options<T = unknown>(url: string, options?: RequestOptions): PendingReply<T>;
  /**
   * Sends a POST request, without a network.
   *
   * @example
   * await app.post('/orders', { body: { email: 'ada@example.org' } }).expect(201);
   */
  post<T = unknown>(url: string, options?: BodyOptions): PendingReply<T>;
  /** Sends a PUT request, without a network. */
  put<T = unknown>(url: string, options?: BodyOptions): PendingReply<T>;
  /** Sends a PATCH request, without a network. */
  patch<T = unknown>(url: string, options?: BodyOptions): PendingReply<T>;
  /** Sends a DELETE request, without a network. */
  delete<T = unknown>(url: string, options?: BodyOptions): PendingReply<T>;

  /**
   * Does some work as if a request were being served: within it every `Ref` and every request-scoped class is that
   * request's. What the application's plugins do before a route's guards has been done.
   *
   * The request ends with the work, and its request-scoped instances with it.
   *
   * @param work - gets the request's context, as guards do
   * @returns what the work gives
   * @throws what the work throws; TenonError `TENON_TESTING_ANSWERED_BEFORE` if a plugin's hook has answered the request
   *
   * @example
   * const total = await app.request({ set: [[CURRENT_USER, ada]] }, () => app.get(Basket).total());
   */
  request<R>(work: (context: RequestContext) => R): Promise<Awaited<R>>;
  request<const V extends readonly unknown[], R>(
    options: WorkOptions<V>,
    work: (context: RequestContext) => R,
  ): Promise<Awaited<R>>;

  /** Listens at a port of this machine that is free, unless told otherwise, and leaves signals alone. */
  listen(options?: ListenOptions): Promise<string>;
  /**
   * Sends a request through the network, and listens first if need be.
   *
   * @param path - `/orders/7`
   */
  fetch(path: string, options?: RequestInit): Promise<Response>;
}

/** How a test's request is given to light-my-request. @internal */
export function injectOptions(
  method: HTTPMethods,
  url: string,
  { query, headers, cookies, body }: BodyOptions,
): InjectOptions {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? (value as readonly UrlValue[]) : [value as UrlValue | null | undefined]) {
      if (each !== undefined && each !== null) parameters.append(name, String(each));
    }
  }
  const search = parameters.toString();
  const encoded = body === undefined ? undefined : encodeBody(body);
  return {
    method,
    url: search === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${search}`,
    headers: { ...encoded?.headers, ...lowerCased(headers) },
    ...(cookies && { cookies: { ...cookies } }),
    ...(encoded && { payload: encoded.payload }),
  };
}

function lowerCased(headers: RequestOptions['headers'] = {}): Record<string, string | string[]> {
  const entries = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

interface EncodedBody {
  readonly headers: Record<string, string>;
  readonly payload: NonNullable<InjectOptions['payload']>;
}

function encodeBody(body: unknown): EncodedBody {
  if (body instanceof URLSearchParams) {
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: body.toString() };
  }
  if (typeof body === 'string' || body instanceof FormData || isStream(body)) return { headers: {}, payload: body };
  if (ArrayBuffer.isView(body)) {
    return { headers: {}, payload: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
  }
  return { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) };
}

function isStream(body: unknown): body is NodeJS.ReadableStream {
  return typeof (body as { readonly pipe?: unknown } | null)?.pipe === 'function';
}
