/*
 * A typed client of shop.
 *
 * Made by `tenon client` from the OpenAPI document: do not change it here, but make it anew. It imports one package,
 * openapi-fetch.
 */

import createFetchClient, { type Middleware } from 'openapi-fetch';

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

/** What may be known of a problem. @see RFC 9457 */
export interface ProblemDetails {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  /** What happened, in a sentence. */
  readonly detail?: string;
  /** A stable name for programs. */
  readonly code?: string;
  /** All that is wrong with the input, where that is the problem. */
  readonly errors?: readonly {
    readonly in: string;
    readonly name?: string;
    readonly pointer?: string;
    readonly code: string;
    readonly message: string;
  }[];
}

/** What `unwrap` throws: a reply that is a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly problem: ProblemDetails;
  readonly response: Response;

  constructor(problem: unknown, response: Response) {
    const known: ProblemDetails = typeof problem === 'object' && problem !== null ? problem : {};
    super(known.detail ?? known.title ?? `${response.url} answered ${response.status}.`);
    this.status = response.status;
    this.problem = known;
    this.response = response;
  }
}

/** Gives what went wrong. What stands between the service and the client may answer without a word, or with a page. */
function problemOf(error: unknown, response: Response): unknown {
  const isPage = /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
  // Who asks whether there is an error is to get one, whatever nothing it was.
  if (!isPage && error) return error;
  return { type: 'about:blank', title: response.statusText || `Status ${response.status}`, status: response.status };
}

/** One event of a stream. */
export interface ServerEvent<Data> {
  readonly data: Data;
  /** Its name; `message` if it has none. */
  readonly event: string;
  /** The last id that the stream has told, empty if it has told none. */
  readonly id: string;
}

/** What a stream of events has told so far. */
interface StreamState {
  lastId: string;
  retryMs: number;
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface */
async function* readStream(request: Ask, path: string, init: Init = {}): AsyncGenerator<ServerEvent<unknown>> {
  const { params, signal } = init;
  const given = params?.header?.['last-event-id'];
  const state: StreamState = { lastId: typeof given === 'string' ? given : '', retryMs: 3000 };
  let isKnown = false;
  let failures = 0;
  const isOver = (): boolean => signal?.aborted === true;
  refuseDots(path, init);
  while (!isOver()) {
    let reply;
    try {
      reply = await request('GET', path, {
        ...init,
        params: { ...params, header: { ...params?.header, 'last-event-id': asHeader(state.lastId) } },
        headers: { ...plainHeaders(init.headers ?? {}), accept: 'text/event-stream' },
        cache: 'no-store',
        parseAs: 'stream',
      });
    } catch (error) {
      if (isOver()) return;
      // Who cannot be reached at first may not exist; who was there may come back.
      if (!isKnown) throw error;
      failures++;
      const longer = Math.max(state.retryMs, 100) * 2 ** failures;
      await pause(Math.min(longer, Math.max(state.retryMs, 30_000)), signal);
      continue;
    }
    const { response, error } = reply;
    if (response.status === 204) return;
    if (!response.ok) throw new ProblemError(problemOf(error, response), response);
    if (
      response.status !== 200 ||
      response.body === null ||
      !/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
    ) {
      // What is left unread would keep the connection.
      await response.body?.cancel().catch(() => undefined);
      throw new ProblemError({ detail: `${path} answered with something else than a stream of events.` }, response);
    }
    isKnown = true;
    failures = 0;
    const events = parseEvents(response.body, state);
    try {
      for (let next = await nextOf(events); next !== undefined && !isOver(); next = await nextOf(events)) {
        yield JSON_EVENTS.has(path) ? { ...next, data: JSON.parse(next.data) as unknown } : next;
      }
    } finally {
      await events.return();
    }
    await pause(state.retryMs, signal);
  }
}

/** An id is text, and headers are bytes: it is sent in UTF-8, as an `EventSource` does. */
function asHeader(id: string): string | undefined {
  return id === '' ? undefined : String.fromCharCode(...new TextEncoder().encode(id));
}

/** A connection that breaks has ended, like one that is closed. */
async function nextOf(events: AsyncGenerator<ServerEvent<string>, void>): Promise<ServerEvent<string> | undefined> {
  try {
    return (await events.next()).value ?? undefined;
  } catch {
    return undefined;
  }
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
async function* parseEvents(
  body: NonNullable<Response['body']>,
  state: StreamState,
): AsyncGenerator<ServerEvent<string>, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let isAfterReturn = false;
  let data: string[] = [];
  let event = '';
  let id = state.lastId;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      let text = decoder.decode(step.value as Uint8Array<ArrayBuffer>, { stream: true });
      if (text === '') continue;
      // CR and LF may come one by one, and are one end of a line.
      if (isAfterReturn && text.startsWith('\n')) text = text.slice(1);
      isAfterReturn = text.endsWith('\r');
      // Only what is new is searched: a long line may come in many parts.
      const lines = text.split(/\r\n|\n|\r/);
      lines[0] = rest + (lines[0] ?? '');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          state.lastId = id;
          if (data.length > 0) yield { data: data.join('\n'), event: event || 'message', id };
          data = [];
          event = '';
          continue;
        }
        const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
        if (field === 'data') data.push(value);
        else if (field === 'event') event = value;
        else if (field === 'id' && !value.includes('\0')) id = value;
        else if (field === 'retry' && /^\d+$/.test(value)) state.retryMs = Math.min(Number(value), LONGEST_PAUSE_MS);
      }
    }
  } finally {
    // Also when the loop over the events is left: then the service learns that nobody reads on.
    await reader.cancel().catch(() => undefined);
  }
}

/** What a timer can wait; it would not wait at all for longer. */
const LONGEST_PAUSE_MS = 2 ** 31 - 1;

function pause(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}

export type HeaderValues = Headers | Readonly<Record<string, string | undefined>>;

/** What a request is answered with: its data, or what went wrong. */
export type Reply<Data, Fault> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: Fault; readonly response: Response };

type Verb = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';

type Send<V extends Verb> = <P extends PathOf<V>, As extends ReadAs | undefined = undefined>(
  path: P,
  ...init: Optionally<Asked<OperationAt<P, V>> & { readonly parseAs?: As }>
) => Promise<Reply<As extends ReadAs ? Read[As] : Success<OperationAt<P, V>>, Failure<OperationAt<P, V>>>>;

/** As what a body is read where its type does not say it. */
interface Read {
  readonly json: unknown;
  readonly text: string;
  readonly blob: Blob;
  readonly arrayBuffer: ArrayBuffer;
  readonly stream: Response['body'];
}

type ReadAs = keyof Read;

type OperationAt<P extends keyof paths, V extends Verb> =
  paths[P] extends Record<V, infer Operation> ? Operation : never;

type Streaming = { responses: Record<200, { content: Record<'text/event-stream', unknown> }> };

type PathOf<V extends Verb> = {
  [P in keyof paths]: paths[P] extends Record<V, infer Operation> ? (Operation extends Streaming ? never : P) : never;
}[keyof paths];

type StreamPath = { [P in keyof paths]: paths[P] extends Record<'get', Streaming> ? P : never }[keyof paths];

type EventData<Operation> = Operation extends {
  responses: Record<200, { content: Record<'text/event-stream', infer Data> }>;
}
  ? Data
  : never;

type Optionally<T> = Partial<T> extends T ? [init?: T] : [init: T];

/** What a request takes. */
type Asked<Operation> = Omit<RequestInit, 'body' | 'headers' | 'method'> & {
  readonly headers?: HeaderValues;
} & AskedParameters<Operation> &
  AskedBody<Operation>;

/** Cookies are the browser's to send. */
type AskedParameters<Operation> = Operation extends { parameters: infer Parameters }
  ? Partial<Parameters> extends Omit<Parameters, 'cookie'>
    ? { readonly params?: Omit<Parameters, 'cookie'> }
    : { readonly params: Omit<Parameters, 'cookie'> }
  : unknown;

type AskedBody<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? { readonly body: Content[keyof Content] }
  : Operation extends { requestBody?: { content: infer Content } }
    ? { readonly body?: Content[keyof Content] }
    : { readonly body?: never };

type ContentOf<Answer> = Answer extends { content: infer Content } ? Content[keyof Content] : undefined;

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | '2XX';

/** The data of a reply; unknown where no success is described. */
type Success<Operation> = Operation extends { responses: infer Responses }
  ? Extract<keyof Responses, SuccessStatus> extends never
    ? unknown
    : { [S in Extract<keyof Responses, SuccessStatus>]: ContentOf<Responses[S]> }[Extract<
        keyof Responses,
        SuccessStatus
      >]
  : unknown;

type ClientErrorStatus =
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414)
  | (415 | 416 | 417 | 418 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451);
type ServerErrorStatus = 500 | 501 | 502 | 503 | 504 | 505 | 506 | 507 | 508 | 510 | 511;
type ErrorKey = ClientErrorStatus | ServerErrorStatus | '4XX' | '5XX' | 'default';

/** What may go wrong: problems are told apart by their status. */
type Failure<Operation> = Operation extends { responses: infer Responses }
  ? Extract<keyof Responses, ErrorKey> extends never
    ? unknown
    : {
        [S in Extract<keyof Responses, ErrorKey>]: FailureAt<
          ContentOf<Responses[S]>,
          S extends number ? S : Exclude<RangeOf<S>, keyof Responses>
        >;
      }[Extract<keyof Responses, ErrorKey>]
  : unknown;

type RangeOf<S> = S extends '4XX'
  ? ClientErrorStatus
  : S extends '5XX'
    ? ServerErrorStatus
    : ClientErrorStatus | ServerErrorStatus;

type FailureAt<Content, Status> = Content extends undefined
  ? ProblemDetails
  : Content extends { status: number }
    ? Content & { status: Status }
    : Content;

type DataOf<R> = R extends { readonly data: infer Data; readonly error?: never } ? Data : never;

/** What a method is given, without its types. */
interface Init {
  readonly params?: {
    readonly header?: Readonly<Record<string, unknown>>;
    readonly path?: Readonly<Record<string, unknown>>;
  };
  readonly headers?: HeaderValues;
  readonly body?: unknown;
  readonly parseAs?: ReadAs;
  readonly signal?: AbortSignal | null;
}

/** What openapi-fetch does, without its types. */
type Ask = (
  method: string,
  path: string,
  init: object,
) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>;

function plainHeaders(headers: HeaderValues): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of headers instanceof Headers ? headers : Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = value;
  }
  return plain;
}

/** A part of a path that is `.` or `..` would lead to another path, and no URL can have it in another way. */
function refuseDots(path: string, { params }: Init): void {
  const filled = path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params?.path?.[name])),
  );
  const names = Object.keys(params?.path ?? {}).join(', ');
  if (/\/\.{1,2}(?:\/|$)/.test(filled)) throw new TypeError(`${names}: no part of a path can be . or ..: ${path}`);
}

type BodyKind = 'multipart' | 'form' | 'text' | 'raw';

/** How bodies are sent that are not JSON. */
const BODIES: Readonly<Record<string, BodyKind>> = {
  'POST /bytes': 'raw',
  'POST /labels': 'multipart',
  'PUT /motto': 'text',
};

/** Streams whose events have JSON as their data; that of others is text. */
const JSON_EVENTS: ReadonlySet<string> = new Set<string>([
  '/orders/events',
]);

export interface paths {
  '/bytes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Bytes
     * @description `OtherController.bytes`
     */
    post: operations['otherBytes'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/labels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Label
     * @description `OtherController.label`
     */
    post: operations['otherLabel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Me
     * @description `OtherController.me`
     */
    get: operations['otherMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/motto': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Motto
     * @description `OtherController.motto`
     */
    put: operations['otherMotto'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/old': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Old
     * @description `OtherController.old`
     */
    get: operations['otherOld'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List
     * @description `OrderController.list`
     */
    get: operations['orderList'];
    put?: never;
    /**
     * Place
     * @description `OrderController.place`
     */
    post: operations['orderPlace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Events
     * @description `OrderController.events`
     */
    get: operations['orderEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/words': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Words
     * @description `OrderController.words`
     */
    get: operations['orderWords'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Show
     * @description `OrderController.show`
     */
    get: operations['orderShow'];
    put?: never;
    post?: never;
    /**
     * Cancel
     * @description `OrderController.cancel`
     */
    delete: operations['orderCancel'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/page': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Page
     * @description `OtherController.page`
     */
    get: operations['otherPage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/receipt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Receipt
     * @description `OtherController.receipt`
     */
    get: operations['otherReceipt'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface components {
  schemas: {
    NewOrder: {
      /** Format: email */
      email: string;
      /** @default 1 */
      quantity?: number;
      note?: string | null;
    };
    Label: {
      title: string;
      copies: number;
      tags: string[];
    };
    OrderView: {
      id: number;
      email: string;
      quantity: number;
      /** Format: date-time */
      placedAt: string;
    };
    Client: {
      name: string;
    };
    /** @description What went wrong, by RFC 9457. */
    Problem: {
      /** @description A URI that names the kind of problem. */
      type: string;
      /** @description The kind of problem in words. */
      title: string;
      status: number;
      /** @description What happened, in a sentence. */
      detail?: string;
      /** @description A stable name for programs. */
      code?: string;
      /** @description Finds the log lines of the request. */
      requestId?: string;
    };
    /** @description All that is wrong with the input. */
    InvalidInput: components['schemas']['Problem'] & {
      errors: components['schemas']['InputError'][];
      /** @description How many there are, where not all are told. */
      errorCount?: number;
    };
    /** @description One thing that is wrong with the input. */
    InputError: {
      /** @enum {unknown} */
      in: 'body' | 'query' | 'path' | 'header' | 'cookie';
      /** @description Of the value in the query, the path, a header or a cookie. */
      name?: string;
      /** @description Where in the body it stands, such as #/lines/0/quantity. */
      pointer?: string;
      /** @description The rule that it breaks, such as min. */
      code: string;
      /** @description What the rule was given. */
      args?: unknown[];
      message: string;
    };
  };
  responses: {
    /** @description Any other error. */
    Problem: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Bad Request */
    BadRequest: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Unauthorized */
    Unauthorized: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Forbidden */
    Forbidden: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Not Found */
    NotFound: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Precondition Failed */
    PreconditionFailed: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Payload Too Large */
    PayloadTooLarge: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Unsupported Media Type */
    UnsupportedMediaType: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Range Not Satisfiable */
    RangeNotSatisfiable: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'];
      };
    };
    /** @description Unprocessable Entity */
    InvalidInput: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['InvalidInput'];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export interface operations {
  otherBytes: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        '*/*': string | Blob;
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': number;
        };
      };
      413: components['responses']['PayloadTooLarge'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  otherLabel: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': {
          title: string;
          copies: number;
          tags: string[];
          /** Format: binary */
          picture: Blob;
          more?: Blob[];
        };
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      400: components['responses']['BadRequest'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  otherMe: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie: {
        name: string;
      };
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Client'];
        };
      };
      404: components['responses']['NotFound'];
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  otherMotto: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'text/plain': string;
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      400: components['responses']['BadRequest'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  otherOld: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Found */
      302: {
        headers: {
          location: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      '4XX': components['responses']['Problem'];
      default: components['responses']['Problem'];
    };
  };
  orderList: {
    parameters: {
      query?: {
        size?: number;
        state?: string[];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderView'][];
        };
      };
      404: components['responses']['NotFound'];
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  orderPlace: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewOrder'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderView'];
        };
      };
      400: components['responses']['BadRequest'];
      401: components['responses']['Unauthorized'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['PayloadTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  orderEvents: {
    parameters: {
      query?: {
        most?: number;
      };
      header?: {
        /** @description The id of the last event that the client has seen. */
        'last-event-id'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A stream of events. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': components['schemas']['OrderView'];
        };
      };
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  orderWords: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A stream of events. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  orderShow: {
    parameters: {
      query?: never;
      header?: {
        'x-as'?: string;
      };
      path: {
        id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderView'];
        };
      };
      404: components['responses']['NotFound'];
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  orderCancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No Content */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      422: components['responses']['InvalidInput'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  otherPage: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Bad Gateway */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
  otherReceipt: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/pdf': Blob;
        };
      };
      /** @description Partial Content */
      206: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/pdf': Blob;
        };
      };
      /** @description Not Modified */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      404: components['responses']['NotFound'];
      412: components['responses']['PreconditionFailed'];
      416: components['responses']['RangeNotSatisfiable'];
      '4XX': components['responses']['Problem'];
      '5XX': components['responses']['Problem'];
    };
  };
}

export type NewOrder = components['schemas']['NewOrder'];
export type Label = components['schemas']['Label'];
export type OrderView = components['schemas']['OrderView'];
export type ClientSchema = components['schemas']['Client'];
export type Problem = components['schemas']['Problem'];
export type InvalidInput = components['schemas']['InvalidInput'];
export type InputError = components['schemas']['InputError'];
