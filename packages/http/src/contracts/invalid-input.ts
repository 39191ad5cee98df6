import { HttpException } from './http-exception.js';

/** Where in a request something stands. */
export type InputPlace = 'body' | 'query' | 'path' | 'header' | 'cookie';

/** One thing that is wrong with a request's input. */
export interface InputError {
  readonly in: InputPlace;
  /** The name of the query's, path's or header's value, or of the cookie. */
  readonly name?: string;
  /** Where in the body it stands, as in `#/lines/0/quantity`: a JSON Pointer as a URI fragment (RFC 6901 §6). */
  readonly pointer?: string;
  /** The rule that it breaks: a decorator's own name, such as `min`; `required`, `type`, `unknown`. */
  readonly code: string;
  /** What the rule was given: `[1]` of `@Min(1)`; for `type`, what was wanted: `['number']`. */
  readonly args?: readonly unknown[];
  readonly message: string;
}

/** How many errors a client is told of: a small body can be wrong in very many ways. */
export const MOST_TOLD = 100;

/**
 * 422, or what `validationStatus` says: the input of a request is not valid. Has what is wrong with it.
 *
 * The client is told of the first hundred, and by `errorCount` how many there are if there are more.
 */
export class InvalidInputException extends HttpException {
  override readonly name = 'InvalidInputException';
  readonly errors: readonly InputError[];
  /** How many errors there are: more than `errors` has, where there are more than a client is told of. */
  readonly errorCount: number;

  /** @param errorCount - how many there are, if `errors` has not all of them */
  constructor(errors: readonly InputError[], errorCount = errors.length) {
    const told = errorCount > MOST_TOLD ? { errors: errors.slice(0, MOST_TOLD), errorCount } : { errors };
    super('The request is not valid.', 422, { extensions: told });
    this.errors = errors;
    this.errorCount = errorCount;
  }
}

/** Says where something stands and what is wrong with it. @internal */
export function inputError(
  place: InputPlace,
  path: readonly (string | number)[],
  code: string,
  message: string,
  args?: readonly unknown[],
): InputError {
  const position = place === 'body' ? { pointer: pointerOf(path) } : path.length === 0 ? {} : { name: path.join('.') };
  return { in: place, ...position, code, ...(args && { args }), message };
}

/** Gives a JSON Pointer as a URI fragment (RFC 6901 §6). @internal */
export function pointerOf(path: readonly (string | number)[]): string {
  let pointer = '#';
  for (const step of path)
    pointer += typeof step === 'number' || PLAIN.test(step) ? `/${step}` : `/${encodeStep(step)}`;
  return pointer;
}

/** What is the same when it is encoded. A small body may be wrong in tens of thousands of places. */
const PLAIN = /^\w*$/;

function encodeStep(step: string): string {
  return encodeURI(step.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('#', '%23');
}
