import secureSession from '@fastify/secure-session';
import type { FastifyInstance } from 'fastify';
import { cookieValues } from './cookie-values.js';

/** What a browser keeps of one cookie at least, with its name and attributes, in bytes: RFC 6265 §6.1. */
const MOST_BYTES = 4096;

/** How cookies are sealed. */
interface Seal {
  /** The first one seals, and all of them open. */
  readonly keys: readonly Buffer[];
  /** How long one is good for after it was sealed, in seconds. */
  readonly idle: number;
  /** Whether cookies are for TLS alone. */
  readonly isSecure: boolean;
  readonly outlivesBrowser: boolean;
}

/** What stands in a cookie, and whether it was sealed by a key that seals no more. */
export interface Opened {
  readonly data: object;
  /** When it was sealed, in seconds since 1970. */
  readonly sealedAt: number;
  readonly isOfOldKey: boolean;
}

/** The name under which the plugin keeps what it needs: no request ever has this property. */
const SEALED = 'sealedSession';

/**
 * Seals and opens the cookie of sessions.
 *
 * @fastify/secure-session does it, in a scope of its own, in which there is no route: its hooks would open every cookie of every
 * request, and write one without regard to its size.
 */
export class SealedCookie {
  readonly name: string;
  /** Behind the value. */
  readonly #attributes: string;
  readonly #clearing: string;
  #plugin: FastifyInstance | undefined;

  constructor(fastify: FastifyInstance, { keys, idle, isSecure, outlivesBrowser }: Seal) {
    // What begins like this, browsers take over TLS, for `/` and from this very host alone: no neighbour can set it (RFC 6265bis §4.1.3.2).
    this.name = isSecure ? '__Host-session' : 'session';
    const rules = `; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
    this.#attributes = outlivesBrowser ? `${rules}; Max-Age=${idle}` : rules;
    this.#clearing = `${this.name}=${rules}; Max-Age=0`;
    fastify.register((scope, _, done) => {
      this.#plugin = scope;
      scope.register(secureSession, { key: [...keys], expiry: idle, sessionName: SEALED });
      done();
    });
  }

  /** Gives the values that a request has: several are several people's. */
  valuesOf(header: string | undefined): readonly string[] {
    return cookieValues(header, this.name);
  }

  /** Gives what a cookie has; undefined for one that is not ours, was changed, or is too old. */
  open(value: string): Opened | undefined {
    // Base64 as it may stand in a cookie without being encoded.
    if (value.length > MOST_BYTES || !/^[\w-]+\.[\w-]+$/.test(value)) return undefined;
    const opened = this.#ready.decodeSecureSession(value.replace('.', ';'), undefined, SEALED);
    if (opened === null) return undefined;
    const sealedAt = Number((opened as unknown as { get(name: string): unknown }).get('__ts'));
    return { data: opened.data() ?? {}, sealedAt, isOfOldKey: opened.changed };
  }

  /**
   * Gives the header that sets a cookie.
   *
   * @param data - something of which `sizeOf` is no more than `mostBytes`
   * @param now - in seconds since 1970
   */
  seal(data: object, now: number): string {
    const plugin = this.#ready;
    const made = plugin.createSecureSession({ ...data, __ts: now } as never);
    const value = plugin.encodeSecureSession(made, SEALED);
    return `${this.name}=${value.replace(';', '.').replace(/[+/=]/g, asInUrl)}${this.#attributes}`;
  }

  /** Gives the header that takes the cookie away. */
  clear(): string {
    return this.#clearing;
  }

  /** How large the cookie would be, in bytes: of its name, its value and its attributes. */
  sizeOf(data: object): number {
    const bytes = Buffer.byteLength(JSON.stringify({ ...data, __ts: 1_000_000_000 })) + MAC_SIZE;
    return this.name.length + 1 + Math.ceil((bytes * 4) / 3) + 1 + NONCE_LENGTH + this.#attributes.length;
  }

  get mostBytes(): number {
    return MOST_BYTES;
  }

  get #ready(): FastifyInstance {
    if (this.#plugin === undefined) throw new TypeError('Sessions are not there before the server is ready.');
    return this.#plugin;
  }
}

/** Of libsodium's secretbox, in bytes. */
const MAC_SIZE = 16;
/** Of 24 bytes in Base64. */
const NONCE_LENGTH = 32;

function asInUrl(letter: string): string {
  return letter === '+' ? '-' : letter === '/' ? '_' : '';
}
