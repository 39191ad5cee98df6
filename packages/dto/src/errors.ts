import type { ValidationError } from 'class-validator';

/** Every code that this package throws, or reports at boot. `docs/errors.md` explains each. */
export type DtoErrorCode =
  | 'TENON_DTO_ASYNC'
  | 'TENON_DTO_FALL_BACK'
  | 'TENON_DTO_INVALID'
  | 'TENON_DTO_NOT_SERIALISABLE'
  | 'TENON_DTO_TOO_DEEP'
  | 'TENON_DTO_TOO_LONG'
  | 'TENON_DTO_TOO_MANY_KEYS'
  | 'TENON_DTO_TWO_COPIES';

/**
 * What every error of this package is: a code that never changes, what happened, and how to mend it.
 */
export class DtoError extends Error {
  readonly code: DtoErrorCode;
  readonly fix: string;

  constructor(code: DtoErrorCode, what: string, fix: string, options?: ErrorOptions) {
    super(`${code}: ${what}\n  fix    ${fix}\n  docs   npx tenon error ${code}`, options);
    this.name = 'DtoError';
    this.code = code;
    this.fix = fix;
  }
}

/** A string of a query or form that is not what its property declares. */
export interface RefusedString {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  readonly expected: string;
  /** The allowed values, where some are listed. */
  readonly values?: readonly unknown[];
}

/** From what an error came: asked when somebody wants to know more of it than it says. */
export interface InvalidInput {
  /** What was made of the input, as far as anything was. */
  readonly made: unknown;
  /** Whether a person has typed it, who is told of a field left empty, and not of each rule for what might stand there. */
  readonly isTyped: boolean;
  /** Gives what the decorators of a property say under a constraint's key. */
  rulesOf(object: object, property: string, code: string): readonly InvalidRule[];
  /** Gives the key under which a property stands in the input. */
  inputKeyOf(object: object, property: string): string;
}

/** What is known of a decorator. */
export interface InvalidRule {
  readonly constraints: readonly unknown[] | undefined;
  readonly each: boolean | undefined;
  /** What is told in place of the rule's own words; a text, or a function that gives one. */
  readonly message: unknown;
}

/**
 * What `parse` throws for input that does not validate.
 */
export class InvalidDtoError extends DtoError {
  /** What the decorators say. */
  readonly errors: readonly ValidationError[];
  /** What could not be converted from text. Its values are not converted in `errors` either. */
  readonly refused: readonly RefusedString[];
  /** Private, so that it is neither printed nor sent. */
  #input: InvalidInput | undefined;

  /** @param what - the class, as in "Order" or "list of Order" */
  constructor(what: string, errors: readonly ValidationError[], refused: readonly RefusedString[]) {
    super(
      'TENON_DTO_INVALID',
      `the input is no valid ${what}: ${namesOf(errors, refused) || (errors[0]?.constraints?.['isArray'] ? 'no array' : 'no object')}.`,
      'answer with the errors to who sent it; they are in `errors` and `refused`',
    );
    this.name = 'InvalidDtoError';
    this.errors = errors;
    this.refused = refused;
  }

  /** @internal */
  about(input: InvalidInput | undefined): this {
    this.#input = input;
    return this;
  }

  /** @internal */
  static inputOf(error: InvalidDtoError): InvalidInput | undefined {
    return error.#input;
  }
}

/** How many properties a message names. A list may have some thousand items at fault. */
const NAMED = 20;

/** Lists what is at fault, each once. Bad input is a request like any other, so this does no more than it must. */
function namesOf(errors: readonly ValidationError[], refused: readonly RefusedString[]): string {
  let names = '';
  let count = 0;
  const add = (name: string) => {
    count += 1;
    if (count <= NAMED) names += names === '' ? name : `, ${name}`;
  };
  // The errors are one for each property already.
  for (const { property } of errors) if (property !== undefined) add(property);
  for (const { path } of refused) {
    const name = path.join('.');
    if (count >= NAMED || !errors.some(({ property }) => property === name)) add(name);
  }
  return count > NAMED ? `${names} and ${count - NAMED} more` : names;
}

/**
 * Turns the engine's stack overflow into `TENON_DTO_TOO_DEEP`, and gives back every other error as it is.
 *
 * The originals recurse as well and let the bare RangeError out, which names neither the cause nor the mend.
 *
 * @param deed - what was being done, as in "validating"
 */
export function overflowAsDtoError(error: unknown, deed: string): unknown {
  if (!(error instanceof RangeError) || error.message !== 'Maximum call stack size exceeded') return error;
  return new DtoError(
    'TENON_DTO_TOO_DEEP',
    `the stack ended while ${deed}: the value is nested too deeply, or contains itself.`,
    'limit the depth of the input before it comes here, or break the cycle',
    { cause: error },
  );
}
