import { createToken, type Token } from '@tenon/core';

/** What `SessionsModule.with` takes. */
export interface SessionsOptions {
  /**
   * Other origins whose pages may send requests that change something, such as `https://app.example.com`. They need the token
   * all the same. Default: none.
   */
  readonly trustedOrigins?: readonly string[];
  /**
   * Whether a browser keeps the session when it is closed, for as long as it may be idle. Default: false, as OWASP's session
   * management cheat sheet recommends.
   */
  readonly outlivesBrowser?: boolean;
}

/** What the application says to `SessionsModule.with`. */
export const SESSIONS_OPTIONS: Token<SessionsOptions> = createToken<SessionsOptions>('sessions options');
