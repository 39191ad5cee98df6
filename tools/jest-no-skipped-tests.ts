/** Fails a run in which a test did not run, and names it. CI uses it, where nothing may be left out in silence. */
import { relative } from 'node:path';
import type { AggregatedResult, Reporter } from '@jest/reporters';

export default class NoSkippedTests implements Reporter {
  #skipped: string[] = [];

  onRunComplete(_contexts: unknown, { testResults }: AggregatedResult): void {
    this.#skipped = testResults.flatMap(({ testFilePath, testResults: tests, skipped }) => {
      const file = relative(process.cwd(), testFilePath);
      const left = tests
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ status, fullName }) => `${file}: ${fullName} (${status})`);
      return skipped && left.length === 0 ? [`${file} (skipped)`] : left;
    });
    if (this.#skipped.length === 0) return;
    console.error(`\n${this.#skipped.length} tests did not run:\n  ${this.#skipped.join('\n  ')}`);
  }

  /** jest takes an error that it finds here for a failure of the whole run. */
  getLastError(): Error | undefined {
    return this.#skipped.length === 0 ? undefined : new Error(`${this.#skipped.length} tests did not run`);
  }
}
