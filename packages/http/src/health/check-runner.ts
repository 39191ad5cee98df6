import type { HealthCheck, Logger } from '@tenon/core';
import type { HealthResult } from './health-result.js';

/** How long a result holds, in milliseconds: many pollers cost a database no more than one. */
const FRESH_MS = 1000;
const DEFAULT_TIMEOUT_MS = 2000;

/** What a run of all checks has given. */
export interface HealthReport {
  readonly isHealthy: boolean;
  readonly results: readonly HealthResult[];
}

/** Runs the checks of an application: side by side, never twice at a time, and not again while a result is fresh. */
export class CheckRunner {
  readonly #checks: readonly HealthCheck[];
  readonly #logger: Logger;
  /** The run that is under way, or the last one while it is fresh. */
  #report: Promise<HealthReport> | undefined;
  /** Checks whose time was up, and which go on all the same: they are not called once more beside that. */
  readonly #stuck = new Set<HealthCheck>();
  /** Names of what failed last: a change is logged, and not each poll. */
  readonly #failing = new Set<HealthCheck>();

  constructor(checks: readonly HealthCheck[], logger: Logger) {
    this.#checks = checks;
    this.#logger = logger;
  }

  /** Gives how the checks have gone, of which none is older than a second. Never rejects. */
  report(): Promise<HealthReport> {
    return (this.#report ??= this.#run());
  }

  async #run(): Promise<HealthReport> {
    const results = await Promise.all(this.#checks.map((check) => this.#runOne(check)));
    setTimeout(() => (this.#report = undefined), FRESH_MS).unref();
    return { isHealthy: results.every(({ isHealthy }) => isHealthy), results };
  }

  async #runOne(check: HealthCheck): Promise<HealthResult> {
    const { name, timeoutMs = DEFAULT_TIMEOUT_MS } = check;
    const start = performance.now();
    try {
      if (this.#stuck.has(check)) throw new Error('The last call of it has not ended yet.');
      const details = await this.#limited(check, timeoutMs);
      this.#note(check, undefined);
      const ms = since(start);
      return { name, isHealthy: true, ms, ...(typeof details === 'object' && details !== null && { details }) };
    } catch (error) {
      this.#note(check, error);
      return {
        name,
        isHealthy: false,
        ms: since(start),
        error: error instanceof Error ? error.message : String(error),
      };
    }
  }

  /** Calls a check, and waits no longer than its time. */
  #limited(check: HealthCheck, timeoutMs: number): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const late = new Error(`It took longer than ${timeoutMs} ms.`);
      this.#stuck.add(check);
      abort.abort(late);
      reject(late);
    }, timeoutMs);
    const end = (): void => {
      clearTimeout(timer);
      this.#stuck.delete(check);
    };
    // Not in the context of the request that asks first: whatever a check leaves behind belongs to none.
    Promise.try(() => check.check(abort.signal))
      .finally(end)
      .then(resolve, reject);
    return promise;
  }

  #note(check: HealthCheck, error: unknown): void {
    const { name } = check;
    if (error === undefined) {
      if (this.#failing.delete(check)) this.#logger.info(`The health check ${JSON.stringify(name)} passes again.`);
    } else if (!this.#failing.has(check)) {
      this.#failing.add(check);
      this.#logger.warn(`The health check ${JSON.stringify(name)} fails.`, { error });
    }
  }
}

function since(start: number): number {
  return Math.round((performance.now() - start) * 10) / 10;
}
