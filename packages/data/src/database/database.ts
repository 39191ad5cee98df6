import {
  capturePlace,
  currentHost,
  type CurrentRequest,
  declareMend,
  type OnInit,
  type OnShutdown,
  type ServedRequest,
  TenonError,
} from '@tenon/core';
import { EntityManager, type MikroORM, TransactionContext } from '@mikro-orm/sql';
import * as faults from '../errors.js';
import type { AtBoot, Migrations } from '../migrations/migrations.js';
import { connectionProblem } from './connection-problem.js';
import type { TransactionOptions, Transactions, TransactionWork } from './run-transaction.js';
import type { UnwrittenChanges } from './unwritten-changes.js';

/**
 * What a database is made of.
 *
 * @internal
 */
export interface OpenDatabase {
  readonly orm: MikroORM;
  readonly url: string;
  readonly current: CurrentRequest;
  readonly transactions: Transactions;
  readonly migrations: Migrations;
  /** What becomes of its tables when the application starts; `create`: it has none yet, and gets all at once. */
  readonly atBoot: AtBoot | 'create';
  readonly end: (() => Promise<void>) | undefined;
  /** Undefined in production. */
  readonly unwritten: UnwrittenChanges | undefined;
}

/**
 * The application's database. Ask for it in a constructor, where a repository or the `EntityManager` is not enough.
 *
 * Within a request, everybody shares one identity map, which is made when the first query is.
 */
export class Database implements OnInit, OnShutdown {
  /** MikroORM itself. */
  readonly orm: MikroORM;
  /** The database's URL, without its password. */
  readonly url: string;
  /** What changes its tables: for commands and tests. At a start, `DATABASE_MIGRATIONS` says what becomes of them. */
  readonly migrations: Migrations;
  readonly #atBoot: OpenDatabase['atBoot'];
  readonly #current: CurrentRequest;
  readonly #transactions: Transactions;
  /** Requests that have used data. */
  readonly #managers = new WeakMap<ServedRequest, EntityManager>();

  readonly #end: (() => Promise<void>) | undefined;
  readonly #unwritten: UnwrittenChanges | undefined;

  /** @internal */
  constructor({ orm, url, current, transactions, migrations, atBoot, end, unwritten }: OpenDatabase) {
    this.orm = orm;
    this.url = url;
    this.migrations = migrations;
    this.#atBoot = atBoot;
    this.#end = end;
    this.#unwritten = unwritten;
    this.#current = current;
    this.#transactions = transactions;
    const shared = orm.em;
    // Whatever MikroORM is asked for, it asks this first: it has no word of ours for what is missing.
    shared.getContext = (validate = true) => {
      const em = (TransactionContext.getEntityManager(shared.name) ?? this.#ofRequest()) as typeof shared | undefined;
      if (em === undefined && validate && !orm.config.get('allowGlobalContext')) {
        throw new TenonError([faults.noUnitOfWork()]);
      }
      return em ?? shared;
    };
  }

  /** The manager that everybody may keep: it stands for that of the request, or of the unit of work, that is going on. */
  get em(): EntityManager {
    return this.orm.em;
  }

  /**
   * Does some work with an identity map of its own: for what belongs to no request, such as a worker or a command.
   *
   * Nothing is written at its end that was not flushed; outside of production, a warning in the log names it. Within a
   * transaction, it is no part of that.
   *
   * @example
   * await database.unitOfWork(() => importer.run());
   */
  unitOfWork<R>(work: () => R): R {
    const em = this.#fork();
    const working = TransactionContext.create(em, work);
    // oxlint-disable-next-line typescript/unbound-method -- it is compared with what was called
    this.#unwritten?.watchWork(working, em, capturePlace(this.unitOfWork));
    return working;
  }

  /**
   * Does some work in a transaction: it is flushed and committed when the work ends, and rolled back when it throws.
   *
   * @param work - gets the transaction's manager, which is also what everybody else gets meanwhile
   * @throws TenonError `TENON_DATA_READ_ONLY` if work that only reads writes; `TENON_DATA_ONE_WRITER` if SQLite would have
   *   to write two transactions at once
   *
   * @example
   * await database.transaction((em) => em.persist(order).flush(), { isolationLevel: 'serializable' });
   */
  transaction<R>(work: TransactionWork<R>, options: TransactionOptions = {}): Promise<R> {
    return this.#transactions.run(work, options);
  }

  /** Asks the database for nothing. @throws what stands between it and us */
  async ping(): Promise<void> {
    await this.orm.driver.getConnection().execute('select 1');
  }

  async onInit(): Promise<void> {
    try {
      await this.ping();
    } catch (cause) {
      throw new TenonError([faults.notConnected({ url: this.url, ...connectionProblem(cause, this.url) })]);
    }
    if (this.#atBoot === 'create') await this.orm.schema.create();
    // A tool that only looks has come to see how it is, or to mend it.
    else if (!currentHost().look) await this.migrations.prepare(this.#atBoot);
  }

  async onShutdown(): Promise<void> {
    await this.orm.close();
    // MikroORM would connect anew, and nobody would close that.
    this.orm.driver.getConnection().createKyselyDialect = () => {
      throw new TenonError([faults.isClosed()]);
    };
    await this.#end?.();
  }

  #ofRequest(): EntityManager | undefined {
    const request = this.#current.get();
    if (request === undefined) return undefined;
    let em = this.#managers.get(request);
    if (!em) {
      this.#managers.set(request, (em = this.#fork()));
      this.#unwritten?.watchRequest(request, em);
    }
    return em;
  }

  #fork(): EntityManager {
    return this.orm.em.fork({ disableContextResolution: true });
  }
}

for (const token of [Database, EntityManager]) {
  declareMend(token, 'import DataModule.with({ entities: […] }) into the root module');
}
