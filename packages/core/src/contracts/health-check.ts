import { createMultiToken, type MultiToken } from '../metadata/token.js';

/**
 * Something that must work before work is sent here, such as a connection to a database.
 *
 * @example
 * @Injectable()
 * class DatabaseCheck implements HealthCheck {
 *   readonly name = 'database';
 *   constructor(private readonly database: Database) {}
 *   async check(signal: AbortSignal) {
 *     await this.database.query('select 1', { signal });
 *   }
 * }
 */
export interface HealthCheck {
  /** What it is called in results and in the log. */
  readonly name: string;
  /** How long it may take, in milliseconds. Default: 2,000. */
  readonly timeoutMs?: number;
  /**
   * Fails by throwing. An object that it gives stands in the result, for those who may see it.
   *
   * @param signal - aborted when its time is up
   */
  check(signal: AbortSignal): unknown;
}

/** By this token any module contributes its checks. */
export const HEALTH_CHECK: MultiToken<HealthCheck> = createMultiToken<HealthCheck>('health check');
