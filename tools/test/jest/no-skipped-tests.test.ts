import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { AggregatedResult } from '@jest/reporters';
import NoSkippedTests from '../../jest-no-skipped-tests.ts';

type Status = 'passed' | 'failed' | 'pending' | 'todo';

/** What jest tells at its end of one file with one test. */
function resultOf(status: Status): AggregatedResult {
  const file = { testFilePath: '/repository/a.test.ts', skipped: false, testResults: [{ status, fullName: 'does' }] };
  return { testResults: [file] } as unknown as AggregatedResult;
}

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  jest.restoreAllMocks();
});

test.each<Status>(['passed', 'failed'])('says nothing of a test that %s', (status) => {
  const reporter = new NoSkippedTests();
  reporter.onRunComplete(undefined, resultOf(status));
  expect(reporter.getLastError()).toBeUndefined();
});

test.each<Status>(['pending', 'todo'])('fails the run over a test that is %s, and names it', (status) => {
  const reporter = new NoSkippedTests();
  reporter.onRunComplete(undefined, resultOf(status));
  expect(reporter.getLastError()?.message).toBe('1 tests did not run');
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining(`a.test.ts: does (${status})`));
});
