import type { ValidatorOptions } from 'class-validator';
import { settleCheckOptions } from '../ir/check-options.js';
import { DtoError } from '../errors.js';
import type { PropertyCheck, Rule, ValidationRecord } from '../ir/check-plan.js';
import { DEFAULT_OPTIONS, DIRECTION, settleOptions } from '../ir/conversion-options.js';
import type { TypePlan } from '../ir/conversion-plan.js';
import { isMadeOfObject } from '../read/prove-built-in.js';
import { readCheckPlan, TYPE } from '../read/read-check-plan.js';
import { readConversion } from '../read/read-conversion.js';
import { StorageStamp } from '../read/validator-storage.js';
import { chosenBackEnd, type BackEnd } from './code-generation.js';
import { isUserClass } from './declared-type.js';

/** How one decorator of a property is carried out. */
export interface ExplainedRule {
  /** The constraint's name, or the decorator's kind. */
  readonly name: string;
  /**
   * `compiled`: written into the generated check, or its predicate is called directly. `called`: the registered function
   * is called. `unknown`: a record of a kind that is not known here, and that only class-validator could carry out.
   */
  readonly how: 'compiled' | 'called' | 'unknown';
  /** Why it is not compiled. */
  readonly why?: string;
}

export interface ExplainedProperty {
  readonly name: string;
  readonly rules: readonly ExplainedRule[];
}

/** What became of a class's decorators. */
export interface Explanation {
  readonly className: string;
  readonly backEnd: BackEnd;
  readonly properties: readonly ExplainedProperty[];
  /** How many decorators are calls of registered functions. */
  readonly called: number;
  /**
   * How many properties would have to be left to the original library. None with the decorators of the supported
   * version: it counts those that bear a record of an unknown kind, as a newer class-validator might store.
   */
  readonly fallBacks: number;
}

/** Tells, property by property, which decorators of a class are compiled, which are calls, and why. */
export function explain(target: Function, options?: ValidatorOptions): Explanation {
  const stamp = new StorageStamp(target);
  const plan = readCheckPlan(target, settleCheckOptions(options), stamp);
  const unknown = [...stamp.ownRecords(), ...stamp.inheritedRecords()].filter(({ type }) => !KNOWN_TYPES.has(type));
  const names = new Set(
    [...plan.properties, ...unknown.map(({ propertyName: name }) => ({ name }))].map(({ name }) => name),
  );
  const properties = [...names].map((name) => {
    const property = plan.properties.find((each) => each.name === name);
    const rules = property ? explainProperty(property) : [];
    return {
      name,
      rules: [...rules, ...unknown.filter(({ propertyName }) => propertyName === name).map(explainUnknown)],
    };
  });
  return {
    className: target.name,
    backEnd: chosenBackEnd(),
    properties,
    called: properties.flatMap(({ rules }) => rules).filter(({ how }) => how === 'called').length,
    fallBacks: properties.filter(({ rules }) => rules.some(({ how }) => how === 'unknown')).length,
  };
}

const KNOWN_TYPES: ReadonlySet<string> = new Set(Object.values(TYPE));

function explainUnknown({ name, type }: ValidationRecord): ExplainedRule {
  return { name: name ?? type, how: 'unknown', why: `records of the kind ${type} are not known here` };
}

/**
 * Refuses a class of which something would have to be left to the original library, or a class that it nests.
 *
 * @throws DtoError `TENON_DTO_FALL_BACK`
 */
export function refuseFallBacks(target: Function, options?: ValidatorOptions): void {
  const named: string[] = [];
  for (const each of nestedClasses(target)) {
    for (const { name, rules } of explain(each, options).properties) {
      const rule = rules.find(({ how }) => how === 'unknown');
      if (rule) named.push(`${each.name}.${name} (${rule.name}: ${rule.why})`);
    }
  }
  if (named.length > 0) throw fallBack(named);
}

function fallBack(named: readonly string[]): DtoError {
  return new DtoError(
    'TENON_DTO_FALL_BACK',
    `only class-validator itself could check ${named.join(', ')}.`,
    'use the version of class-validator that this package names as its peer, or compile without `strict`',
  );
}

/** Gives a class and those that it nests by `@Type`, as far as their functions can be asked without an object. */
function nestedClasses(target: Function, found = new Set<Function>()): Set<Function> {
  if (found.has(target)) return found;
  found.add(target);
  for (const { type } of readConversion(
    target,
    DIRECTION.toInstance,
    settleOptions(DEFAULT_OPTIONS),
  ).properties.values()) {
    const subTypes = type?.discriminator?.subTypes.map(({ value }) => value) ?? [];
    for (const nested of [declaredClass(type), ...subTypes]) if (isUserClass(nested)) nestedClasses(nested, found);
  }
  return found;
}

function declaredClass(type: TypePlan | undefined): unknown {
  try {
    return type?.typeOf?.({ newObject: undefined, object: {}, property: '' });
  } catch {
    // Its class is not there yet, or it wants the object.
    return undefined;
  }
}

function explainProperty(property: PropertyCheck): ExplainedRule[] {
  const { isOptional, conditions, definedRules, rules, nested, awaits } = property;
  return [
    ...(isOptional ? [{ name: 'isOptional', how: 'compiled' } as const] : []),
    ...conditions.map(
      () => ({ name: 'validateIf', how: 'called', why: 'the condition is a function of yours' }) as const,
    ),
    ...(awaits ? [{ name: 'validatePromise', how: 'compiled' } as const] : []),
    ...[...definedRules, ...rules].flatMap(explainRule),
    ...nested.map(() => ({ name: 'validateNested', how: 'compiled' }) as const),
  ];
}

function explainRule({ record, constraints }: Rule): ExplainedRule[] {
  if (constraints.length === 0) {
    const name = record.constraintCls?.name ?? record.type;
    return [{ name, how: 'called', why: 'the constraint class is not registered: @ValidatorConstraint() is missing' }];
  }
  return constraints.map(({ type, builtIn, constraint }) => {
    if (builtIn !== undefined && !record.validateIf) return { name: type, how: 'compiled' };
    if (record.validateIf) return { name: type, how: 'called', why: 'its option `validateIf` is a function of yours' };
    if (!isMadeOfObject(constraint)) return { name: type, how: 'called', why: 'it is a constraint class' };
    return { name: type, how: 'called', why: 'it cannot be proven to be a built-in' };
  });
}
