import { availableParallelism } from 'node:os';
import { randomBytes } from 'node:crypto';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import { Inject, Injectable, Optional } from '@tenon/core';
import { UnprocessableEntityException } from '@tenon/http';
import { AUTH_OPTIONS, type AuthOptions } from '../setup/auth-options.js';
import { Turnstile } from './turnstile.js';

/** How long a password may be, in bytes. */
const MOST_BYTES = 1024;
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

  constructor(@Optional() @Inject(AUTH_OPTIONS) options?: AuthOptions) {
    const { memory = 19_456, passes = 2, lanes = 1 } = options?.passwords ?? {};
    this.#cost = { memoryCost: memory, timeCost: passes, parallelism: lanes };
    this.#nobody = `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${drawn(16)}$${drawn(32)}`;
  }

  /**
   * Gives what is stored in place of a password: a text of about 100 characters, which holds its salt and its cost.
   *
   * @throws UnprocessableEntityException if it has more than 1,024 bytes
   * @throws ServiceUnavailableException if too many wait already
   */
  async hash(password: string): Promise<string> {
    const secret = bytesOf(password);
    if (secret.length > MOST_BYTES)
      throw new UnprocessableEntityException(`A password has ${MOST_BYTES} bytes at most.`);
    return this.#turnstile.pass(() => hash(secret, this.#cost));
  }

  /**
   * Tells whether a password is the one that a hash was made from.
   *
   * Without a hash it takes as long, and is false: who measures the time does not learn which accounts there are. Whoever
   * returns early for an unknown account tells them.
   *
   * @param stored - what `hash` gave; undefined or null for an account that there is not, or that has no password
   * @throws ServiceUnavailableException if too many wait already
   */
  async verify(password: string, stored: string | null | undefined): Promise<boolean> {
    const secret = bytesOf(password);
    const isKnown = typeof stored === 'string' && isHash(stored) && secret.length <= MOST_BYTES;
    const isRight = await this.#turnstile.pass(() =>
      verify(isKnown ? stored : this.#nobody, secret.length <= MOST_BYTES ? secret : ''),
    );
    return isKnown && isRight;
  }

  /**
   * Whether a hash costs something else than new ones do, and so should be replaced when its owner has signed in.
   *
   * @example
   * if (this.passwords.needsRehash(account.hash)) account.hash = await this.passwords.hash(password);
   */
  needsRehash(stored: string): boolean {
    if (!isHash(stored) || !stored.startsWith('$argon2id$v=19$')) return true;
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    const wanted = this.#cost;
    return memoryCost !== wanted.memoryCost || timeCost !== wanted.timeCost || parallelism !== wanted.parallelism;
  }
}

/** The same letters in another order of code points are the same password (NIST SP 800-63B-4 §3.1.1.2). */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFC'));
}

function drawn(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '');
}

function isHash(text: string): boolean {
  try {
    parseOptions(text);
    return true;
  } catch {
    return false;
  }
}
