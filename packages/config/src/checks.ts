import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';
import type { AbstractClass } from '@tenon/core';

/*
 * All that this package knows of class-validator. The verdicts and messages are those of its `validateSync`; that
 * function itself leaves asynchronous checks out without a word, and puts secrets into messages.
 */

/** One check, as a decorator declared it. */
export interface Check {
  /** class-validator's name of it, such as `isInt`; undefined for a class given to `@Validate`. */
  readonly name: string | undefined;
  /** Whether it is meant for the elements of a list. */
  readonly isEach: boolean;
  /** What the decorator was given. */
  readonly constraints: readonly unknown[];
}

/** What class-validator's decorators said of one property. */
export interface PropertyChecks {
  readonly checks: readonly Check[];
  /** Whether `@ValidateNested()` is among them. */
  readonly isNested: boolean;
}

/** What came of the checks of one property. */
export interface Verdict {
  /** The messages of the checks that failed. */
  readonly messages: readonly string[];
  /** The names of those that cannot be awaited. */
  readonly asynchronous: readonly string[];
  /** What threw, in words, and what it threw. */
  readonly thrown: { readonly by: string; readonly error: unknown } | undefined;
}

/** An object and one of its values, as checks or their messages may see them. */
export interface Shown {
  readonly object: object;
  readonly value: unknown;
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** The checks of one class, inherited ones included. */
export class ClassChecks {
  readonly properties: ReadonlyMap<string, PropertyChecks>;
  readonly #metadata: ReadonlyMap<string, readonly Metadata[]>;

  constructor(type: AbstractClass) {
    const all = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    this.#metadata = Map.groupBy(all, ({ propertyName }) => propertyName);
    this.properties = new Map(Array.from(this.#metadata, ([property, said]) => [property, propertyChecks(said)]));
  }

  /**
   * Whether a property must have a value: false with `@IsOptional()`, or where a `@ValidateIf(…)` says so.
   *
   * @param object - with all other values in place
   */
  isRequired(object: object, property: string): boolean {
    return isAsked(this.#of(property), object, undefined);
  }

  /**
   * Runs the checks of one property.
   *
   * @param object - the instance, with all values in place
   * @param shown - what messages are made from, without secrets
   */
  run(object: object, property: string, shown: Shown): Verdict {
    const messages: string[] = [];
    const asynchronous: string[] = [];
    let by = 'the getter';
    try {
      const value = (object as Record<string, unknown>)[property];
      by = 'the condition';
      const checks = isAsked(this.#of(property), object, value) ? this.#of(property).filter(isCheck) : [];
      for (const metadata of checks.toSorted((a, b) => rank(a) - rank(b))) {
        for (const constraint of getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls)) {
          const at = metadata.name ?? constraint.name;
          by = `the check ${at}`;
          if (metadata.validateIf && !metadata.validateIf(object, value)) continue;
          const verdict = verdictOf(metadata, constraint, argumentsOf(metadata, { object, value }));
          if (verdict === 'asynchronous') asynchronous.push(at);
          else if (!verdict) messages.push(messageOf(metadata, constraint, at, argumentsOf(metadata, shown)));
        }
      }
    } catch (error) {
      return { messages, asynchronous, thrown: { by, error } };
    }
    return { messages, asynchronous, thrown: undefined };
  }

  #of(property: string): readonly Metadata[] {
    return this.#metadata.get(property) ?? [];
  }
}

function propertyChecks(said: readonly Metadata[]): PropertyChecks {
  const checks = said
    .filter(isCheck)
    .map(({ name, each, constraints }) => ({ name, isEach: each, constraints: constraints ?? [] }));
  return { checks, isNested: said.some(({ type }) => type === ValidationTypes.NESTED_VALIDATION) };
}

function isAsked(said: readonly Metadata[], object: object, value: unknown): boolean {
  return said
    .filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION)
    .every(({ constraints }) => (constraints[0] as Condition)(object, value));
}

type Condition = (object: object, value: unknown) => boolean;
type Constraint = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidatorConstraints']>[number];

function isCheck({ type }: Metadata): boolean {
  return type === ValidationTypes.CUSTOM_VALIDATION || type === ValidationTypes.IS_DEFINED;
}

/** `@IsDefined()` has the first word. */
function rank({ type }: Metadata): number {
  return type === ValidationTypes.IS_DEFINED ? 0 : 1;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** Runs a check on a value or, with `each`, on all elements of a list. */
function verdictOf(metadata: Metadata, constraint: Constraint, args: ValidationArguments): boolean | 'asynchronous' {
  if (constraint.async) return 'asynchronous';
  const { instance } = constraint as { instance: { validate(value: unknown, args: ValidationArguments): unknown } };
  const { value } = args as { value: unknown };
  const isList = Array.isArray(value) || value instanceof Set || value instanceof Map;
  const values: readonly unknown[] = metadata.each && isList ? Array.from(value.values()) : [value];
  const verdicts = values.map((one) => instance.validate(one, args));
  const promises = verdicts.filter(isPromise);
  for (const promise of promises) promise.then(undefined, () => {}); // Nobody waits for it.
  return promises.length > 0 ? 'asynchronous' : verdicts.every(Boolean);
}

function argumentsOf({ propertyName, constraints }: Metadata, { object, value }: Shown): ValidationArguments {
  return { targetName: object.constructor.name, property: propertyName, object, value, constraints };
}

/** Makes a message from its template as class-validator does, from what may be shown. */
function messageOf(metadata: Metadata, constraint: Constraint, name: string, args: ValidationArguments): string {
  const { instance } = constraint as { instance: { defaultMessage?(args: ValidationArguments): string } };
  let text: string;
  try {
    const template = metadata.message || instance.defaultMessage?.(args);
    text = typeof template === 'function' ? template(args) : (template ?? '');
  } catch {
    text = ''; // The message needs what may not be shown.
  }
  if (!text) return `${args.property} fails ${name}`;
  args.constraints?.forEach((constraintValue: unknown, index) => {
    text = text.replaceAll(new RegExp(`\\$constraint${index + 1}`, 'g'), () => constraintText(constraintValue));
  });
  if (['string', 'boolean', 'number'].includes(typeof args.value)) {
    text = text.replaceAll('$value', () => String(args.value));
  }
  return text.replaceAll('$property', args.property).replaceAll('$target', args.targetName);
}

function constraintText(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'symbol' ? String(value.description) : String(value);
}
