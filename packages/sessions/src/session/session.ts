import type { SessionKey } from './session-key.js';

/** Something that is told to a person once, on the next page that they see. */
export interface Flash {
  /** Such as `success` or `error`: what a template makes a class of. */
  readonly kind: string;
  readonly text: string;
}

/**
 * What an application remembers of a visitor from one request to the next. It is in a sealed cookie, which the visitor can
 * neither read nor change, and of which browsers keep 4,096 bytes.
 *
 * A visitor for whom nothing is remembered has no cookie. What is given and taken are copies, as JSON has them.
 */
export interface Session {
  /** Who has signed in: what was given to `signIn`, as text; undefined where nobody has. */
  readonly userId: string | undefined;
  /** Gives what was set; undefined if nothing was. */
  get<T>(key: SessionKey<T>): T | undefined;
  /** The same by name, for plugins of Fastify's. */
  get(name: string): unknown;
  /**
   * Remembers something.
   *
   * @throws TenonError `TENON_SESSIONS_TOO_LARGE` if the cookie would have more than 4,096 bytes, `TENON_SESSIONS_NOT_JSON`,
   *   `TENON_SESSIONS_ALREADY_SENT`; nothing is changed then
   */
  set<T>(key: SessionKey<T>, value: NoInfer<T>): void;
  set(name: string, value: unknown): void;
  has(key: SessionKey<unknown> | string): boolean;
  /** Forgets something. */
  delete(key: SessionKey<unknown> | string): void;
  /**
   * Tells the visitor something on the next page that shows it, however many redirects come before.
   *
   * @param kind - such as `success` or `error`
   * @param text - cut after 500 characters; of more than 10, the first ones are dropped
   */
  flash(kind: string, text: string): void;
  /** Gives what is to be told, and forgets it with the next request. */
  takeFlashes(): readonly Flash[];
  /** Gives a token that a form has to have, or a script's header `x-csrf-token`. It is another one each time, and all of them are good. */
  csrfToken(): string;
  /**
   * Signs somebody in. The session is a new one, with tokens of its own, so that whoever has planted the old one learns nothing;
   * what it remembers stays. Its lifetime begins anew.
   *
   * @param userId - whom `@tenon/auth` is to load, as the `sub` of claims
   */
  signIn(userId: string | number): void;
  /**
   * Makes it a new session with tokens of its own, for what gives a visitor more rights: a second factor, a role. The old one is
   * good for nothing any more.
   */
  renew(): void;
  /** Signs out and forgets everything. The session is refused from now on, by whoever has a copy of its cookie. */
  signOut(): void;
  /**
   * Signs out wherever the same person has signed in.
   *
   * It is known as long as the registry remembers it. For ever, an application notes the time at the user, and refuses claims of
   * `loadUser` whose `iat` is older.
   */
  signOutEverywhere(): void;
}
