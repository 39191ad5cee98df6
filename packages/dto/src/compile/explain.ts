import type { ValidatorOptions } from 'class-validator';
import { settleCheckOptions } from '../ir/check-options.js';
import type { PropertyCheck, Rule } from '../ir/check-plan.js';
import { isMadeOfObject } from '../read/prove-built-in.js';
import { readCheckPlan } from '../read/read-check-plan.js';
import { StorageStamp } from '../read/validator-storage.js';
import { chosenBackEnd, type BackEnd } from './code-generation.js';

/** How one decorator of a property is carried out. */
export interface ExplainedRule {
  /** The constraint's name, or the decorator's kind. */
  readonly name: string;
  /** `compiled`: written into the generated check, or its predicate is called directly. `called`: the registered function is called. */
  readonly how: 'compiled' | 'called';
  /** Why it is called. */
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
}

/** Tells, property by property, which decorators of a class are compiled, which are calls, and why. */
export function explain(target: Function, options?: ValidatorOptions): Explanation {
  const plan = readCheckPlan(target, settleCheckOptions(options), new StorageStamp(target));
  const properties = plan.properties.map((property) => ({ name: property.name, rules: explainProperty(property) }));
  return {
    className: target.name,
    backEnd: chosenBackEnd(),
    properties,
    called: properties.flatMap(({ rules }) => rules).filter(({ how }) => how === 'called').length,
  };
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
