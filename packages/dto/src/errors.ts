/** Every code that this package throws, or reports at boot. `docs/errors.md` explains each. */
export type DtoErrorCode = 'TENON_DTO_TOO_DEEP' | 'TENON_DTO_TWO_COPIES';

/**
 * What every error of this package is: a code that never changes, what happened, and how to mend it.
 */
export class DtoError extends Error {
  readonly code: DtoErrorCode;
  readonly fix: string;

  constructor(code: DtoErrorCode, what: string, fix: string, options?: ErrorOptions) {
    super(`${code}: ${what}\n  fix    ${fix}\n  docs   docs/errors.md#${code.toLowerCase()}`, options);
    this.name = 'DtoError';
    this.code = code;
    this.fix = fix;
  }
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
