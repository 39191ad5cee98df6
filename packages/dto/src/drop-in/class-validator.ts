import type { ValidationError, ValidationSchema, ValidatorOptions } from 'class-validator';
import type { ValidationRecord } from '../ir/check-plan.js';
import { Validation, type ConstraintContainer } from '../compile/validation.js';
import { readSchema } from '../read/read-schema.js';
import { validatorStorage } from '../read/validator-storage.js';

// Everything else is class-validator's own: decorators, predicates, ValidationError, the storage, useContainer.
export * from 'class-validator';

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
export function validate(...given: ValidationCall): Promise<ValidationError[]> {
  return shared.validate(...settleCall(given));
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
export async function validateOrReject(...given: ValidationCall): Promise<void> {
  const errors = await shared.validate(...settleCall(given));
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
export function validateSync(...given: ValidationCall): ValidationError[] {
  return shared.validateSync(...settleCall(given));
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
  validate(...given: ValidationCall): Promise<ValidationError[]> {
    return this.#validation.validate(...settleCall(given));
  }

  validateOrReject(object: object, validatorOptions?: ValidatorOptions): Promise<void>;
  validateOrReject(schemaName: string, object: object, validatorOptions?: ValidatorOptions): Promise<void>;
  async validateOrReject(...given: ValidationCall): Promise<void> {
    const errors = await this.#validation.validate(...settleCall(given));
    // oxlint-disable-next-line typescript/only-throw-error, typescript/prefer-promise-reject-errors -- the list of errors is what the original rejects with
    if (errors.length > 0) throw errors;
  }

  validateSync(object: object, validatorOptions?: ValidatorOptions): ValidationError[];
  validateSync(schemaName: string, object: object, validatorOptions?: ValidatorOptions): ValidationError[];
  validateSync(...given: ValidationCall): ValidationError[] {
    return this.#validation.validateSync(...settleCall(given));
  }
}

type ValidationCall =
  | [object: object, validatorOptions?: ValidatorOptions | undefined]
  | [schemaName: string, object: object, validatorOptions?: ValidatorOptions | undefined];

function settleCall(given: ValidationCall): [object: object, options: ValidatorOptions | undefined, schema?: string] {
  const [first] = given;
  if (typeof first === 'string') return [given[1] as object, given[2], first];
  return [first, given[1]];
}
