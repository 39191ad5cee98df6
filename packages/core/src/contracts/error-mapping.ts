import { createMultiToken, type MultiToken } from '../metadata/token.js';

/**
 * What an error of a library means to whoever asked for the work, in words that belong to no protocol.
 */
export interface ErrorMeaning {
  /**
   * - `not-found`: what was asked for is not there. HTTP: 404
   * - `conflict`: it does not go together with what is there. HTTP: 409
   * - `invalid`: what was given cannot be taken. HTTP: 422, or the application's own status of what is not valid
   * - `unavailable`: it may work later, and nothing is wrong with what was asked. HTTP: 503
   */
  readonly kind: 'not-found' | 'conflict' | 'invalid' | 'unavailable';
  /** A stable name for programs, such as `unique`. */
  readonly code: string;
  /** What happened, in a sentence for whoever asked: it must tell nothing of the inside. */
  readonly detail: string;
  /** What was given and is at fault. Default: nothing in particular. */
  readonly fields?: readonly ErrorField[];
  /** For `unavailable`: when to try again, in seconds. Default: not said. */
  readonly retryAfterSeconds?: number;
}

/** A part of what was given that is at fault. */
export interface ErrorField {
  /** By the name that whoever asked knows. */
  readonly name: string;
  /** The rule that it breaks, such as `unique`. */
  readonly code: string;
  readonly message: string;
}

/** Tells what an error means; nothing for an error that it does not know. It must not wait. */
export type ErrorMapping = (error: unknown) => ErrorMeaning | undefined;

/**
 * By this token any module tells what the errors of its library mean: the first that knows an error is believed. Asked
 * only when something has failed, and after the application's own `mapError`.
 *
 * @example
 * provide(ERROR_MAPPING, { useValue: (error) => (error instanceof StorageFull ? STORAGE_IS_FULL : undefined) });
 */
export const ERROR_MAPPING: MultiToken<ErrorMapping> = createMultiToken<ErrorMapping>('error mapping');
