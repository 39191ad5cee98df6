import type { AsyncLocalStorage } from 'node:async_hooks';
import { capturePlace, type CurrentRequest, formatPlace, type Logger, type OnShutdown, type Place } from '@tenon/core';
import { type EventSubscriber, TransactionContext, type TransactionEventArgs } from '@mikro-orm/sql';

/** What is to be done, and where that was said. */
interface Task {
  readonly work: () => unknown;
  readonly place: Place;
}

/** What is to be done after a transaction, by its own object; a savepoint's is handed on to what it is a part of. */
const waiting = new WeakMap<object, Task[]>();

/** Those of all applications in this process: where there is no transaction, nothing else says whose log it is. */
const open = new Set<AfterCommit>();

/**
 * Does something once what is done now can no longer be taken back: when the outermost transaction has been committed.
 * When it is rolled back, nothing is done; outside of a transaction, it is done at once.
 *
 * The transaction is over by then, so that the work uses the request's identity map, and has to flush what it changes.
 * It is waited for; what it throws is logged, since it can undo nothing. What is done at once is not waited for, and what it
 * throws is logged as well: whoever calls a method need not know whether there is a transaction around it.
 *
 * @example
 * afterCommit(() => this.mailer.send(order.email));
 */
export function afterCommit(work: () => unknown): void {
  const task: Task = { work, place: capturePlace(afterCommit) };
  const transaction = TransactionContext.currentTransactionContext()?.em.getTransactionContext() as object | undefined;
  if (transaction === undefined) {
    doAtOnce(task);
    return;
  }
  const list = waiting.get(transaction);
  if (list) list.push(task);
  else waiting.set(transaction, [task]);
}

function doAtOnce(task: Task): void {
  const all = [...open];
  const here = all.find((one) => one.isServing) ?? all.at(-1);
  // Without any application there is no log, and it is the caller's.
  if (here) void here.run(task);
  else void task.work();
}

/** Hears of every transaction of an application, MikroORM's own ones included. */
export class AfterCommit implements EventSubscriber, OnShutdown {
  readonly #current: CurrentRequest;
  readonly #logger: Logger;
  /** What a savepoint is a part of. */
  readonly #parents = new WeakMap<object, object>();
  /** What is beginning in a manager is part of this. */
  readonly #beginning = new WeakMap<object, object>();

  constructor(current: CurrentRequest, logger: Logger) {
    this.#current = current;
    this.#logger = logger;
    open.add(this);
  }

  /** Whether its application is serving what goes on here. */
  get isServing(): boolean {
    return this.#current.get() !== undefined;
  }

  /** Does some work, and logs what it throws. */
  async run({ work, place }: Task): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.error('What was to be done after a transaction has failed.', { error, place: formatPlace(place) });
    }
  }

  onShutdown(): void {
    open.delete(this);
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
    for (const { work, place } of list) await this.run({ work: () => outside(work), place });
  }

  afterTransactionRollback({ transaction }: TransactionEventArgs): void {
    take(transaction);
  }
}

/** Does work outside of every transaction. MikroORM has no public way out of one. */
function outside(work: Task['work']): unknown {
  const { storage } = TransactionContext as unknown as { readonly storage: AsyncLocalStorage<unknown> };
  return storage.run(undefined, work);
}

function take(transaction: TransactionEventArgs['transaction']): Task[] | undefined {
  if (!transaction) return undefined;
  const list = waiting.get(transaction as object);
  waiting.delete(transaction as object);
  return list;
}
