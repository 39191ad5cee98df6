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
  /** What the rule was given: `[1]` of `@Min(1)`. */
  readonly args?: readonly unknown[];
  readonly message: string;
}

/** 422, or what `validationStatus` says: the input of a request is not valid. Has all that is wrong with it. */
export class InvalidInputException extends HttpException {
  override readonly name = 'InvalidInputException';
  readonly errors: readonly InputError[];

  constructor(errors: readonly InputError[]) {
    super('The request is not valid.', 422, { extensions: { errors } });
    this.errors = errors;
  }
}
