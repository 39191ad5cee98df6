import { createToken, type Token } from '@tenon/core';

/** What is known of a session of somebody who has signed in. */
export interface SignedInSession {
  /** Its id: 22 letters, digits, - and _. */
  readonly id: string;
  /** Who has signed in. */
  readonly sub: string;
  /** When they signed in, in milliseconds since 1970. */
  readonly signedInAt: number;
}

/**
 * Knows which sessions have ended before their time: those of which somebody has signed out. A cookie that was copied before is
 * then good for nothing.
 *
 * It is in memory by default. An application that runs in several processes, or that must not forget it when it starts anew,
 * provides `SESSION_REGISTRY`, such as `RedisSessionRegistry` of `@tenon/sessions/redis`.
 */
export interface SessionRegistry {
  /**
   * Notes that a session has ended.
   *
   * @param forMs - how long its cookie would be good for, in milliseconds: so long it must be remembered
   */
  end(id: string, forMs: number): void | PromiseLike<void>;
  /**
   * Notes that all sessions of somebody have ended.
   *
   * @param before - sessions of whoever signed in until then, in milliseconds since 1970
   * @param forMs - how long it must be remembered, in milliseconds
   */
  endAll(sub: string, before: number, forMs: number): void | PromiseLike<void>;
  /** Whether a session has ended. */
  hasEnded(session: SignedInSession): boolean | PromiseLike<boolean>;
}

/** By this token an application says where it is known which sessions have ended. */
export const SESSION_REGISTRY: Token<SessionRegistry> = createToken<SessionRegistry>('session registry');
