import { types } from 'node:util';

/** Stands for something that was thrown and is no Error, which Fastify would take for what is to be sent. */
export class ThrownValue extends Error {
  constructor(readonly value: unknown) {
    super('Something that is no Error was thrown.');
  }
}

/** Whether something is an error, also one of another realm: jest runs tests in a realm of their own. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** Gives an error for whatever was thrown. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new ThrownValue(thrown);
}

/** Gives what was thrown. */
export function thrownOf(error: unknown): unknown {
  return error instanceof ThrownValue ? error.value : error;
}
