import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger, Optional } from '@tenon/core';
import { createContextKey, HttpException, type RequestContext, TooManyRequestsException } from '@tenon/http';
import { ATTEMPT_STORE, type AttemptStore } from './attempt-store.js';
import { MemoryAttempts } from './memory-attempts.js';
import { networkOf } from './network-of.js';

/** How often something may be tried. */
export interface Limit {
  readonly attempts: number;
  /** How long they count, from the first one on, in seconds. */
  readonly seconds: number;
}

/** What a request has counted, and takes back if it succeeds. */
interface Attempt {
  readonly counted: string[];
  /** What is remembered of an account if its owner has signed in. */
  known: string | undefined;
  /** Whether the handler has refused it, whatever a filter makes of that: a redirect is no success then. */
  isRefused: boolean;
}

const ATTEMPT = createContextKey<Attempt>('sign-in attempt');
/** How long an address is known to an account after its owner has signed in from it, in milliseconds: 30 days. */
const KNOWN_MS = 30 * 24 * 60 * 60 * 1000;

/** Counts attempts to sign in. A class that no module lists, so that it sees the store which the application provides. */
@Injectable()
export class SignInAttempts {
  readonly #store: AttemptStore;
  readonly #logger: Logger;

  constructor(logger: Logger, @Optional() @Inject(ATTEMPT_STORE) store?: AttemptStore) {
    this.#logger = logger;
    this.#store = store ?? new MemoryAttempts();
  }

  /** Counts an attempt from an address, whatever the account. */
  async countAddress(context: RequestContext, limit: Limit): Promise<true> {
    await this.#count(context, `address:${networkOf(context.request.ip)}`, limit);
    return true;
  }

  /** Counts an attempt for an account. */
  async countAccount(context: RequestContext, name: string, limit: Limit, elsewhere: Limit): Promise<true> {
    const account = digestOf(name);
    const here = `${account}:${networkOf(context.request.ip)}`;
    const known = `known:${here}`;
    await this.#count(context, `account:${here}`, limit);
    if ((await this.#store.count(known)) === 0) await this.#count(context, `elsewhere:${account}`, elsewhere);
    this.#attemptOf(context).known = known;
    return true;
  }

  /** Notes that the handler has refused an attempt. */
  noteRefusal(context: RequestContext, error: unknown): void {
    if (error instanceof HttpException && error.status < 500) this.#attemptOf(context).isRefused = true;
  }

  async #count(context: RequestContext, what: string, { attempts, seconds }: Limit): Promise<void> {
    // A success on a route with other limits takes nothing back here.
    const key = `${seconds}:${what}`;
    const { count, endsInMs } = await this.#store.add(key, seconds * 1000);
    this.#attemptOf(context).counted.push(key);
    if (count <= attempts) return;
    throw new TooManyRequestsException('There were too many attempts. Try again later.', {
      code: 'too-many-attempts',
      headers: { 'retry-after': String(Math.max(1, Math.ceil(endsInMs / 1000))) },
    });
  }

  #attemptOf(context: RequestContext): Attempt {
    const known = context.get(ATTEMPT);
    if (known) return known;
    const attempt: Attempt = { counted: [], known: undefined, isRefused: false };
    context.set(ATTEMPT, attempt);
    const { raw } = context.reply;
    raw.once('finish', () => void this.#settle(attempt, raw.statusCode));
    return attempt;
  }

  /** Takes back what was no failed attempt: it succeeded, or the server failed and told nothing. */
  async #settle({ counted, known, isRefused }: Attempt, status: number): Promise<void> {
    if (isRefused || (status >= 400 && status < 500)) return;
    try {
      for (const key of counted) await this.#store.remove(key);
      if (status < 400 && known !== undefined && (await this.#store.count(known)) === 0)
        await this.#store.add(known, KNOWN_MS);
    } catch (error) {
      this.#logger.error('Attempts that succeeded could not be taken back.', { error });
    }
  }
}

/** What comes behind it in a name makes no other name. An address of mail has 254 at most (RFC 5321 §4.5.3.1.3). */
const MOST_CHARACTERS = 512;

/**
 * Names belong into no store: equal ones have equal digests.
 *
 * Databases differ in which names are the same to them. Here more are than in any of them, so that no other spelling of a name
 * has attempts of its own: case, forms, accents, blanks, and what is not seen, are left out.
 */
function digestOf(name: string): string {
  // Cut first: to put half a million accents in order takes minutes.
  const plain = name
    .slice(0, MOST_CHARACTERS)
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{C}\s]/gu, '')
    .toUpperCase();
  return createHash('sha256').update(plain).digest('base64url').slice(0, 22);
}
