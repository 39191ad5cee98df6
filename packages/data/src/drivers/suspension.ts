import { AsyncLocalStorage } from 'node:async_hooks';

/** Set where a transaction begins while another one of the same work waits for its end. */
export const suspension = new AsyncLocalStorage<true>();
