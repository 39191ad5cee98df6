import { ValidationError, type ValidationArguments } from 'class-validator';
import type { CheckOptions } from '../ir/check-options.js';
import type { ContextRule, ValidationRecord } from '../ir/check-plan.js';

/** What a validator and a message function are given. */
export function argumentsOf(
  object: Readonly<Record<string, unknown>>,
  value: unknown,
  record: ValidationRecord,
): ValidationArguments {
  const named = object as { readonly constructor?: Function };
  return {
    targetName: (named.constructor ? named.constructor.name : undefined) as string,
    property: record.propertyName,
    object,
    value,
    constraints: record.constraints as unknown[],
  };
}

export function hasFailed(error: ValidationError | undefined): boolean {
  return error !== undefined && Object.keys(error.constraints ?? {}).length > 0;
}

/** Makes an error whose fields stand in the original's order, `constraints` last when there are any. */
export function makeError(object: object, value: unknown, name: string, options: CheckOptions): ValidationError {
  const error = new ValidationError();
  if (options.showsTarget) error.target = object;
  if (options.showsValue) error.value = value;
  error.property = name;
  error.children = [];
  return error;
}

export function unknownValue(object: object, options: CheckOptions): ValidationError {
  const error = new ValidationError() as { -readonly [K in keyof ValidationError]: unknown } & ValidationError;
  if (options.showsTarget) error.target = object;
  error.value = undefined;
  (error as { property: unknown }).property = undefined;
  error.children = [];
  error.constraints = { unknownValue: 'an unknown value was passed to the validate function' };
  return error;
}

export function undecoratedValue(
  object: Readonly<Record<string, unknown>>,
  name: string,
  options: CheckOptions,
): ValidationError {
  const error = makeError(object, object[name], name, options);
  (error as { children: unknown }).children = undefined;
  error.constraints = { whitelistValidation: `property ${name} should not exist` };
  return error;
}

export function addContexts(error: ValidationError, rules: readonly ContextRule[]): void {
  for (const { type, context } of rules) if (error.constraints?.[type]) addContext(error, type, context);
}

export function addContext(error: ValidationError, type: string, context: object): void {
  const contexts: Record<string, object> = (error.contexts ??= {});
  contexts[type] = Object.assign(contexts[type] ?? {}, context);
}
