import type { ValidationError, ValidatorConstraintInterface } from 'class-validator';
import type { CheckOptions } from '../ir/check-options.js';
import type { PropertyCheck, Rule, RuleConstraint, ValidationRecord } from '../ir/check-plan.js';
import { builtInPredicate } from './built-ins.js';
import { isPromise, type CheckRun } from './check-run.js';
import { expandMessage, type ExpandedMessage } from './message.js';
import { addContext, addContexts, argumentsOf, hasFailed, makeError } from './validation-error.js';

/** Where a constraint class's instance comes from. */
export type InstanceOf = (constraint: RuleConstraint) => ValidatorConstraintInterface;

type Values = Record<string, unknown>;
type Errors = ValidationError[] | undefined;
/** A property's name, or an item's position, which becomes text only if there is an error. */
type Name = string | number;
type MaybeError = ValidationError | undefined;

/** Collects the errors of one property of the objects of a class. */
export class PropertyCollector {
  readonly property: PropertyCheck;
  readonly #options: CheckOptions;
  readonly #instanceOf: InstanceOf;
  readonly #definedRules: readonly PreparedRule[];
  readonly #rules: readonly PreparedRule[];

  constructor(property: PropertyCheck, options: CheckOptions, instanceOf: InstanceOf) {
    this.property = property;
    this.#options = options;
    this.#instanceOf = instanceOf;
    this.#definedRules = property.definedRules.map(prepareRule);
    this.#rules = property.rules.map(prepareRule);
  }

  /** Collects the errors of a promise's value, when it is there. */
  collectLater(object: Values, promise: Promise<unknown>, run: CheckRun, into: Errors): ValidationError[] {
    // The list has to be there, for the promise may end after it was given away.
    const errors = into ?? [];
    run.await(
      promise.then((value) => {
        const error = this.validate(object, value, true, run);
        if (error !== undefined) errors.push(error);
      }),
    );
    return errors;
  }

  validate(object: Values, value: unknown, isPresent: boolean, run: CheckRun): MaybeError {
    const { conditions, isOptional, nested, contexts, definedContexts } = this.property;
    if (run.hasEnough()) return undefined;
    let mayValidate: unknown = !isOptional || isPresent;
    for (const condition of conditions) {
      const answer = run.hasAnswer() ? run.takeAnswer() : condition(object, value);
      mayValidate &&= answer;
    }
    if (!mayValidate) return undefined;
    let error: MaybeError;
    for (const rule of this.#definedRules) error = this.#apply(rule, object, value, error, run);
    if (error !== undefined) addContexts(error, definedContexts);
    if (isSkipped(value, this.#options)) return error;
    for (const rule of this.#rules) error = this.#apply(rule, object, value, error, run);
    if (nested.length > 0) error = this.#nest(nested, object, value, this.property.name, error, run);
    if (error !== undefined) addContexts(error, contexts);
    return error;
  }

  #apply(rule: PreparedRule, object: Values, value: unknown, given: MaybeError, run: CheckRun): MaybeError {
    const { record } = rule;
    if (record.validateIf) {
      const answer = run.hasAnswer() ? run.takeAnswer() : record.validateIf(object, value);
      if (!answer) return given;
    }
    let error = given;
    for (const one of rule.constraints) {
      if (one.constraint.async && run.isSync) continue;
      if (this.#options.stopsAtFirstError && hasFailed(error)) continue;
      const values = record.each ? valuesOf(value) : undefined;
      let isValid: unknown;
      if (one.accepts) {
        isValid = values === undefined ? one.accepts(value) : values.every((each) => one.accepts?.(each));
      } else {
        isValid = run.hasAnswer() ? run.takeAnswer() : this.#ask(one, record, object, value, values);
        if (values === undefined ? isPromise(isValid) : (isValid as unknown[]).some(isPromise)) {
          error ??= this.#emptyError(object, value, this.property.name);
          this.#await(one, record, object, value, isValid, error, run);
          continue;
        }
        if (values !== undefined) isValid = (isValid as unknown[]).every(Boolean);
      }
      if (!isValid) {
        error ??= this.#error(object, value, this.property.name);
        this.#fail(error, one, record, object, value);
      }
    }
    return error;
  }

  /** Calls the registered validator, once for each value. */
  #ask(
    one: RuleConstraint,
    record: ValidationRecord,
    object: Values,
    value: unknown,
    values: unknown[] | undefined,
  ): unknown {
    const args = argumentsOf(object, value, record);
    if (values === undefined) return this.#instanceOf(one).validate(value, args);
    return values.map((each) => this.#instanceOf(one).validate(each, args));
  }

  #await(
    one: PreparedConstraint,
    record: ValidationRecord,
    object: Values,
    value: unknown,
    answer: unknown,
    error: ValidationError,
    run: CheckRun,
  ): void {
    const finish = (isValid: unknown) => {
      if (isValid) return;
      this.#fail(error, one, record, object, value);
      if (record.context) addContext(error, one.type, record.context);
    };
    run.await(
      isPromise(answer)
        ? answer.then(finish)
        : Promise.all((answer as unknown[]).map((each) => (isPromise(each) ? each : Promise.resolve(each)))).then(
            (all) => {
              finish(all.every(Boolean));
            },
          ),
    );
  }

  #nest(
    records: readonly ValidationRecord[],
    object: object,
    value: unknown,
    name: Name,
    given: MaybeError,
    run: CheckRun,
  ): MaybeError {
    let error = given;
    if (value === undefined) return error;
    for (const record of records) {
      if (this.#options.stopsAtFirstError && hasFailed(error)) continue;
      if (Array.isArray(value)) {
        const { length } = value;
        for (let index = 0; index < length; index += 1) {
          const each: unknown = value[index];
          const child = this.#element(records, value, each, index, run);
          if (child === undefined) continue;
          error = this.#addChild(error, object, value, name, child);
          run.noteFaulty();
          if (run.hasEnough()) break;
        }
      } else if (value instanceof Set || value instanceof Map) {
        // A set's errors are told by position.
        const list: Map<unknown, unknown> | unknown[] =
          value instanceof Set ? Array.from(value as Set<unknown>) : value;
        list.forEach((each: unknown, key: unknown) => {
          if (run.hasEnough()) return;
          // oxlint-disable-next-line typescript/no-base-to-string -- the original names a map's items so, whatever the keys are
          const child = this.#element(records, value, each, (key as object).toString(), run);
          if (child === undefined) return;
          error = this.#addChild(error, object, value, name, child);
          run.noteFaulty();
        });
      } else if (value instanceof Object) {
        const found = run.findFaulty(value);
        const children = found?.collect(value, run, error?.children);
        run.leave(found);
        if (children !== undefined) {
          error ??= this.#error(object, value, name);
          error.children = children;
        }
      } else {
        error ??= this.#error(object, value, name);
        // The original names the class where it means the object.
        const args = argumentsOf(record.target as unknown as Values, value, record);
        (error.constraints ??= {})[record.type] = expandMessage(record.message || '', args) as string;
      }
    }
    return error;
  }

  #addChild(given: MaybeError, object: object, value: unknown, name: Name, child: ValidationError): ValidationError {
    const error = given ?? this.#error(object, value, name);
    (error.children as ValidationError[]).push(child);
    return error;
  }

  #element(records: readonly ValidationRecord[], list: object, value: unknown, name: Name, run: CheckRun): MaybeError {
    // Also holes, which the original leaves out.
    if (value === undefined) return undefined;
    if (isSkipped(value, this.#options)) return undefined;
    const error = this.#nest(records, list, value, name, undefined, run);
    if (error !== undefined) {
      for (const { type, context } of records)
        if (context && error.constraints?.[type]) addContext(error, type, context);
    }
    return error;
  }

  #fail(
    error: ValidationError,
    one: PreparedConstraint,
    record: ValidationRecord,
    object: Values,
    value: unknown,
  ): void {
    const constraints = (error.constraints ??= {});
    const { message: last } = one;
    if (last.isFixed) {
      constraints[one.type] = last.expanded as string;
      return;
    }
    const args = argumentsOf(object, value, record);
    let message: unknown = record.message || '';
    if (!record.message && !this.#options.dismissesDefaultMessages) {
      const instance = this.#instanceOf(one);
      if (typeof instance.defaultMessage === 'function') message = instance.defaultMessage(args);
    }
    constraints[one.type] = expandMessage(message, args, last) as string;
    last.isFixed = last.text !== undefined && one.mayBeFixed;
  }

  #error(object: object, value: unknown, name: Name): ValidationError {
    return makeError(object, value, String(name), this.#options);
  }

  /** Makes an error that may yet turn out to be none, and is in the tree until then. */
  #emptyError(object: object, value: unknown, name: string): ValidationError {
    const error = this.#error(object, value, name);
    error.constraints = {};
    return error;
  }
}

interface PreparedConstraint extends RuleConstraint {
  readonly message: ExpandedMessage;
  /** Whether the message is the same for all values, if it does not name them. */
  readonly mayBeFixed: boolean;
  readonly accepts: ((value: unknown) => unknown) | undefined;
}

interface PreparedRule extends Rule {
  readonly constraints: readonly PreparedConstraint[];
}

function prepareRule({ record, constraints }: Rule): PreparedRule {
  return {
    record,
    constraints: constraints.map((one) => ({
      ...one,
      message: { text: undefined, expanded: undefined, printed: [], isFixed: false },
      mayBeFixed: hasFixedMessage(one, record),
      accepts: one.builtIn === undefined ? undefined : builtInPredicate(one.builtIn, record.constraints ?? []),
    })),
  };
}

/**
 * Tells whether a decorator has a message of its own that is a text, or the one of a built-in, and was given nothing
 * that may become something else. `@Length` alone among the built-ins looks at the value.
 */
function hasFixedMessage({ builtIn }: RuleConstraint, { message, constraints }: ValidationRecord): boolean {
  const isText = message ? typeof message === 'string' : builtIn !== undefined && builtIn !== 'isLength';
  if (!isText || !Array.isArray(constraints)) return isText && !constraints;
  return constraints.every((given) => typeof given !== 'object' && typeof given !== 'function');
}

/** Gives the values that `each` speaks of, or `undefined` where it speaks of the value itself. Holes stay holes. */
export function valuesOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  if (value instanceof Map) return Array.from(value.values());
  return value instanceof Set ? Array.from(value) : undefined;
}

export function isSkipped(value: unknown, options: CheckOptions): boolean {
  if (value === undefined) return options.skipsUndefined || options.skipsMissing;
  return value === null && (options.skipsNull || options.skipsMissing);
}
