import type { InputError } from './invalid-input.js';

/** The body of an error reply. @see RFC 9457 */
export interface Problem {
  /** A URI that names the kind of problem; `about:blank` says no more than the status. */
  readonly type: string;
  /** The kind of problem in words. */
  readonly title: string;
  readonly status: number;
  /** What happened, in a sentence. */
  readonly detail?: string;
  /** A stable name for programs. */
  readonly code?: string;
  /** Finds the log lines of the request. */
  readonly requestId: string;
  /** All that is wrong with the request's input, where that is the problem. */
  readonly errors?: readonly InputError[];
  readonly [extension: string]: unknown;
}
