/** What a `ServerSentEvent` is made of. */
export interface ServerSentEventParts<T = unknown> {
  /** A text as it is, anything else as JSON. Default: none, and then no client is told of an event. */
  readonly data?: T;
  /** Which listeners get it: `source.addEventListener(event, …)`. Default: those of `message`. */
  readonly event?: string;
  /** What a client that comes back names as the last that it has seen; empty to forget that. Default: it keeps the last one. */
  readonly id?: string | number;
  /** How long a client waits before it comes back, in milliseconds. Default: what it knows already. */
  readonly retry?: number;
  /** What nobody is shown, such as a word for whoever reads along. Default: none. */
  readonly comment?: string;
}

/**
 * An item of `@Sse` that is more than its data: it has a name, an id, a time to wait or a comment.
 *
 * @throws TypeError if `id` or `event` has a line break or NUL in it, of which a client would make other fields, or if `retry`
 *   is no whole number
 *
 * @example
 * yield new ServerSentEvent({ event: 'shipped', id: order.version, data: order });
 */
export class ServerSentEvent<out T = unknown> {
  readonly data: T | undefined;
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly retry: number | undefined;
  readonly comment: string | undefined;

  constructor({ data, event, id, retry, comment }: ServerSentEventParts<T>) {
    if (event !== undefined) refuseBreaks('event', event);
    if (id !== undefined) refuseBreaks('id', String(id));
    if (retry !== undefined && !(Number.isSafeInteger(retry) && retry >= 0))
      throw new TypeError(`The retry of a ServerSentEvent is ${String(retry)}, and no whole number of milliseconds.`);
    this.data = data;
    this.event = event;
    this.id = id === undefined ? undefined : String(id);
    this.retry = retry;
    this.comment = comment;
  }
}

// oxlint-disable-next-line no-control-regex -- that is what is looked for
const BREAK = /[\r\n\0]/;

function refuseBreaks(field: string, text: string): void {
  if (BREAK.test(text))
    throw new TypeError(
      `The ${field} of a ServerSentEvent is ${JSON.stringify(text)}, and may have no line break or NUL.`,
    );
}
