import { type CurrentRequest, TenonError } from '@tenon/core';
import {
  type EntityManager,
  IsolationLevel,
  type MikroORM,
  TransactionContext,
  TransactionPropagation,
} from '@mikro-orm/sql';
import { type DatabaseAddress, IN_MEMORY } from '../drivers/database-url.js';
import { suspension } from '../drivers/suspension.js';
import * as faults from '../errors.js';
import { RememberedObjects } from './remembered-objects.js';

/** What a transaction is like. */
export interface TransactionOptions {
  /**
   * What becomes of a transaction that is open already:
   *
   * - `required`: the work is part of it; where there is none, one begins
   * - `requires-new`: the work has another one, which is committed whatever becomes of the first
   * - `nested`: the work is a part of it that can fail alone (a savepoint); where there is none, one begins
   *
   * Default: `required`.
   */
  readonly propagation?: 'required' | 'requires-new' | 'nested';
  /** Whether the work only reads: the database then refuses to write. Default: false. */
  readonly readOnly?: boolean;
  /** How much of other transactions it sees. Default: the database's own. SQLite's are always serializable. */
  readonly isolationLevel?: 'read committed' | 'repeatable read' | 'serializable';
}

/** Some work, and what it gets. */
export type TransactionWork<R> = (em: EntityManager) => R | PromiseLike<R>;

const ISOLATION_LEVELS = {
  'read committed': IsolationLevel.READ_COMMITTED,
  'repeatable read': IsolationLevel.REPEATABLE_READ,
  serializable: IsolationLevel.SERIALIZABLE,
} as const;

/** What makes a part of a transaction read only, and what ends that. */
const READ_ONLY = {
  // It holds up to the end of the savepoint.
  postgres: { begin: 'set transaction read only', end: undefined },
  sqlite: { begin: 'pragma query_only = on', end: 'pragma query_only = off' },
} as const;

/** Begins transactions, and joins those that are open. */
export class Transactions {
  readonly #orm: MikroORM;
  readonly #address: DatabaseAddress;
  readonly #current: CurrentRequest;
  /** Those that only read, and their parts. */
  readonly #readOnly = new WeakSet<object>();

  constructor(orm: MikroORM, address: DatabaseAddress, current: CurrentRequest) {
    this.#orm = orm;
    this.#address = address;
    this.#current = current;
  }

  async run<R>(work: TransactionWork<R>, options: TransactionOptions): Promise<R> {
    const { propagation = 'required', readOnly = false } = options;
    const open = this.#open();
    if (open && propagation !== 'requires-new') return await this.#joinOr(open, work, propagation, readOnly);
    if (!open) return await this.#begin(work, options);
    if (this.#waitsForItself(open, readOnly)) throw new TenonError([faults.oneWriter()]);
    // With an identity map of its own: what the transaction around it has not flushed is none of its business.
    // MikroORM would take the transaction around from its manager meanwhile, and from all that goes on in it.
    const own = this.#orm.em.fork({ disableContextResolution: true });
    return await suspension.run(true, () => TransactionContext.create(own, () => this.#begin(work, options)));
  }

  /** Does the work in a transaction that is open, or in a part of it. */
  async #joinOr<R>(open: object, work: TransactionWork<R>, how: 'required' | 'nested', readOnly: boolean): Promise<R> {
    const isNarrower = readOnly && !this.#readOnly.has(open);
    if (isNarrower) return await this.#readPart(work);
    if (how === 'required') return await work(this.#orm.em.getContext(false));
    // What was changed before it stays, whatever becomes of it.
    await this.#orm.em.getContext(false).flush();
    return await this.#transactional(work, { propagation: TransactionPropagation.NESTED }, this.#readOnly.has(open));
  }

  /** Does work that only reads as a part of a transaction that may write. */
  async #readPart<R>(work: TransactionWork<R>): Promise<R> {
    const { begin, end } = READ_ONLY[this.#address.kind];
    const around = this.#orm.em.getContext(false);
    // It sees what was changed before it, and is not made to write that.
    await around.flush();
    const part = async (em: EntityManager): Promise<R> => {
      await em.execute(begin);
      return await work(em);
    };
    try {
      return await refusingToWrite(this.#transactional(part, { propagation: TransactionPropagation.NESTED }, true));
    } finally {
      // Where even this fails, the connection is gone, and what has failed first says more.
      if (end) await around.execute(end).catch(() => {});
    }
  }

  async #begin<R>(work: TransactionWork<R>, { readOnly = false, isolationLevel }: TransactionOptions): Promise<R> {
    const options = {
      propagation: TransactionPropagation.REQUIRES_NEW,
      ...(readOnly && { readOnly }),
      ...(isolationLevel !== undefined && { isolationLevel: ISOLATION_LEVELS[isolationLevel] }),
    };
    const request = this.#current.get();
    const running = this.#transactional(
      async (em) => {
        const result = await work(em);
        // Its client has been told that nothing came of it.
        if (request?.isGivenUp === true) throw new TenonError([faults.givenUp()]);
        return result;
      },
      options,
      readOnly,
    );
    return await (readOnly ? refusingToWrite(running) : running);
  }

  async #transactional<R>(
    work: TransactionWork<R>,
    options: Parameters<EntityManager['transactional']>[1],
    readOnly: boolean,
  ): Promise<R> {
    const around = this.#orm.em.getContext(false);
    const objects = new RememberedObjects(around);
    try {
      return await this.#orm.em.transactional(async (em) => {
        const transaction: unknown = em.getTransactionContext();
        if (readOnly && transaction) this.#readOnly.add(transaction);
        return await work(em);
      }, options);
    } catch (error) {
      // Where they cannot be read, nobody is to find them.
      await objects.restore().catch(() => around.clear());
      throw error;
    }
  }

  #open(): object | undefined {
    return this.#orm.em.getTransactionContext<object>();
  }

  /** Whether a transaction would need the one connection that can write, which the one around it has. */
  #waitsForItself(open: object, readOnly: boolean): boolean {
    if (this.#address.kind !== 'sqlite') return false;
    return this.#address.file === IN_MEMORY || (!readOnly && !this.#readOnly.has(open));
  }
}

/** The refusal of the database itself, in our words. */
async function refusingToWrite<R>(running: Promise<R>): Promise<R> {
  try {
    return await running;
  } catch (error) {
    const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
    if (code !== '25006' && errcode !== 8) throw error;
    throw new TenonError([faults.writesInReadOnly({ cause: error })]);
  }
}
