import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from '@tenon/core';
import { type EventSubscriber, TransactionContext, type TransactionEventArgs } from '@mikro-orm/sql';

type Work = () => unknown;

/** What is to be done after a transaction, by its own object; a savepoint's is handed on to what it is a part of. */
const waiting = new WeakMap<object, Work[]>();

/**
 * Does something once what is done now can no longer be taken back: when the outermost transaction has been committed.
 * When it is rolled back, nothing is done; outside of a transaction, it is done at once.
 *
 * The transaction is over by then, so that the work uses the request's identity map, and has to flush what it changes.
 * It is waited for; what it throws is logged, since it can undo nothing.
 *
 * @example
 * afterCommit(() => this.mailer.send(order.email));
 */
export function afterCommit(work: () => unknown): void {
  const transaction = TransactionContext.currentTransactionContext()?.em.getTransactionContext() as object | undefined;
  if (transaction === undefined) {
    void work();
    return;
  }
  const list = waiting.get(transaction);
  if (list) list.push(work);
  else waiting.set(transaction, [work]);
}

/** Hears of every transaction of an application, MikroORM's own ones included. */
export class AfterCommit implements EventSubscriber {
  readonly #logger: Logger;
  /** What a savepoint is a part of. */
  readonly #parents = new WeakMap<object, object>();
  /** What is beginning in a manager is part of this. */
  readonly #beginning = new WeakMap<object, object>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  beforeTransactionStart({ em, transaction }: TransactionEventArgs): void {
    if (transaction) this.#beginning.set(em, transaction as object);
  }

  afterTransactionStart({ em, transaction }: TransactionEventArgs): void {
    const parent = this.#beginning.get(em);
    this.#beginning.delete(em);
    if (parent && transaction) this.#parents.set(transaction as object, parent);
  }

  async afterTransactionCommit({ transaction }: TransactionEventArgs): Promise<void> {
    const list = take(transaction);
    if (list === undefined) return;
    const parent = this.#parents.get(transaction as object);
    if (parent) {
      waiting.set(parent, [...(waiting.get(parent) ?? []), ...list]);
      return;
    }
    for (const work of list) {
      try {
        await outside(work);
      } catch (error) {
        this.#logger.error('What was to be done after a transaction has failed.', { error });
      }
    }
  }

  afterTransactionRollback({ transaction }: TransactionEventArgs): void {
    take(transaction);
  }
}

/** Does work outside of every transaction. MikroORM has no public way out of one. */
function outside(work: Work): unknown {
  const { storage } = TransactionContext as unknown as { readonly storage: AsyncLocalStorage<unknown> };
  return storage.run(undefined, work);
}

function take(transaction: TransactionEventArgs['transaction']): Work[] | undefined {
  if (!transaction) return undefined;
  const list = waiting.get(transaction as object);
  waiting.delete(transaction as object);
  return list;
}
