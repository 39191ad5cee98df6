import type { CheckOptions } from '../ir/check-options.js';
import type { PropertyCheck, Rule } from '../ir/check-plan.js';
import { DIRECTION } from '../ir/conversion-options.js';
import { builtInPredicate } from './built-ins.js';
import { convertValue } from './convert-value.js';
import { checkLimits, type InputLimits } from './input-limits.js';
import { isSkipped, valuesOf } from './property-collector.js';
import type { ShapeProperty } from './shape.js';
import { startConversion } from './start-conversion.js';

type Values = Record<string, unknown>;

/**
 * Grows when an object was made that may be at fault, so that it has to be checked.
 *
 * One for all, and never set back: whoever compares it with what it was can only ask for one check too many, should a
 * constructor have parsed something else meanwhile.
 */
export const doubts = { count: 0 };

/** Does for one property what generated code leaves out: all that is not the usual form of valid input. */
export class ParsedProperty {
  readonly #property: ShapeProperty;
  readonly #options: CheckOptions;
  readonly #limits: Required<InputLimits>;
  readonly #isChecked: boolean;
  #accepts: Accepts | undefined;

  constructor(property: ShapeProperty, options: CheckOptions, limits: Required<InputLimits>, isChecked: boolean) {
    this.#property = property;
    this.#options = options;
    this.#limits = limits;
    this.#isChecked = isChecked;
  }

  /**
   * Converts the value into the object that is made, and checks it.
   *
   * @returns 1 if the property is absent, 0 if it is there, and -1 if the general conversion has to take the whole
   */
  settle(value: unknown, plain: object, made: object, depth: number): number {
    const { name, nested } = this.#property;
    if (value === undefined) {
      if (name in plain) return -1;
      this.#check((made as Values)[name]);
      return 1;
    }
    if (nested !== undefined && value !== null) return -1;
    const converted = this.#convert(value, depth);
    (made as Values)[name] = converted;
    this.#check(converted);
    return 0;
  }

  /** Converts as the general conversion does. */
  #convert(value: unknown, depth: number): unknown {
    const { type, arrayType } = this.#property;
    if (isPrimitive(value) && type === undefined) return value;
    if (type === undefined && depth < this.#limits.depth && isSimpleList(value, this.#limits)) return value.slice();
    checkLimits(value, this.#limits, depth + 1);
    const run = startConversion(DIRECTION.toInstance, undefined);
    const list = Array.isArray(value) ? arrayType : undefined;
    return convertValue(run, value, type, list, value instanceof Map);
  }

  #check(value: unknown): void {
    if (!this.#isChecked) return;
    this.#accepts ??= acceptedBy(this.#property.check, this.#options);
    if (!this.#accepts(value)) doubts.count += 1;
  }
}

type Accepts = (value: unknown) => boolean;

function isPrimitive(value: unknown): boolean {
  return (typeof value !== 'object' || value === null) && typeof value !== 'function';
}

/** Tells whether a value is a list that only has to be copied. Holes are no items. */
function isSimpleList(value: unknown, { items }: Required<InputLimits>): value is unknown[] {
  return (
    Array.isArray(value) &&
    value.length <= items &&
    Object.getPrototypeOf(value) === Array.prototype &&
    value.every(isPrimitive) &&
    !value.includes(undefined)
  );
}

/** Gives what tells whether a value passes all checks of a property that are built-ins, and has nothing nested. */
function acceptedBy({ isOptional, definedRules, rules, nested }: PropertyCheck, options: CheckOptions): Accepts {
  const needed = definedRules.flatMap(predicatesOf);
  const wanted = rules.flatMap(predicatesOf);
  return (value) => {
    if (isOptional && (value === undefined || value === null)) return true;
    if (!needed.every((accepts) => accepts(value))) return false;
    if (isSkipped(value, options)) return true;
    return (nested.length === 0 || value === undefined) && wanted.every((accepts) => accepts(value));
  };
}

/** Gives the predicates of a decorator. */
export function predicatesOf({ record, constraints }: Rule): Accepts[] {
  return constraints.map(({ builtIn }) => {
    const accepts = builtInPredicate(builtIn as string, record.constraints ?? []);
    if (!record.each) return (value) => Boolean(accepts(value));
    return (value) => {
      const values = valuesOf(value);
      return values === undefined ? Boolean(accepts(value)) : values.every(accepts);
    };
  });
}
