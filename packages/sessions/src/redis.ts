import type { SessionRegistry, SignedInSession } from './registry/session-registry.js';

/** What is asked of Redis, as `ioredis` has it. */
export interface RedisCommands {
  set(key: string, value: string, unit: 'PX', milliseconds: number): PromiseLike<unknown>;
  mget(...keys: string[]): PromiseLike<readonly (string | null)[]>;
}

/**
 * Remembers in Redis which sessions have ended: all processes of an application know it, and it outlives them. Each request of
 * somebody who has signed in asks Redis once, and fails if Redis does not answer.
 *
 * @example
 * providers: [
 *   provide(SESSION_REGISTRY, { useFactory: () => new RedisSessionRegistry(new Redis(process.env.REDIS_URL)) }),
 * ]
 */
export class RedisSessionRegistry implements SessionRegistry {
  readonly #redis: RedisCommands;
  readonly #prefix: string;

  /**
   * @param redis - a client of `ioredis`
   * @param prefix - what all keys begin with. Default: `session:`
   */
  constructor(redis: RedisCommands, prefix = 'session:') {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async end(id: string, forMs: number): Promise<void> {
    await this.#redis.set(this.#ended(id), '1', 'PX', Math.max(1, Math.ceil(forMs)));
  }

  async endAll(sub: string, before: number, forMs: number): Promise<void> {
    await this.#redis.set(this.#endedAll(sub), String(before), 'PX', Math.max(1, Math.ceil(forMs)));
  }

  async hasEnded({ id, sub, signedInAt }: SignedInSession): Promise<boolean> {
    const [ended, before] = await this.#redis.mget(this.#ended(id), this.#endedAll(sub));
    return ended != null || (before != null && signedInAt <= Number(before));
  }

  #ended(id: string): string {
    return `${this.#prefix}ended:${id}`;
  }

  #endedAll(sub: string): string {
    return `${this.#prefix}ended-all:${sub}`;
  }
}
