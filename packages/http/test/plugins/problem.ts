import { expect } from '@jest/globals';
import type { Problem } from '@tenon/http';

/** What `inject` and a real client have in common. */
interface Answered {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  json(): unknown;
}

/** Expects an error reply that says this, and nothing else. */
export function expectProblem(reply: Answered, problem: Omit<Problem, 'type' | 'requestId'>): void {
  expect(reply.statusCode).toBe(problem.status);
  expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(reply.json()).toEqual({ type: 'about:blank', requestId: expect.any(String), ...problem });
}
