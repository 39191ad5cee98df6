import { randomBytes } from 'node:crypto';
import type { FailedForm } from '@tenon/http';
import type { SealedCookie } from '../cookie/sealed-cookie.js';
import { createCsrfSecret, createCsrfToken, isCsrfToken } from '../csrf/masked-token.js';
import * as faults from '../errors.js';
import type { SessionRegistry, SignedInSession } from '../registry/session-registry.js';
import type { Flash, Session } from './session.js';
import type { SessionData } from './session-data.js';
import type { SessionKey } from './session-key.js';

const MOST_FLASHES = 10;
const LONGEST_FLASH = 500;

/** What all sessions of an application have in common. */
export interface SessionSetup {
  readonly cookie: SealedCookie;
  readonly registry: SessionRegistry;
  /** How long one may be idle, and how long it lasts at most; in seconds. */
  readonly idle: number;
  readonly lifetime: number;
}

/** What came with a request. */
export interface ReceivedSession {
  readonly data: SessionData;
  readonly sealedAt: number;
  readonly isOfOldKey: boolean;
}

/** The session of one request. */
export class SealedSession implements Session {
  readonly #setup: SessionSetup;
  /** Undefined as long as there is nothing to remember. */
  #data: SessionData | undefined;
  /** Whether a cookie came that was good. */
  readonly #isReceived: boolean;
  readonly #isAging: boolean;
  /** Whether somebody has asked for it: then the reply depends on it. */
  isUsed = false;
  #isChanged = false;
  #isSent = false;
  #flashes: readonly Flash[] | undefined;
  /** What the registry still has to note before the reply says so. */
  #ends: PromiseLike<void>[] = [];

  constructor(setup: SessionSetup, received: ReceivedSession | undefined) {
    this.#setup = setup;
    this.#data = received?.data;
    this.#isReceived = received !== undefined;
    // Not with every reply: its idle time is counted from the last cookie, and may be a quarter shorter therefore.
    this.#isAging =
      received !== undefined && (received.isOfOldKey || nowInSeconds() - received.sealedAt >= setup.idle / 4);
  }

  /** What the registry is asked about; undefined for a visitor. */
  get signedIn(): SignedInSession | undefined {
    const { id, sub, in: signedInAt } = this.#data ?? {};
    if (id === undefined || sub === undefined || signedInAt === undefined) return undefined;
    return { id, sub, signedInAt };
  }

  get userId(): string | undefined {
    return this.#data?.sub;
  }

  get(key: SessionKey<unknown> | string): never {
    const name = nameOf(key);
    const values = this.#data?.set;
    return (values !== undefined && Object.hasOwn(values, name) ? copy(values[name]) : undefined) as never;
  }

  has(key: SessionKey<unknown> | string): boolean {
    const values = this.#data?.set;
    return values !== undefined && Object.hasOwn(values, nameOf(key));
  }

  set(key: SessionKey<unknown> | string, value: unknown): void {
    const name = nameOf(key);
    const set = { ...this.#data?.set };
    // A name of its own, whatever it is called: `__proto__` is one like others.
    Object.defineProperty(set, name, { value: asJson(name, value), ...PLAIN });
    this.#change({ set });
  }

  delete(key: SessionKey<unknown> | string): void {
    if (!this.has(key)) return;
    const { [nameOf(key)]: _, ...set } = this.#data?.set ?? {};
    this.#change({ set });
  }

  flash(kind: string, text: string): void {
    const cut = text.length > LONGEST_FLASH ? `${text.slice(0, LONGEST_FLASH - 1).toWellFormed()}…` : text;
    this.#change({ say: [...(this.#data?.say ?? []), [kind, cut] as const].slice(-MOST_FLASHES) });
  }

  takeFlashes(): readonly Flash[] {
    const { say = [] } = this.#data ?? {};
    if (say.length > 0) {
      const told = say.map(([kind, text]) => ({ kind, text }));
      this.#change({ say: [] });
      // Whoever asks again within a request, such as a layout behind its page, is told the same.
      this.#flashes = [...(this.#flashes ?? []), ...told];
    }
    return this.#flashes ?? [];
  }

  csrfToken(): string {
    if (this.#data?.csrf === undefined) this.#change({ csrf: createCsrfSecret() });
    return createCsrfToken(this.#data?.csrf as string);
  }

  isCsrfToken(token: unknown): boolean {
    const secret = this.#data?.csrf;
    return secret !== undefined && isCsrfToken(token, secret);
  }

  signIn(userId: string | number): void {
    const sub = String(userId);
    if (sub === '') throw new TypeError('Nobody has the empty text for an id: signIn needs to know who signs in.');
    this.#end();
    const now = Date.now();
    // Later than whatever was ended before it within the same request.
    this.#change({ id: createId(), at: Math.floor(now / 1000), sub, in: now + 1 }, ['csrf', 'form']);
  }

  renew(): void {
    if (this.#data === undefined) return;
    this.#end();
    this.#change({ id: createId() }, ['csrf']);
  }

  signOut(): void {
    if (this.#data === undefined) return;
    this.#refuseIfSent();
    this.#end();
    this.#data = undefined;
    this.#flashes = undefined;
    this.#isChanged = true;
  }

  signOutEverywhere(): void {
    const { signedIn } = this;
    if (signedIn !== undefined) {
      this.#refuseIfSent();
      const { registry, lifetime } = this.#setup;
      this.#note(registry.endAll(signedIn.sub, Date.now(), lifetime * 1000));
    }
    this.signOut();
  }

  /** Keeps a form to be shown again: as much of it as there is room for. */
  keepForm(form: FailedForm, page: string): boolean {
    const { message, errors } = form;
    const whole = { ...form, page };
    // What was typed may be long, and what is wrong is worth more.
    const shorter = { ...whole, old: {} };
    const shortest = { ...shorter, errors: [], message: message ?? errors[0]?.message };
    return [whole, shorter, shortest].some((each) => {
      try {
        this.#change({ form: JSON.parse(JSON.stringify(each)) as typeof whole });
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Gives the form that is to be shown again on a page, once. Another page, such as one in another tab, leaves it where it is. */
  takeForm(page: string): FailedForm | undefined {
    const kept = this.#data?.form;
    if (kept?.page !== page) return undefined;
    this.#change({}, ['form']);
    const { page: _, ...form } = kept;
    return form;
  }

  /** What plugins of Fastify's do in place of `renew`. */
  regenerate(): void {
    this.renew();
  }

  /** Whether the reply is for nobody else: it may have something of the session, or sets one. */
  get isPrivate(): boolean {
    return this.#isChanged || (this.isUsed && this.#isReceived);
  }

  /** Waits for what the registry has to note; undefined where there is nothing to wait for. */
  settle(): Promise<unknown> | undefined {
    if (this.#ends.length === 0) return undefined;
    const ends = this.#ends;
    this.#ends = [];
    return Promise.all(ends);
  }

  /**
   * Gives the header `Set-Cookie`, if the client has to learn something. From here on nothing can be changed.
   *
   * @param isFailed - whether what the session was to say could not be settled: then the client keeps what it has
   */
  send(isFailed: boolean): string | undefined {
    if (this.#isSent) return undefined;
    this.#isSent = true;
    if (isFailed || !(this.#isChanged || (this.isUsed && this.#isAging))) return undefined;
    const { cookie } = this.#setup;
    if (this.#data === undefined) return this.#isReceived ? cookie.clear() : undefined;
    return cookie.seal(this.#data, nowInSeconds());
  }

  /** Changes something, or nothing where the cookie would be too large. */
  #change(change: Partial<SessionData>, without: readonly (keyof SessionData)[] = []): void {
    this.#refuseIfSent();
    const before = this.#data;
    const entries = Object.entries({ id: createId(), at: nowInSeconds(), ...before, ...change });
    const data = Object.fromEntries(
      entries.filter(
        ([name, value]) => !isEmpty(value) && (Object.hasOwn(change, name) || !without.includes(name as never)),
      ),
    ) as unknown as SessionData;
    const { cookie } = this.#setup;
    const size = cookie.sizeOf(data);
    if (size > cookie.mostBytes) faults.refuse([faults.tooLarge({ size, parts: partsOf(data) })]);
    this.#data = data;
    this.#isChanged = true;
  }

  /** Lets the registry know that this session has ended. A visitor's has nothing that anybody could gain by it. */
  #end(): void {
    const { signedIn } = this;
    if (signedIn === undefined || this.#data === undefined) return;
    this.#refuseIfSent();
    const { registry, lifetime } = this.#setup;
    const endsAt = (this.#data.at + lifetime) * 1000;
    this.#note(registry.end(signedIn.id, endsAt - Date.now()));
  }

  #note(noted: void | PromiseLike<void>): void {
    if (noted === undefined) return;
    // Whoever waits for it is told of a failure, when the reply is sent; until then nobody is.
    noted.then(undefined, () => {});
    this.#ends.push(noted);
  }

  #refuseIfSent(): void {
    if (this.#isSent) faults.refuse([faults.alreadySent()]);
  }
}

const PLAIN = { enumerable: true, configurable: true, writable: true };

/** Has 128 bits, twice of what OWASP's cheat sheet asks for. */
function createId(): string {
  return randomBytes(16).toString('base64url');
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function nameOf(key: SessionKey<unknown> | string): string {
  return typeof key === 'string' ? key : key.name;
}

function copy(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}

/** Gives what JSON makes of a value, which is what comes back with the next request. */
function asJson(name: string, value: unknown): unknown {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    return refuseValue(name, `cannot be written as JSON: ${(error as Error).message.split('\n', 1)[0]}`);
  }
  if (text === undefined)
    return refuseValue(
      name,
      `is ${value === undefined ? 'undefined' : `a ${typeof value}`}, which JSON has no word for`,
    );
  return JSON.parse(text);
}

function refuseValue(name: string, problem: string): never {
  faults.refuse([faults.notJson({ name, problem })]);
  throw new TypeError(problem);
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined;
  return Object.keys(value).length === 0;
}

/** Tells what in a session is how large, the largest first. */
function partsOf({ set = {}, say, form, ...rest }: SessionData): ReadonlyMap<string, number> {
  const parts = [
    ...Object.entries(set),
    ['flash messages', say] as const,
    ['a refused form', form] as const,
    ['the session itself', rest] as const,
  ].flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Buffer.byteLength(JSON.stringify(value))] as const],
  );
  return new Map(parts.toSorted(([, one], [, other]) => other - one));
}
