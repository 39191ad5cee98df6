import type { RequestContext } from '../contracts/context.js';

/** How an application tells that it is well. */
export interface HealthOptions {
  /** Where it is told: `PATH/live` and `PATH/ready`. It stands behind no prefix. Default: `/health`. */
  readonly path?: string;
  /**
   * Who is told of each check, with its duration and its error; others are told only whether all is well. A function is
   * asked for each request. Default: everybody, unless `NODE_ENV` is `production`; nobody then.
   */
  readonly details?: boolean | ((context: RequestContext) => boolean | PromiseLike<boolean>);
}

/** Gives what the paths begin with, without a slash at the end. */
export function healthPath({ path = '/health' }: HealthOptions): string {
  return path.replace(/\/+$/, '');
}
