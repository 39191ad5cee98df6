import type { ValidationError } from 'class-validator';
import type { CheckPlan } from '../ir/check-plan.js';
import type { CheckRun } from './check-run.js';
import type { Faults } from './compile-check.js';
import { PropertyCollector, type InstanceOf } from './property-collector.js';
import { undecoratedValue, unknownValue } from './validation-error.js';

/** Adds an object's errors to a list, and gives the list; without any, gives back what it was given. */
export type CollectErrors = (
  object: object,
  run: CheckRun,
  into: ValidationError[] | undefined,
) => ValidationError[] | undefined;

type Values = Record<string, unknown>;
type Errors = ValidationError[] | undefined;

/**
 * Compiles the collection of all errors of a class, from closures.
 *
 * It serves both back ends: generated code says whether there are errors, and this says which. Nothing is allocated
 * for what is valid. For `class A { @IsString() name }` it amounts to
 *
 * ```ts
 * (object, run, into) => {
 *   const value = object.name;
 *   if (isString(value)) return into;
 *   (into ??= []).push(error(object, value, 'name', { isString: 'name must be a string' }));
 *   return into;
 * }
 * ```
 *
 * @param findFaults - generates what tells the properties at fault, so that only these are looked at; called once
 */
export function compileCollection(plan: CheckPlan, instanceOf: InstanceOf, findFaults?: () => Faults): CollectErrors {
  const { options, knownNames } = plan;
  if (plan.isUnknown && options.forbidsUnknownValues)
    return (object, _run, into) => add(into, unknownValue(object, options));
  const collectors = plan.properties.map((property) => new PropertyCollector(property, options, instanceOf));
  // Made at the first error: most classes never have one.
  let faults: Faults | undefined;
  let bits: readonly number[] = [];
  return (object, run, into) => {
    let errors = into;
    if (options.strips || options.forbidsUndecorated) {
      const undecorated = Object.keys(object).filter((name) => !knownNames.has(name));
      for (const name of undecorated) {
        if (options.strips) delete (object as Values)[name];
        else errors = add(errors, undecoratedValue(object as Values, name, options));
      }
    }
    if (findFaults && faults === undefined) {
      faults = findFaults();
      const { properties } = faults;
      bits = plan.properties.map((property) =>
        properties.includes(property) ? 1 << properties.indexOf(property) : ALWAYS,
      );
    }
    const found = faults === undefined ? ALWAYS : bitsOf(faults, object);
    for (let index = 0; index < collectors.length; index += 1) {
      if ((found & (bits[index] ?? ALWAYS)) === 0) continue;
      const collector = collectors[index] as PropertyCollector;
      const { name, awaits } = collector.property;
      const value = (object as Values)[name];
      if (awaits && value instanceof Promise) {
        errors = collector.collectLater(object as Values, value, run, errors);
      } else {
        // Few calls deep and without detours, since nested objects come here again: the stack is as deep as the data.
        const error = collector.validate(object as Values, value, value !== null && value !== undefined, run);
        if (error !== undefined) errors = add(errors, error);
      }
    }
    return errors;
  };
}

/** Gives the bits of the properties to look at. A built-in that throws has to do so in its turn, so then it is all. */
function bitsOf(faults: Faults, object: object): number {
  try {
    return faults.of(object) | ALWAYS;
  } catch {
    return -1;
  }
}

/** The bit of the properties that nothing is known about. */
const ALWAYS = 1 << 30;

function add(errors: Errors, error: ValidationError): ValidationError[] {
  if (errors === undefined) return [error];
  errors.push(error);
  return errors;
}
