import type { ValidationError, ValidationSchema, ValidatorOptions } from 'class-validator';
import type { ValidationRecord } from '../ir/check-plan.js';
import { Validation, type ConstraintContainer } from '../compile/validation.js';
import { readSchema } from '../read/read-schema.js';
import { validatorStorage } from '../read/validator-storage.js';

// Everything else is class-validator's own: decorators, predicates, ValidationError, the storage, useContainer.
export * from './class-validator-exports.js';

/** Schemas by name. They are kept here, since in class-validator's storage a schema makes every later validation throw. */
const schemas = new Map<string, readonly ValidationRecord[]>();

const recordsOfSchema = (name: string) => schemas.get(name) ?? validatorStorage().validationMetadatas.get(name);

/** Where `validate` finds what was compiled, for as long as the process lives. It holds no state but this. */
const shared = new Validation(undefined, recordsOfSchema);

/** Registers a schema under its name, for `validate('name', object)`. */
export function registerSchema(schema: ValidationSchema): void {
  schemas.set(schema.name, [...(schemas.get(schema.name) ?? []), ...readSchema(schema)]);
}

/**
 * Validates an object by its class's decorators, or by a schema as well.
 *
 * @returns the errors, none if the object is valid, after all async constraints have ended
 * @throws DtoError `TENON_DTO_TOO_DEEP` if the object is nested too deeply, or contains itself
 */
export function validate(object: object, validatorOptions?: ValidatorOptions): Promise<ValidationError[]>;
export function validate(
  schemaName: string,
  object: object,
  validatorOptions?: ValidatorOptions,
): Promise<ValidationError[]>;
export function validate(
  first: object | string,
  second?: object,
  third?: ValidatorOptions,
): Promise<ValidationError[]> {
  if (typeof first === 'string') return shared.validate(second as object, third, first);
  return shared.validate(first, second);
}

/**
 * Validates as `validate` does, and rejects with the errors if there are any.
 *
 * @throws DtoError `TENON_DTO_TOO_DEEP` if the object is nested too deeply, or contains itself
 */
export function validateOrReject(object: object, validatorOptions?: ValidatorOptions): Promise<void>;
export function validateOrReject(
  schemaName: string,
  object: object,
  validatorOptions?: ValidatorOptions,
): Promise<void>;
export async function validateOrReject(
  first: object | string,
  second?: object,
  third?: ValidatorOptions,
): Promise<void> {
  const errors = await (typeof first === 'string'
    ? shared.validate(second as object, third, first)
    : shared.validate(first, second));
  // oxlint-disable-next-line typescript/only-throw-error, typescript/prefer-promise-reject-errors -- the list of errors is what the original rejects with
  if (errors.length > 0) throw errors;
}

/**
 * Validates at once. Constraints that are declared to be async are left out.
 *
 * @throws DtoError `TENON_DTO_TOO_DEEP` if the object is nested too deeply, or contains itself
 */
export function validateSync(object: object, validatorOptions?: ValidatorOptions): ValidationError[];
export function validateSync(
  schemaName: string,
  object: object,
  validatorOptions?: ValidatorOptions,
): ValidationError[];
export function validateSync(first: object | string, second?: object, third?: ValidatorOptions): ValidationError[] {
  if (typeof first === 'string') return shared.validateSync(second as object, third, first);
  return shared.validateSync(first, second);
}

/**
 * The same three functions as an object, for who injects a validator.
 *
 * @param options - `container` gives the instances of constraint classes, in place of `useContainer`'s
 */
export class Validator {
  readonly #validation: Validation;

  constructor(options: { readonly container?: ConstraintContainer } = {}) {
    this.#validation = options.container ? new Validation(options.container, recordsOfSchema) : shared;
  }

  validate(object: object, validatorOptions?: ValidatorOptions): Promise<ValidationError[]>;
  validate(schemaName: string, object: object, validatorOptions?: ValidatorOptions): Promise<ValidationError[]>;
  validate(first: object | string, second?: object, third?: ValidatorOptions): Promise<ValidationError[]> {
    if (typeof first === 'string') return this.#validation.validate(second as object, third, first);
    return this.#validation.validate(first, second);
  }

  validateOrReject(object: object, validatorOptions?: ValidatorOptions): Promise<void>;
  validateOrReject(schemaName: string, object: object, validatorOptions?: ValidatorOptions): Promise<void>;
  async validateOrReject(first: object | string, second?: object, third?: ValidatorOptions): Promise<void> {
    const errors = await (typeof first === 'string'
      ? this.#validation.validate(second as object, third, first)
      : this.#validation.validate(first, second));
    // oxlint-disable-next-line typescript/only-throw-error, typescript/prefer-promise-reject-errors -- the list of errors is what the original rejects with
    if (errors.length > 0) throw errors;
  }

  validateSync(object: object, validatorOptions?: ValidatorOptions): ValidationError[];
  validateSync(schemaName: string, object: object, validatorOptions?: ValidatorOptions): ValidationError[];
  validateSync(first: object | string, second?: object, third?: ValidatorOptions): ValidationError[] {
    if (typeof first === 'string') return this.#validation.validateSync(second as object, third, first);
    return this.#validation.validateSync(first, second);
  }
}
