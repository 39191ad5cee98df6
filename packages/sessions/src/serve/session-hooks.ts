import { addVary, contextOf, FAILED_FORM, BEFORE_FILES, Injectable, prefersHtml } from '@tenon/http';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { CSRF_FIELD, decideOn, foreign, hasFields, isExempt, SAFE_METHODS, withoutToken } from '../csrf/csrf-check.js';
import { isForeign } from '../csrf/is-foreign.js';
import type { SealedSession } from '../session/sealed-session.js';
import { Sessions } from './sessions.js';

/** Where a request that may change something notes what is still to be done with its fields. */
const FIELDS = Symbol('tenon.csrf');
interface WithFields {
  [FIELDS]?: 'take-out' | 'check';
}

/**
 * Adds what sessions need in every request, of raw routes too: the check of whatever changes something, `request.session`, and the
 * cookie of the reply.
 */
@Injectable()
export class SessionHooks {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    const { fastify } = sessions;
    if (fastify === undefined) return;
    fastify.decorateRequest('session', {
      getter(this: FastifyRequest) {
        return sessions.use(this);
      },
    } as never);
    fastify.addHook('onRequest', (request, _, done) => this.#begin(request, done));
    fastify.addHook('preValidation', (request, _, done) => done(this.#checkFields(request)));
    fastify.addHook('onSend', (request, reply, payload, done) => {
      const session = sessions.known(request);
      if (session === undefined) done(null, payload);
      else send(session, reply, payload, () => this.#isSentByOthers(request), done);
    });
  }

  /** Whoever brings no cookie and asks for a page has paid for one look at a header. */
  #begin(request: FastifyRequest, done: HookHandlerDoneFunction): void {
    const { method, headers } = request.raw;
    const isSafe = SAFE_METHODS.has(method ?? '');
    if (isSafe && headers.cookie === undefined) {
      done();
      return;
    }
    const hasCookie = this.#sessions.isCarriedBy(request);
    const check = (): Error | undefined =>
      isSafe ? this.#checkSafe(request, hasCookie) : this.#checkUnsafe(request, hasCookie);
    const ready = hasCookie ? this.#sessions.prepare(request) : undefined;
    if (ready === undefined) done(check());
    else ready.then(check).then(done, done);
  }

  #checkSafe(request: FastifyRequest, hasCookie: boolean): Error | undefined {
    if (!hasCookie) return undefined;
    const { method, headers, url = '/' } = request.raw;
    // A WebSocket is opened by GET, and by any page: what comes through it later nobody asks for a token.
    if (headers.upgrade !== undefined && isForeign(request, this.#sessions.trustedOrigins)) return foreign();
    if (method === 'GET' && prefersHtml(request)) {
      const form = this.#sessions.open(request).takeForm(url);
      if (form !== undefined) contextOf(request).set(FAILED_FORM, form);
    }
    return undefined;
  }

  #checkUnsafe(request: FastifyRequest, hasCookie: boolean): Error | undefined {
    if (request.is404 || isExempt(request)) return undefined;
    const decision = decideOn(request, {
      hasCookie,
      isToken: (token) => this.#sessions.open(request).isCsrfToken(token),
      trusted: this.#sessions.trustedOrigins,
    });
    if (decision instanceof Error) return decision;
    if (!hasFields(request)) return undefined;
    (request as WithFields)[FIELDS] = decision === 'passes' ? 'take-out' : 'check';
    // What files lead to must not happen before the token was seen.
    if (decision === 'needs-field') contextOf(request).set(BEFORE_FILES, (texts) => this.#check(request, texts));
    return undefined;
  }

  /** Looks for the token in what was read, and takes it out: it is nobody else's. */
  #checkFields(request: FastifyRequest): Error | undefined {
    const todo = (request as WithFields)[FIELDS];
    if (todo === undefined) return undefined;
    const { body } = request;
    const fields = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    try {
      if (todo === 'check') this.#check(request, fields);
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      if (Object.hasOwn(fields, CSRF_FIELD)) delete fields[CSRF_FIELD];
    }
  }

  /**
   * Whether a page of another site has sent this, and the browser has left our cookie at home (`SameSite`): the visitor may have one.
   * Whatever the reply set would take its place, so that any page could sign people out by a form, even one that is refused.
   */
  #isSentByOthers(request: FastifyRequest): boolean {
    if (SAFE_METHODS.has(request.method) || this.#sessions.isCarriedBy(request)) return false;
    return (request.is404 || !isExempt(request)) && isForeign(request, this.#sessions.trustedOrigins);
  }

  /** @throws ForbiddenException `csrf` */
  #check(request: FastifyRequest, fields: Readonly<Record<string, unknown>>): void {
    const token = Object.hasOwn(fields, CSRF_FIELD) ? fields[CSRF_FIELD] : undefined;
    if (!this.#sessions.open(request).isCsrfToken(token)) throw withoutToken();
  }
}

type Sent = (error: Error | null, payload?: unknown) => void;

/** Lets a client know what has become of its session, once it is known everywhere. */
function send(
  session: SealedSession,
  reply: FastifyReply,
  payload: unknown,
  mayNotSet: () => boolean,
  done: Sent,
): void {
  const settled = session.settle();
  if (settled === undefined) {
    sayCookie(session, reply, false, mayNotSet);
    done(null, payload);
    return;
  }
  settled.then(
    () => {
      sayCookie(session, reply, false, mayNotSet);
      done(null, payload);
    },
    (error: unknown) => {
      sayCookie(session, reply, true, mayNotSet);
      done(error as Error);
    },
  );
}

/** Sets the cookie, and sees to it that no cache keeps for others what is one person's. */
function sayCookie(session: SealedSession, reply: FastifyReply, isFailed: boolean, mayNotSet: () => boolean): void {
  const { isPrivate, isUsed } = session;
  const cookie = session.send(isFailed);
  if (cookie !== undefined && !mayNotSet()) reply.header('set-cookie', cookie);
  if (!isUsed && !isPrivate) return;
  // A page without a session may be kept for others who have none.
  addVary(reply, 'cookie');
  if (!isPrivate) return;
  const said = reply.getHeader('cache-control');
  if (typeof said !== 'string' || !OF_ONE_PERSON.test(said)) reply.header('cache-control', 'no-store');
}

/** Not `private="set-cookie"`, which speaks of one header, and lets caches keep the rest (RFC 9111 §5.2.2.7). */
const OF_ONE_PERSON = /(?:^|,)\s*(?:private|no-store)\s*(?:,|$)/i;
