import type { CurrentRequest, Logger, ServedRequest } from '@tenon/core';
import type { LogContext, Logger as OrmLogger } from '@mikro-orm/sql';

/** How often one request may run the same query before that is told, in development. */
const MANY = 10;
/** How much of a statement is shown. */
const LONGEST = 1000;

/** What MikroORM has to say: slow queries, and trouble with connections. Values of queries are never written. */
export class OrmLog implements OrmLogger {
  readonly #logger: Logger;
  readonly #current: CurrentRequest;
  readonly #slowMs: number;
  /** How often each request has run each query; kept in development alone. */
  readonly #runs: WeakMap<ServedRequest, Map<string, number>> | undefined;

  /** @param slowMs - from how many milliseconds on a query is slow */
  constructor(logger: Logger, current: CurrentRequest, slowMs: number) {
    this.#logger = logger;
    this.#current = current;
    this.#slowMs = slowMs;
    const { NODE_ENV } = process.env;
    if (NODE_ENV !== 'production' && NODE_ENV !== 'test') this.#runs = new WeakMap();
  }

  log(_: string, message: string): void {
    this.#logger.debug(message);
  }

  error(_: string, message: string): void {
    this.#logger.error(message);
  }

  warn(_: string, message: string): void {
    this.#logger.warn(message);
  }

  logQuery({ query = '', took, results, affected, level }: LogContext): void {
    const request = this.#current.get();
    if (request) this.#count(request, query);
    if (took !== undefined && took >= this.#slowMs) {
      const rows = results ?? affected;
      this.#logger.warn(`A query took ${took} ms.`, {
        sql: shortened(query),
        ms: took,
        ...(rows !== undefined && { rows }),
      });
    } else if (level === 'error') this.#logger.debug('A query failed.', { sql: shortened(query) });
  }

  setDebugMode(): void {
    // Queries are logged where they are slow, and by the database where all of them are wanted.
  }

  /** Nothing of a namespace is: MikroORM then does not write values into the text of queries. */
  isEnabled(): boolean {
    return false;
  }

  #count(request: ServedRequest, query: string): void {
    const notes = (request.notes ??= {});
    notes['queries'] = ((notes['queries'] as number | undefined) ?? 0) + 1;
    if (this.#runs === undefined || !query.startsWith('select')) return;
    let runs = this.#runs.get(request);
    if (!runs) this.#runs.set(request, (runs = new Map()));
    const count = (runs.get(query) ?? 0) + 1;
    runs.set(query, count);
    if (count !== MANY) return;
    this.#logger.warn(`One request has run the same query ${MANY} times: load what belongs together by "populate".`, {
      sql: shortened(query),
    });
  }
}

function shortened(query: string): string {
  return query.length > LONGEST ? `${query.slice(0, LONGEST)}…` : query;
}
