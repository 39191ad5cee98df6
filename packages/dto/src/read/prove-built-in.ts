import * as originals from 'class-validator';
import type { Condition, ConstraintRecord, ValidationRecord } from '../ir/check-plan.js';
import { validatorStorage } from './validator-storage.js';

/**
 * Applications of the built-in decorators that can be proven, to compare with. What is missing here cannot be:
 * its check does nothing that could be observed (`value !== ''`), or holds state that no record shows.
 */
const SAMPLES: Readonly<Record<string, () => PropertyDecorator>> = {
  arrayContains: () => originals.ArrayContains([]),
  arrayMaxSize: () => originals.ArrayMaxSize(0),
  arrayMinSize: () => originals.ArrayMinSize(0),
  arrayNotContains: () => originals.ArrayNotContains([]),
  arrayNotEmpty: () => originals.ArrayNotEmpty(),
  contains: () => originals.Contains(''),
  equals: () => originals.Equals(0),
  isArray: () => originals.IsArray(),
  isBoolean: () => originals.IsBoolean(),
  isByteLength: () => originals.IsByteLength(0),
  isDate: () => originals.IsDate(),
  isDivisibleBy: () => originals.IsDivisibleBy(1),
  isEmail: () => originals.IsEmail(),
  isEnum: () => originals.IsEnum({}),
  isIn: () => originals.IsIn([]),
  isInstance: () => originals.IsInstance(Object),
  isInt: () => originals.IsInt(),
  isLength: () => originals.Length(0),
  isNotEmptyObject: () => originals.IsNotEmptyObject(),
  isNotIn: () => originals.IsNotIn([]),
  isNumber: () => originals.IsNumber(),
  isNumberString: () => originals.IsNumberString(),
  isObject: () => originals.IsObject(),
  isString: () => originals.IsString(),
  isUrl: () => originals.IsUrl(),
  isUuid: () => originals.IsUUID(),
  matches: () => originals.Matches(/x/),
  max: () => originals.Max(0),
  maxDate: () => originals.MaxDate(new Date(0)),
  maxLength: () => originals.MaxLength(0),
  min: () => originals.Min(0),
  minDate: () => originals.MinDate(new Date(0)),
  minLength: () => originals.MinLength(0),
  notContains: () => originals.NotContains(''),
  notEquals: () => originals.NotEquals(0),
};

/**
 * Gives the name of the built-in constraint that a record is proven to be, else `undefined`.
 *
 * A name proves nothing: anybody may register a constraint called "isString". So the registered validator is run once
 * with a value and arguments that throw as soon as they are touched, and the places in the source through which the
 * error came, up to the call, are compared with those of a fresh application of class-validator's own decorator.
 * Only the same code in the same file stands at the same places.
 */
export function provenBuiltIn(record: ValidationRecord, constraint: ConstraintRecord): string | undefined {
  const { name } = constraint;
  if (record.name !== name || !Object.hasOwn(SAMPLES, name) || !isMadeOfObject(constraint)) return undefined;
  if (mayAnswerDifferently(record)) return undefined;
  let expected = traces.get(name);
  if (expected === undefined) traces.set(name, (expected = traceOfSample(name)));
  if (expected === UNTRACEABLE) return undefined;
  let trace = tracesOfMade.get(constraint.target);
  if (trace === undefined) tracesOfMade.set(constraint.target, (trace = traceOfValidator(constraint.target)));
  return trace === expected ? name : undefined;
}

/** Built-ins that cannot be proven, and whose default message says as much as can be known. */
const RESEMBLED: Readonly<Record<string, (options: originals.ValidationOptions) => PropertyDecorator>> = {
  isDefined: (options) => originals.IsDefined(options),
  isEmpty: (options) => originals.IsEmpty(options),
  isNegative: (options) => originals.IsNegative(options),
  isNotEmpty: (options) => originals.IsNotEmpty(options),
  isPositive: (options) => originals.IsPositive(options),
};

/**
 * Gives the name of a built-in whose name and default message a constraint has. That is no proof, and nothing is left
 * unchecked because of it: it is for schemas, which are read by people.
 */
export function resembledBuiltIn(record: ValidationRecord, constraint: ConstraintRecord): string | undefined {
  const { name } = constraint;
  if (record.name !== name || !Object.hasOwn(RESEMBLED, name) || !isMadeOfObject(constraint)) return undefined;
  const same = RESEMBLED[name]?.({ each: record.each === true });
  return same && defaultMessageOf(constraint) === defaultMessageOf(sample(same).constraint) ? name : undefined;
}

function defaultMessageOf({ target }: ConstraintRecord): unknown {
  return (Reflect.construct(target, []) as { defaultMessage?: (args: unknown) => unknown }).defaultMessage?.({});
}

/**
 * Tells whether a constraint class is the one that `registerDecorator` writes around a validator object.
 *
 * Such a class has no state and no constructor, so that any instance is as good as another.
 */
export function isMadeOfObject(constraint: ConstraintRecord): boolean {
  const { target } = constraint;
  let isMade = madeClasses.get(target);
  if (isMade === undefined) {
    sourceOfMadeClass ??= Function.prototype.toString.call(sample(originals.IsString()).constraint.target);
    isMade = Function.prototype.toString.call(target) === sourceOfMadeClass;
    madeClasses.set(target, isMade);
  }
  return isMade;
}

/** What was asked before. */
const madeClasses = new WeakMap<Function, boolean>();

/** Tells whether a conditional record is proven to be `@IsOptional()` on its own property. */
export function isProvenOptional(record: ValidationRecord): boolean {
  const condition = record.constraints?.[0];
  if (record.name !== 'isOptional' || typeof condition !== 'function') return false;
  traceOfOptional ??= traceOfCondition(sampleRecord(originals.IsOptional()), 'sample');
  return traceOfOptional !== UNTRACEABLE && traceOfCondition(record, record.propertyName) === traceOfOptional;
}

const UNTRACEABLE = '';
const traces = new Map<string, string>();
/** What was traced before: a class is read again for each set of options. */
const tracesOfMade = new WeakMap<Function, string>();
let sourceOfMadeClass: string | undefined;
let traceOfOptional: string | undefined;

/** Applies a decorator to a class of its own, and takes what it recorded out of the storage again. */
function sample(decorator: PropertyDecorator): { record: ValidationRecord; constraint: ConstraintRecord } {
  const record = sampleRecord(decorator);
  const { constraintMetadatas } = validatorStorage();
  const [constraint] = constraintMetadatas.get(record.constraintCls) ?? [];
  constraintMetadatas.delete(record.constraintCls);
  if (!constraint) throw new TypeError('a built-in decorator registered no constraint');
  return { record, constraint };
}

function sampleRecord(decorator: PropertyDecorator): ValidationRecord {
  class Sample {}
  decorator(Sample.prototype, 'sample');
  const { validationMetadatas } = validatorStorage();
  const [record] = validationMetadatas.get(Sample) ?? [];
  validationMetadatas.delete(Sample);
  if (!record) throw new TypeError('a built-in decorator recorded nothing');
  return record;
}

function traceOfSample(name: string): string {
  const decorator = SAMPLES[name];
  return decorator ? traceOfValidator(sample(decorator()).constraint.target) : UNTRACEABLE;
}

/** Throws at any touch, by the language's own rules, even from `instanceof` and `Array.isArray`. */
const untouchable: object = (() => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
})();

const untouchableArguments = {
  get constraints(): never {
    throw new Error('touched');
  },
};

function traceOfValidator(constraintClass: Function): string {
  return traceOf(() => {
    const made = Reflect.construct(constraintClass, []) as { validate: (value: unknown, args: unknown) => unknown };
    made.validate(untouchable, untouchableArguments);
    // Still here: it touches objects in no way. `isInt` asks `Number` about numbers.
    withUntouchableNumber(() => made.validate(0.5, untouchableArguments));
  });
}

/** Tells whether Error's settings may be changed: not where the intrinsic objects are frozen. */
function maySetTraces(): boolean {
  return Object.isExtensible(Error) && Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.writable === true;
}

/** Lets `Number.isInteger` throw for the length of a call. Where it cannot be replaced, nothing is called. */
function withUntouchableNumber(call: () => void): void {
  const descriptor = Object.getOwnPropertyDescriptor(Number, 'isInteger');
  if (!descriptor?.writable) return;
  const { isInteger } = Number;
  try {
    Number.isInteger = (): never => {
      throw new Error('touched');
    };
    call();
  } finally {
    Number.isInteger = isInteger;
  }
}

function traceOfCondition(record: ValidationRecord, property: string): string {
  const touched = new Proxy(
    {},
    {
      get(_, key): never {
        throw new Error(key === property ? 'touched' : 'touched elsewhere');
      },
    },
  );
  const condition = record.constraints?.[0] as Condition;
  return traceOf(() => {
    condition(touched, untouchable);
  });
}

/**
 * Runs a probe, and gives the places through which its error came, from the throw to the probe.
 *
 * Error's two settings are changed for the length of the probe alone, which is synchronous.
 */
function traceOf(probe: () => void): string {
  if (!maySetTraces()) return UNTRACEABLE;
  // oxlint-disable-next-line typescript/unbound-method -- put back where it was, not called
  const settings = { prepareStackTrace: Error.prepareStackTrace, stackTraceLimit: Error.stackTraceLimit };
  try {
    Error.stackTraceLimit = 8;
    Error.prepareStackTrace = (error, sites) => {
      const places = [error.message];
      for (const site of sites) {
        // The engine's own functions are left out: they are no frames any more once their caller was optimised.
        if (site.getFileName() === null) continue;
        places.push(`${site.getFileName()}:${site.getPosition()}`);
        if (site.getFunctionName() === 'traceOf') break;
      }
      return places.join('\n');
    };
    try {
      probe();
    } catch (error) {
      return error instanceof Error ? String(error.stack) : UNTRACEABLE;
    }
    return UNTRACEABLE;
  } finally {
    Object.assign(Error, settings);
  }
}

/**
 * Tells whether a built-in was given something that may answer differently the second time: a sticky pattern, which
 * remembers where it stopped, or a function. Such a one is asked once in a validation, like a validator of the user's.
 */
function mayAnswerDifferently({ name, constraints }: ValidationRecord): boolean {
  const given = constraints?.[0];
  switch (name) {
    case 'matches':
      return (
        given instanceof RegExp &&
        ((given.sticky && !given.global) || Object.getPrototypeOf(given) !== RegExp.prototype)
      );
    case 'minDate':
    case 'maxDate':
      return typeof given === 'function';
    default:
      return false;
  }
}
