import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestContext } from '@tenon/http';

/** What a test's request takes along on its way through the server. */
export interface Ticket {
  /** What the server logs while it serves it, ready to be shown. */
  readonly log: string[];
  /** What is to be done in the place of serving it. It is taken away when it begins. */
  work?: ((context: RequestContext) => unknown) | undefined;
}

/** By this a request that was sent without a network is known again on the other side, with nothing added to it. */
export const tickets = new AsyncLocalStorage<Ticket>();
