import type { ValidationSchema } from 'class-validator';
import type { ValidationRecord } from '../ir/check-plan.js';

/**
 * Reads a schema into records, as class-validator does.
 *
 * Its types are the general ones (`nestedValidation`, `conditionalValidation`, `whitelistValidation`, …). Names of
 * single decorators do nothing since class-validator 0.12, which took the code for them out.
 */
export function readSchema(schema: ValidationSchema): ValidationRecord[] {
  return Object.keys(schema.properties).flatMap((propertyName) =>
    (schema.properties[propertyName] ?? []).map((rule) => ({
      type: rule.type,
      name: rule.name,
      target: schema.name,
      propertyName,
      constraints: rule.constraints as unknown[] | undefined,
      constraintCls: undefined,
      message: rule.message as ValidationRecord['message'],
      groups: rule.groups,
      always: rule.always,
      each: rule.each,
      context: undefined,
      validateIf: undefined,
    })),
  );
}
