import createFetchClient, { type Middleware } from 'openapi-fetch';
import { type Ask, type Init, plainHeaders, refuseDots } from './ask.js';
import { BODIES, type BodyKind, type paths } from './described.js';
import type {
  Asked,
  DataOf,
  EventData,
  HeaderValues,
  OperationAt,
  Optionally,
  Reply,
  Send,
  StreamPath,
  Verb,
} from './operations.js';
import { ProblemError, problemOf } from './problem-error.js';
import { readStream, type ServerEvent } from './server-events.js';

//#region client
/** How a client asks. */
export interface ClientOptions {
  /** Where the service is, such as `https://api.example.org`. Empty in a page that comes from the same origin. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer …`. A function is asked before each request, and gives undefined for none. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Whether a browser sends cookies: `include` also to another origin. Default: only to its own. */
  readonly credentials?: NonNullable<RequestInit['credentials']>;
  /** Of every request. */
  readonly headers?: HeaderValues;
  /** In place of the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export type Client = { readonly [V in Verb as Uppercase<V>]: Send<V> } & {
  /**
   * Reads a stream of events. When the connection is lost it connects anew, and tells the last id that it has seen. It ends
   * when the signal is aborted, when the loop is left, or when the service answers 204.
   *
   * @throws ProblemError if the service answers with anything else; what `fetch` throws if it cannot be reached at first
   */
  events<P extends StreamPath>(
    path: P,
    ...init: Optionally<Asked<OperationAt<P, 'get'>>>
  ): AsyncGenerator<ServerEvent<EventData<OperationAt<P, 'get'>>>, void, undefined>;
  /** Adds middleware of openapi-fetch. */
  use(...middleware: Middleware[]): void;
};

/** Makes a client. Nothing is sent before it is asked to. */
export function createClient({ token, headers, credentials, fetch, baseUrl }: ClientOptions): Client {
  const inner = createFetchClient<paths>({
    baseUrl,
    ...(headers && { headers: plainHeaders(headers) }),
    ...(credentials && { credentials }),
    ...(fetch && { fetch }),
  });
  if (token !== undefined) inner.use(bearer(token));
  const request = inner.request as unknown as Ask;
  const verbs = VERBS.map((verb) => [verb, (path: string, init?: Init) => send(request, verb, path, init)]);
  return {
    ...Object.fromEntries(verbs),
    events: (path: string, init?: Init) => readStream(request, path, init),
    use: (...middleware: Middleware[]) => inner.use(...middleware),
  } as Client;
}

/**
 * Gives the data of a reply.
 *
 * @throws ProblemError if it has none
 * @example
 * const order = await unwrap(api.GET('/orders/{id}', { params: { path: { id: 1 } } }));
 */
export async function unwrap<R extends Reply<unknown, unknown>>(reply: R | Promise<R>): Promise<DataOf<R>> {
  const { data, error, response } = await reply;
  if (!response.ok) throw new ProblemError(error, response);
  return data as DataOf<R>;
}

const VERBS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'] as const;

async function send(request: Ask, method: string, path: string, init: Init = {}) {
  refuseDots(path, init);
  const { data, error, response } = await request(method, path, {
    ...withBody(`${method} ${path}`, init),
    // The body is read below, when its type is known.
    parseAs: init.parseAs ?? 'stream',
  });
  if (!response.ok) return { error: problemOf(error, response), response };
  if (init.parseAs !== undefined || data === undefined || data === null) return { data, response };
  return { data: await contentOf(response), response };
}

function isJson(response: Response): boolean {
  return /[/+]json\b/i.test(response.headers.get('content-type') ?? '');
}

async function contentOf(response: Response): Promise<unknown> {
  if (isJson(response)) {
    const text = await response.text();
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }
  const type = response.headers.get('content-type') ?? '';
  return /^text\/|[/+]xml\b/i.test(type) ? response.text() : response.blob();
}

/** A body that is not JSON is written here; `null` leaves its type to the platform. */
function withBody(operation: string, { headers = {}, ...init }: Init): object {
  const kind = Object.hasOwn(BODIES, operation) ? BODIES[operation] : undefined;
  if (kind === undefined || init.body === undefined) return { ...init, headers: plainHeaders(headers) };
  const type = kind === 'text' ? 'text/plain' : null;
  return { ...init, headers: { 'content-type': type, ...plainHeaders(headers) }, bodySerializer: SERIALIZERS[kind] };
}

const SERIALIZERS: Readonly<Record<BodyKind, (body: unknown) => unknown>> = {
  multipart: (body) => {
    const form = new FormData();
    for (const [name, part] of partsOf(body)) {
      if (part instanceof Blob) form.append(name, part);
      else form.append(name, textOf(part));
    }
    return form;
  },
  form: (body) => new URLSearchParams(partsOf(body).map(([name, part]): [string, string] => [name, textOf(part)])),
  text: (body) => body,
  raw: (body) => body,
};

/** A list is sent as several parts of one name. */
function partsOf(body: unknown): [name: string, part: unknown][] {
  return Object.entries(body as Record<string, unknown>).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value])
      .filter((part) => part !== undefined && part !== null)
      .map((part): [string, unknown] => [name, part]),
  );
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bearer(token: NonNullable<ClientOptions['token']>): Middleware {
  return {
    async onRequest({ request }) {
      const value = typeof token === 'function' ? await token() : token;
      if (value !== undefined && !request.headers.has('authorization')) {
        request.headers.set('authorization', `Bearer ${value}`);
      }
      return undefined;
    },
  };
}
//#endregion
