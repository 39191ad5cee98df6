import { capturePlace, createInjectDecorator, declareWrapper, TenonError } from '@tenon/core';
import { Database } from '../database/database.js';
import type { TransactionOptions } from '../database/run-transaction.js';
import * as faults from '../errors.js';

/** Where the container puts the database into the instances of a class that has such methods. */
const DATABASE = Symbol('@Transactional');

interface WithDatabase {
  readonly [DATABASE]?: Database;
}

/** Stands on methods that give a promise: a transaction cannot end before its work. */
export type TransactionalDecorator = <F extends (...parameters: never[]) => PromiseLike<unknown>>(
  prototype: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<F>,
) => void;

/**
 * Runs a method in a transaction: what it has changed is flushed and committed when it ends, and rolled back when it throws.
 * One that joins a transaction which is open already is flushed with that.
 *
 * It stands on methods of whatever the container makes: services, controllers, workers. Whoever calls such a method of
 * its own calls it in a transaction, too.
 *
 * @example
 * @Transactional()
 * async place(input: PlaceOrder): Promise<Order> {
 *   afterCommit(() => this.mailer.confirm(input.email));
 *   return this.orders.create(input);
 * }
 */
export function Transactional(options: TransactionOptions = {}): TransactionalDecorator {
  const place = capturePlace(Transactional);
  return (prototype, key, descriptor) => {
    const method = descriptor?.value as ((...given: unknown[]) => unknown) | undefined;
    const owner = typeof prototype === 'function' ? prototype : prototype.constructor;
    const title = `${owner.name}.${String(key)}`;
    if (typeof prototype === 'function' || typeof method !== 'function') {
      throw new TenonError([faults.notAMethod({ member: title })]);
    }
    createInjectDecorator(Database, 'Transactional', place)(prototype, DATABASE);
    async function inTransaction(this: WithDatabase, ...given: unknown[]): Promise<unknown> {
      const database = this[DATABASE];
      if (database === undefined) throw new TenonError([faults.notMadeByContainer({ method: title })]);
      return await database.transaction(() => method?.apply(this, given), options);
    }
    Object.defineProperties(inTransaction, { name: { value: method.name }, length: { value: method.length } });
    declareWrapper(inTransaction, method);
    descriptor.value = inTransaction as never;
  };
}
