import { availableParallelism } from 'node:os';
import { randomBytes } from 'node:crypto';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import { Inject, Injectable, Logger, Optional, TenonError } from '@tenon/core';
import { UnprocessableEntityException } from '@tenon/http';
import * as faults from '../errors.js';
import { AUTH_OPTIONS, type AuthOptions, type OlderHashes } from '../setup/auth-options.js';
import { kindOfHash } from './kind-of-hash.js';
import { Turnstile } from './turnstile.js';

/** How long a password may be, in bytes. */
const MOST_BYTES = 1024;
/** What a stored hash may cost at most, unless new ones cost more: memory in KiB, and that times passes. */
const MOST_MEMORY = 262_144;
const MOST_WORK = 4 * MOST_MEMORY;
/** What new ones cost at least in production: 7 MiB, and five passes over them or as much. */
const LEAST_MEMORY = 7168;
const LEAST_WORK = 5 * LEAST_MEMORY;
/** How many may wait for a hash: with 30 ms each, the last one waits for some seconds. */
const MOST_WAITING = 100;

/**
 * Hashes passwords by argon2id, and compares them with hashes.
 *
 * The defaults, 19 MiB in two passes, are OWASP's. A flood of sign-ins takes neither all memory nor all threads: few are
 * hashed at a time, some wait, and the others are answered with 503.
 *
 * @see RFC 9106, OWASP Password Storage Cheat Sheet
 *
 * @example
 * const account = await this.accounts.findByEmail(email);
 * if (!(await this.passwords.verify(password, account?.hash))) throw new WrongCredentialsException();
 */
@Injectable()
export class Passwords {
  readonly #cost: Required<Pick<Options, 'memoryCost' | 'timeCost' | 'parallelism'>>;
  /** Takes as long to compare with as any hash, and no password has it: it was drawn by lot, and made from none. */
  readonly #nobody: string;
  // One thread of the pool's four stays free, and one processor for the event loop.
  readonly #turnstile = new Turnstile(Math.max(1, Math.min(availableParallelism(), 4) - 1), MOST_WAITING);

  readonly #older: OlderHashes | undefined;
  readonly #logger: Logger;
  /** The kinds of hashes that were told to be never right. */
  readonly #told = new Set<string>();

  /** @throws TenonError `TENON_AUTH_INVALID_COST` */
  constructor(logger: Logger, @Optional() @Inject(AUTH_OPTIONS) options?: AuthOptions) {
    const { memory = 19_456, passes = 2, lanes = 1, older } = options?.passwords ?? {};
    this.#logger = logger;
    this.#older = older;
    this.#cost = { memoryCost: memory, timeCost: passes, parallelism: lanes };
    const problem = problemOf(memory, passes, lanes);
    const cost = `${memory} KiB, ${passes} passes, ${lanes} lanes`;
    if (problem !== undefined) throw new TenonError([faults.invalidCost({ cost, problem })]);
    this.#nobody = `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${drawn(16)}$${drawn(32)}`;
  }

  /**
   * Gives what is stored in place of a password: a text of about 100 characters, which holds its salt and its cost.
   *
   * @throws UnprocessableEntityException if it has more than 1,024 bytes
   * @throws ServiceUnavailableException if too many wait already
   */
  async hash(password: string): Promise<string> {
    const secret = secretOf(password);
    if (secret === undefined) throw new UnprocessableEntityException(`A password has ${MOST_BYTES} bytes at most.`);
    return this.#turnstile.pass(() => hash(secret, this.#cost));
  }

  /**
   * Tells whether a password is the one that a hash was made from.
   *
   * Without a hash it takes as long, and is false: who measures the time does not learn which accounts there are. Whoever
   * returns early for an unknown account tells them.
   *
   * @param stored - what `hash` gave; undefined or null for an account that there is not, or that has no password. One that
   *   takes more than 256 MiB, or than four passes over them, and more than new ones do, is no password's. One that is not argon2's
   *   is verified by `older` of `AuthModule.with({ passwords })`; where that is not there, it is never right, and the log says so
   * @throws ServiceUnavailableException if too many wait already
   */
  async verify(password: string, stored: string | null | undefined): Promise<boolean> {
    const secret = secretOf(password);
    const isOwn = typeof stored === 'string' && this.#isAffordable(stored);
    const foreign = isOwn || typeof stored !== 'string' || stored === '' ? undefined : stored;
    const isOlder = foreign !== undefined && this.#older !== undefined && !foreign.startsWith('$argon2');
    if (foreign !== undefined && !isOlder) this.#tellKind(foreign);
    // Each sign-in does the same work, whatever is stored: where there are older hashes, one of each kind.
    const { own, older } = await this.#turnstile.pass(async () => ({
      own: await verify(isOwn ? stored : this.#nobody, secret ?? ''),
      older:
        this.#older && (await this.#isOlderRight(this.#older, secret ? password : '', isOlder ? foreign : undefined)),
    }));
    return secret !== undefined && ((isOwn && own) || (isOlder && older === true));
  }

  /**
   * Whether a hash costs something else than new ones do, and so should be replaced when its owner has signed in.
   *
   * @example
   * if (this.passwords.needsRehash(account.hash)) account.hash = await this.passwords.hash(password);
   */
  needsRehash(stored: string): boolean {
    const cost = costOf(stored);
    if (cost === undefined || !stored.startsWith('$argon2id$v=19$')) return true;
    const { memoryCost, timeCost, parallelism } = this.#cost;
    return cost.memoryCost !== memoryCost || cost.timeCost !== timeCost || cost.parallelism !== parallelism;
  }

  async #isOlderRight(older: OlderHashes, password: string, stored = older.example): Promise<boolean> {
    try {
      // Whatever else than true JavaScript may give is a no.
      const isRight: unknown = await older.verify(password, stored);
      return isRight === true;
    } catch (error) {
      this.#logger.error('An older hash could not be verified.', { error });
      return false;
    }
  }

  /** Tells once of each kind, so that nobody who cannot sign in fills the log. */
  #tellKind(stored: string): void {
    const kind = kindOfHash(stored);
    if (this.#told.has(kind)) return;
    this.#told.add(kind);
    this.#logger.warn(
      `A hash of ${kind} is stored for a user, which is never right: whoever has one cannot sign in. ` +
        'AuthModule.with({ passwords: { older } }) says how to verify it, until hashes of argon2id have taken its place.',
    );
  }

  /** What a hash costs stands in itself: one that came into the database somehow must not take all memory, or a thread for good. */
  #isAffordable(stored: string): boolean {
    const cost = costOf(stored);
    if (cost === undefined) return false;
    const { memoryCost, timeCost } = this.#cost;
    return (
      cost.memoryCost <= Math.max(MOST_MEMORY, memoryCost) &&
      cost.memoryCost * cost.timeCost <= Math.max(MOST_WORK, memoryCost * timeCost)
    );
  }
}

/**
 * Gives the bytes of a password, undefined for one that is too long. The same letters in another order of code points are the
 * same password (NIST SP 800-63B-4 §3.1.1.2).
 */
function secretOf(password: string): Buffer | undefined {
  // Before they are put in order: with half a million accents, that takes minutes.
  if (password.length > MOST_BYTES) return undefined;
  const secret = Buffer.from(password.normalize('NFC'));
  return secret.length > MOST_BYTES ? undefined : secret;
}

/** @see RFC 9106 §3.1; in production what OWASP calls the least, since KiB are easily taken for MiB */
function problemOf(memory: number, passes: number, lanes: number): string | undefined {
  const isPossible = [memory, passes, lanes].every((each) => Number.isInteger(each) && each > 0 && each < 2 ** 24);
  if (!isPossible || memory < 8 * lanes) return 'is none that argon2 has';
  const isLittle = memory < LEAST_MEMORY || memory * passes < LEAST_WORK;
  return isLittle && process.env['NODE_ENV'] === 'production' ? 'is less than production may have' : undefined;
}

function drawn(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '');
}

/** Undefined for what is no hash of argon2's. */
function costOf(stored: string): Required<Pick<Options, 'memoryCost' | 'timeCost' | 'parallelism'>> | undefined {
  try {
    return parseOptions(stored);
  } catch {
    return undefined;
  }
}
