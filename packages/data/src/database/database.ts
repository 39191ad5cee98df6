import {
  currentHost,
  type CurrentRequest,
  type OnInit,
  type OnShutdown,
  type ServedRequest,
  TenonError,
} from '@tenon/core';
import {
  type EntityManager,
  IsolationLevel,
  type MikroORM,
  TransactionContext,
  TransactionPropagation,
} from '@mikro-orm/sql';
import * as faults from '../errors.js';
import type { Migrations } from '../migrations/migrations.js';
import { connectionProblem } from './connection-problem.js';

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

const ISOLATION_LEVELS = {
  'read committed': IsolationLevel.READ_COMMITTED,
  'repeatable read': IsolationLevel.REPEATABLE_READ,
  serializable: IsolationLevel.SERIALIZABLE,
} as const;

const PROPAGATIONS = {
  required: TransactionPropagation.REQUIRED,
  'requires-new': TransactionPropagation.REQUIRES_NEW,
  nested: TransactionPropagation.NESTED,
} as const;

/** How a database gets its tables. */
interface Schema {
  readonly migrations: Migrations;
  /** What a boot does about them. */
  readonly atBoot: 'check' | 'apply' | 'ignore';
  /** It begins with nothing each time, and so gets all of its tables at once. */
  readonly isInMemory: boolean;
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
  /** What changes its tables: for commands and tests. At boot, `DATABASE_MIGRATIONS` says what becomes of them. */
  readonly migrations: Migrations;
  readonly #schema: Schema;
  readonly #current: CurrentRequest;
  /** Requests that have used data. */
  readonly #managers = new WeakMap<ServedRequest, EntityManager>();

  /** @internal */
  constructor(orm: MikroORM, url: string, current: CurrentRequest, schema: Schema) {
    this.orm = orm;
    this.url = url;
    this.migrations = schema.migrations;
    this.#schema = schema;
    this.#current = current;
    const shared = orm.em;
    // Whatever MikroORM is asked for, it asks this first: it has no word of ours for what is missing.
    shared.getContext = (validate = true) => {
      const em = (TransactionContext.getEntityManager() ?? this.#ofRequest()) as typeof shared | undefined;
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
   * Nothing is written at its end that was not flushed. Within a transaction, it is no part of that.
   *
   * @example
   * await database.unitOfWork(() => importer.run());
   */
  unitOfWork<R>(work: () => R): R {
    return TransactionContext.create(this.#fork(), work);
  }

  /**
   * Does some work in a transaction: it is flushed and committed when the work ends, and rolled back when it throws.
   *
   * @param work - gets the transaction's manager, which is also what everybody else gets meanwhile
   *
   * @example
   * await database.transaction((em) => em.persist(order).flush(), { isolationLevel: 'serializable' });
   */
  transaction<R>(work: (em: EntityManager) => R | PromiseLike<R>, options: TransactionOptions = {}): Promise<R> {
    const { propagation = 'required', readOnly = false, isolationLevel } = options;
    return this.em.transactional(async (em) => work(em), {
      propagation: PROPAGATIONS[propagation],
      ...(readOnly && { readOnly }),
      ...(isolationLevel !== undefined && { isolationLevel: ISOLATION_LEVELS[isolationLevel] }),
    });
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
    const { atBoot, isInMemory } = this.#schema;
    if (isInMemory) await this.orm.schema.create();
    // A tool that only looks has come to see how it is, or to mend it.
    else if (!currentHost().look) await this.migrations.prepare(atBoot);
  }

  async onShutdown(): Promise<void> {
    await this.orm.close();
  }

  #ofRequest(): EntityManager | undefined {
    const request = this.#current.get();
    if (request === undefined) return undefined;
    let em = this.#managers.get(request);
    if (!em) this.#managers.set(request, (em = this.#fork()));
    return em;
  }

  #fork(): EntityManager {
    return this.orm.em.fork({ disableContextResolution: true });
  }
}
