import type { ServerResponse } from 'node:http';
import { CONTEXT, type RequestContext, type WithContext } from '../contracts/context.js';

/**
 * The requests that are being answered, from their first hook until their response is closed; the oldest first.
 *
 * A list whose links are in its members: every request comes in and goes out, so that neither may cost anything.
 */
export class OpenRequests implements Iterable<RequestContext> {
  #first: RequestContext | undefined;
  #last: RequestContext | undefined;
  #count = 0;
  readonly #remove: (this: ServerResponse) => void;

  constructor() {
    // One function for all of them, which finds its request by the response that it is called on.
    const remove = (context: RequestContext): void => {
      this.#take(context);
      context.end();
    };
    this.#remove = function removeClosed(this: ServerResponse) {
      remove((this as unknown as WithContext)[CONTEXT]);
    };
  }

  get count(): number {
    return this.#count;
  }

  /** Adds a request, which leaves when its response is closed: after the last byte, or when the client goes away. */
  add(context: RequestContext, response: ServerResponse): void {
    const last = this.#last;
    context.previous = last;
    if (last === undefined) this.#first = context;
    else last.next = context;
    this.#last = context;
    this.#count++;
    (response as unknown as WithContext)[CONTEXT] = context;
    response.on('close', this.#remove);
  }

  /** Counts those of which no reply has begun. */
  countWaiting(): number {
    let waiting = 0;
    for (let at = this.#first; at !== undefined; at = at.next) if (!at.response.headersSent) waiting++;
    return waiting;
  }

  *[Symbol.iterator](): Iterator<RequestContext> {
    let at = this.#first;
    while (at !== undefined) {
      const { next } = at;
      yield at;
      at = next;
    }
  }

  #take(context: RequestContext): void {
    const { previous, next } = context;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    context.previous = undefined;
    context.next = undefined;
    this.#count--;
  }
}
