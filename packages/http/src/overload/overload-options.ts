/** When an application refuses requests because it has more to do than it can. */
export interface OverloadOptions {
  /**
   * How long requests may have waited until the process could take them up, in milliseconds, before it begins to refuse
   * some. Its longest single task is not counted. Default: 500.
   */
  readonly maxWaitMs?: number;
  /** How many requests may wait for their replies at once. Those whose reply has begun do not count. Default: 2,000. */
  readonly maxWaiting?: number;
  /** After how many seconds refused clients are told to come back. Default: 1. */
  readonly retryAfterSeconds?: number;
}
