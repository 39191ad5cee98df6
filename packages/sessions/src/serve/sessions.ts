import { Inject, Injectable, Optional, FASTIFY } from '@tenon/http';
import type { Diagnostic } from '@tenon/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SealedCookie } from '../cookie/sealed-cookie.js';
import * as faults from '../errors.js';
import { KnownRegistry } from '../registry/known-registry.js';
import { MemorySessionRegistry } from '../registry/memory-session-registry.js';
import { type ReceivedSession, SealedSession, type SessionSetup } from '../session/sealed-session.js';
import { isSessionData } from '../session/session-data.js';
import { isProduction, readSecrets } from '../setup/read-secrets.js';
import { SessionsConfig } from '../setup/sessions-config.js';
import { SESSIONS_OPTIONS, type SessionsOptions } from '../setup/sessions-options.js';

/** Where a request keeps its session, once somebody has asked for it. */
const SESSION = Symbol('tenon.session');
interface WithSession {
  [SESSION]?: SealedSession;
}

/** Opens the sessions of requests: each when somebody asks for it first. */
@Injectable()
export class Sessions {
  /** Undefined where there is no server, as in a worker. */
  readonly fastify: FastifyInstance | undefined;
  /** Origins of other sites that may send what changes something. */
  readonly trustedOrigins: ReadonlySet<string>;
  readonly #setup: SessionSetup | undefined;
  /** Whether it takes time to find out which sessions have ended: then requests that have one wait for it. */
  readonly #waits: boolean;

  /**
   * @throws TenonError with all that is wrong: `TENON_SESSIONS_NO_SECRET`, `TENON_SESSIONS_WEAK_SECRET`,
   *   `TENON_SESSIONS_INVALID_LIFETIME`, `TENON_SESSIONS_INVALID_ORIGIN`
   */
  constructor(
    config: SessionsConfig,
    { registry }: KnownRegistry,
    @Optional() @Inject(FASTIFY) fastify?: FastifyInstance,
    @Optional() @Inject(SESSIONS_OPTIONS) options: SessionsOptions = {},
  ) {
    const { idle, lifetime } = config;
    const { trustedOrigins = [], outlivesBrowser = false } = options;
    const found: Diagnostic[] = [];
    const keys = readSecrets(config, found);
    if (lifetime < idle) found.push(faults.invalidLifetime({ idle, lifetime }));
    for (const origin of trustedOrigins)
      if (URL.parse(origin)?.origin !== origin) found.push(faults.invalidOrigin({ origin }));
    faults.refuse(found);
    this.fastify = fastify;
    this.trustedOrigins = new Set(trustedOrigins);
    this.#waits = !(registry instanceof MemorySessionRegistry);
    if (fastify === undefined) return;
    const cookie = new SealedCookie(fastify, { keys, idle, isSecure: isProduction(), outlivesBrowser });
    this.#setup = { cookie, registry, idle, lifetime };
  }

  /** Whether a request brings a cookie of ours, whatever is in it. */
  isCarriedBy({ raw }: FastifyRequest): boolean {
    const { cookie } = raw.headers;
    return cookie !== undefined && this.#known.cookie.valuesOf(cookie).length > 0;
  }

  /** Gives the session of a request, for what goes into its reply. */
  use(request: FastifyRequest): SealedSession {
    const session = this.open(request);
    session.isUsed = true;
    return session;
  }

  /** Gives the session of a request. */
  open(request: FastifyRequest): SealedSession {
    const known = (request as WithSession)[SESSION];
    if (known !== undefined) return known;
    const received = this.#receive(request);
    const session = new SealedSession(this.#known, received);
    const { signedIn } = session;
    if (signedIn === undefined) return this.#keep(request, session);
    const hasEnded = this.#known.registry.hasEnded(signedIn);
    if (typeof hasEnded !== 'boolean')
      throw new TypeError(
        'The session is asked for before it is known whether it has ended: ask for it behind onRequest.',
      );
    return this.#keep(request, hasEnded ? this.#none() : session);
  }

  /**
   * Opens a session that may have ended, where it takes time to know.
   *
   * @returns undefined where there is nothing to wait for
   */
  prepare(request: FastifyRequest): PromiseLike<unknown> | undefined {
    if (!this.#waits) return undefined;
    const session = new SealedSession(this.#known, this.#receive(request));
    const { signedIn } = session;
    const keep = (hasEnded: boolean): unknown => this.#keep(request, hasEnded ? this.#none() : session);
    const hasEnded = signedIn !== undefined && this.#known.registry.hasEnded(signedIn);
    if (typeof hasEnded !== 'boolean') return hasEnded.then(keep);
    keep(hasEnded);
    return undefined;
  }

  /** Gives the session that somebody has asked for in a request. */
  known(request: FastifyRequest): SealedSession | undefined {
    return (request as WithSession)[SESSION];
  }

  #keep(request: FastifyRequest, session: SealedSession): SealedSession {
    (request as WithSession)[SESSION] = session;
    return session;
  }

  #none(): SealedSession {
    return new SealedSession(this.#known, undefined);
  }

  /** Gives what a request brings, if it is one session, and has not come to its end. */
  #receive({ raw }: FastifyRequest): ReceivedSession | undefined {
    const { cookie, lifetime } = this.#known;
    const values = cookie.valuesOf(raw.headers.cookie);
    // Of two, one may be that of somebody at a neighbour's domain: whoever took it would act in his name.
    const opened = values.length === 1 ? cookie.open(values[0] as string) : undefined;
    if (opened === undefined || !isSessionData(opened.data)) return undefined;
    const { data, sealedAt, isOfOldKey } = opened;
    return data.at + lifetime > Date.now() / 1000 ? { data, sealedAt, isOfOldKey } : undefined;
  }

  get #known(): SessionSetup {
    if (this.#setup === undefined) throw new TypeError('There are no sessions without a server.');
    return this.#setup;
  }
}
