import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import type { CheckOptions } from './check-options.js';

/** One decorator on one property, as class-validator's storage holds it. */
export interface ValidationRecord {
  readonly type: string;
  readonly name?: string | undefined;
  readonly target: Function | string;
  readonly propertyName: string;
  /** For a conditional record, its first item is the condition. */
  readonly constraints: readonly unknown[] | undefined;
  readonly constraintCls: Function | undefined;
  readonly message: string | ((args: ValidationArguments) => string) | undefined;
  readonly groups: readonly string[] | undefined;
  readonly always: boolean | undefined;
  readonly each: boolean | undefined;
  readonly context: object | undefined;
  readonly validateIf: ((object: unknown, value: unknown) => boolean) | undefined;
}

/** What is registered about one constraint class. */
export interface ConstraintRecord {
  readonly target: Function;
  readonly name: string;
  readonly async: boolean | undefined;
  /** Asks the container of `useContainer` at every reading. */
  readonly instance: ValidatorConstraintInterface;
}

export type Condition = (object: unknown, value: unknown) => unknown;

/** How objects of one class are checked under one set of options. Plain data; both back ends print from it. */
export interface CheckPlan {
  readonly target: Function;
  readonly options: CheckOptions;
  /** Whether nothing is known of the class, which is an error of its own unless it is allowed. */
  readonly isUnknown: boolean;
  /** In the order of the errors: integer names first, then as decorated. */
  readonly properties: readonly PropertyCheck[];
  /** The names that `whitelist` lets live. A Set, so that no inherited name is among them. */
  readonly knownNames: ReadonlySet<string>;
}

/** How one property is checked. */
export interface PropertyCheck {
  readonly name: string;
  /** Whether `@ValidatePromise` waits for the value. */
  readonly awaits: boolean;
  /** Whether `@IsOptional`, proven, is among the conditions; it is not in `conditions` then. */
  readonly isOptional: boolean;
  /** All are asked; if one says no, nothing of the property is checked. */
  readonly conditions: readonly Condition[];
  /** `@IsDefined`, which no skipping of missing values skips. */
  readonly definedRules: readonly Rule[];
  readonly rules: readonly Rule[];
  /** `@ValidateNested`; each one validates the value again, as in the original. */
  readonly nested: readonly ValidationRecord[];
  /** The records whose contexts are told with an error, in their order. */
  readonly contexts: readonly ContextRule[];
  readonly definedContexts: readonly ContextRule[];
}

/** One constraint decorator. */
export interface Rule {
  readonly record: ValidationRecord;
  /** One, unless a constraint class was registered twice. None, if it was never registered. */
  readonly constraints: readonly RuleConstraint[];
}

export interface RuleConstraint {
  /** The key under which the error is told. */
  readonly type: string;
  readonly constraint: ConstraintRecord;
  /** The name of the built-in that this is proven to be, else `undefined`: then the registered validator is called. */
  readonly builtIn: string | undefined;
  /** The one instance of what `registerDecorator` made of an object: it has no state, so no container is asked. */
  readonly instance: ValidatorConstraintInterface | undefined;
}

export interface ContextRule {
  readonly type: string;
  readonly context: object;
}
