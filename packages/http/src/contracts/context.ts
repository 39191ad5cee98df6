import type { ServerResponse } from 'node:http';
import type { RequestScope, ServedRequest } from '@tenon/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { protectHtml } from './html-headers.js';
import type { RouteModel } from './route-model.js';

declare const VALUE: unique symbol;

/** Names what guards and interceptors pass on within one request. Made by `createContextKey`. */
export class ContextKey<out T> {
  declare private readonly [VALUE]: T;
  /** @internal */
  readonly index: number;

  /** What a route does that asks for it in vain. @internal */
  readonly mend: string | undefined;

  /** @internal */
  constructor(
    readonly description: string,
    { mend }: ContextKeyOptions = {},
  ) {
    this.index = nextIndex++;
    this.mend = mend;
  }

  toString(): string {
    return this.description;
  }
}

let nextIndex = 0;

/** What `createContextKey` takes beside the description. */
export interface ContextKeyOptions {
  /**
   * What `TENON_HTTP_NOT_PROVIDED` says of how a route is mended that asks for it in vain; for keys whose guard is not used by its own
   * name. Default: it names the guard or the interceptor of the application that provides it.
   */
  readonly mend?: string;
}

/**
 * Makes a key under which one value lives as long as a request.
 *
 * @param description - what it is, in a word or two; shown in diagnostics
 *
 * @example
 * export const CURRENT_USER = createContextKey<User>('current user');
 */
export function createContextKey<T>(description: string, options?: ContextKeyOptions): ContextKey<T> {
  return new ContextKey<T>(description, options);
}

/** What a route's configuration has, when it is one of ours. */
interface WithRoute {
  readonly tenon?: RouteModel;
}

/** What makes a request's scope. */
interface ScopeSource {
  createRequestScope(served: unknown): RequestScope;
}

/**
 * One request, as guards, interceptors, pipes and filters see it.
 *
 * There is one for each request, of raw Fastify routes too. Request-scoped classes ask for it in their constructors, and
 * others for a `Ref` to it.
 */
export class RequestContext implements ServedRequest {
  readonly request: FastifyRequest;
  /** Whether what fails now is the application's own code, such as the handler, and no hook of a plugin. @internal */
  isOwn: boolean;
  /** Whether somebody has sent the reply by hand. @internal */
  isSent: boolean;
  readonly #reply: FastifyReply;
  /** Whether it is known when the reply is sent: not before somebody has asked for it. */
  #isWatched: boolean;
  /** What packages have to tell of the request: it stands in the log's line of it. */
  notes: Record<string, unknown> | undefined;
  /** By the key's index. @internal */
  values: unknown[] | undefined;
  /** @internal */
  readonly source: ScopeSource;
  /** @internal */
  knownScope: RequestScope | undefined;
  /** Whether somebody else has answered, because the handler took too long: what it gives is ignored. */
  isGivenUp: boolean;
  /** Aborted when nobody wants the reply any more; undefined as long as nobody has asked for it. @internal */
  abort: AbortController | undefined;
  /** The open request that came before this one. @internal */
  previous: RequestContext | undefined;
  /** The open request that came after this one. @internal */
  next: RequestContext | undefined;

  /** @internal */
  constructor(request: FastifyRequest, reply: FastifyReply, source: ScopeSource) {
    this.request = request;
    this.#reply = reply;
    this.#isWatched = false;
    this.isOwn = false;
    this.isSent = false;
    this.notes = undefined;
    this.values = undefined;
    this.source = source;
    this.knownScope = undefined;
    this.isGivenUp = false;
    this.abort = undefined;
    this.previous = undefined;
    this.next = undefined;
  }

  /**
   * Fastify's reply. Whoever sends it, such as a guard or an interceptor, has answered: then nothing else is sent, although
   * a stream, or a hook that waits, may not have written anything yet.
   */
  get reply(): FastifyReply {
    if (!this.#isWatched) this.#watch();
    return this.#reply;
  }

  /** Node's response, for whoever only looks at it. @internal */
  get response(): ServerResponse {
    return this.#reply.raw;
  }

  /** How long the request has been here, in milliseconds; 0 where neither a log nor a hook measures it. @internal */
  get elapsedMs(): number {
    return this.#reply.elapsedTime;
  }

  #watch(): void {
    this.#isWatched = true;
    const reply = this.#reply;
    // oxlint-disable-next-line typescript/unbound-method -- it is called on the reply
    const { send } = reply;
    reply.send = (payload?: unknown) => {
      this.isSent = true;
      protectHtml(reply);
      return send.call(reply, payload);
    };
  }

  /** Whether something of the reply was sent, or somebody has taken the connection, as WebSocket does. @internal */
  get hasReplyBegun(): boolean {
    return this.#reply.sent || this.#reply.raw.headersSent;
  }

  /**
   * Aborted when the client goes away before it has the whole reply, and when the handler has taken too long; then its
   * `reason` is a `TimeoutError`.
   *
   * Fastify's own `request.signal` is not this: it is aborted when the body has been read.
   */
  get signal(): AbortSignal {
    return (this.abort ??= this.#watchClient()).signal;
  }

  #watchClient(): AbortController {
    const controller = new AbortController();
    const { raw } = this.#reply;
    const end = (): void => {
      if (!raw.writableFinished) controller.abort();
    };
    if (raw.destroyed) end();
    else raw.once('close', end);
    return controller;
  }

  /** The request's id, as it stands in log lines and problems. */
  get id(): string {
    return this.request.id;
  }

  /** The decorated route; undefined where none of ours answers. */
  get route(): RouteModel | undefined {
    return (this.request.routeOptions.config as WithRoute).tenon;
  }

  /** Gives what was set under a key; undefined if nothing was. */
  get<T>(key: ContextKey<T>): T | undefined {
    return this.values?.[key.index] as T | undefined;
  }

  /** Passes something on to whatever comes later in this request. */
  set<T>(key: ContextKey<T>, value: T): void {
    (this.values ??= [])[key.index] = value;
  }

  /** The request-scoped instances of this request. Made when somebody asks for it first, and ended after the reply. */
  get scope(): RequestScope {
    return (this.knownScope ??= this.#begin());
  }

  #begin(): RequestScope {
    const scope = this.source.createRequestScope(this);
    if (this.#reply.raw.closed) this.#end(scope);
    return scope;
  }

  /** Ends what lives as long as the request, once its response is closed. @internal */
  end(): void {
    if (this.knownScope !== undefined) this.#end(this.knownScope);
  }

  #end(scope: RequestScope): void {
    scope.close()?.catch((error: unknown) => {
      this.request.log.error({ err: error }, 'A request-scoped instance could not be ended.');
    });
  }
}

/** Where a request keeps its context. @internal */
export const CONTEXT = Symbol('tenon.context');

/** A request that has its context, which is all that come through our hooks. @internal */
export interface WithContext {
  [CONTEXT]: RequestContext;
}

/**
 * Gives the context of a request, for hooks and routes of Fastify's own.
 *
 * @example
 * app.fastify.get('/raw', (request) => contextOf(request).get(CURRENT_USER));
 */
export function contextOf(request: FastifyRequest): RequestContext {
  return (request as unknown as WithContext)[CONTEXT];
}
