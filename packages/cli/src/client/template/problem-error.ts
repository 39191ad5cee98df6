//#region client
/** What may be known of a problem. @see RFC 9457 */
export interface ProblemDetails {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  /** What happened, in a sentence. */
  readonly detail?: string;
  /** A stable name for programs. */
  readonly code?: string;
  /** All that is wrong with the input, where that is the problem. */
  readonly errors?: readonly {
    readonly in: string;
    readonly name?: string;
    readonly pointer?: string;
    readonly code: string;
    readonly message: string;
  }[];
}

/** What `unwrap` throws: a reply that is a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly problem: ProblemDetails;
  readonly response: Response;

  constructor(problem: unknown, response: Response) {
    const known: ProblemDetails = typeof problem === 'object' && problem !== null ? problem : {};
    super(known.detail ?? known.title ?? `${response.url} answered ${response.status}.`);
    this.status = response.status;
    this.problem = known;
    this.response = response;
  }
}

/** Gives what went wrong. What stands between the service and the client may answer without a word, or with a page. */
function problemOf(error: unknown, response: Response): unknown {
  const isPage = /^text\/html\b/i.test(response.headers.get('content-type') ?? '');
  // Who asks whether there is an error is to get one, whatever nothing it was.
  if (!isPage && error) return error;
  return { type: 'about:blank', title: response.statusText || `Status ${response.status}`, status: response.status };
}
//#endregion

export { problemOf };
