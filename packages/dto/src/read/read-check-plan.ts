import type { CheckOptions } from '../ir/check-options.js';
import type {
  CheckPlan,
  Condition,
  ConstraintRecord,
  ContextRule,
  PropertyCheck,
  Rule,
  ValidationRecord,
} from '../ir/check-plan.js';
import { isMadeOfObject, isProvenOptional, provenBuiltIn } from './prove-built-in.js';
import type { StorageStamp } from './validator-storage.js';

/** The types of records that are known here, as class-validator's `ValidationTypes` names them. */
export const TYPE = {
  custom: 'customValidation',
  nested: 'nestedValidation',
  promise: 'promiseValidation',
  conditional: 'conditionalValidation',
  allowed: 'whitelistValidation',
  defined: 'isDefined',
} as const;

/**
 * Reads what class-validator knows of a class into a plan for one set of options.
 *
 * @param stamp - remembers what was read, so that a later change is noticed
 * @param schemaRecords - what a schema adds, for the schema overloads; empty otherwise
 * @param proves - whether built-ins are proven; else all validators and conditions are there to be called
 */
export function readCheckPlan(
  target: Function,
  options: CheckOptions,
  stamp: StorageStamp,
  schemaRecords: readonly ValidationRecord[] = [],
  proves = true,
): CheckPlan {
  const records = recordsOf(options, stamp, schemaRecords);
  // A plain object, because errors come in the order of its keys; without a prototype, so that no inherited name is known.
  const grouped = Object.create(null) as Record<string, ValidationRecord[]>;
  for (const record of records) (grouped[record.propertyName] ??= []).push(record);
  return {
    target,
    options,
    isUnknown: records.length === 0,
    properties: Object.keys(grouped).map((name) => readProperty(name, grouped[name] ?? [], stamp, proves)),
    knownNames: new Set(Object.keys(grouped)),
  };
}

/** The class's own records, then its ancestors' unless a record of the same type is on the same property. */
function recordsOf(
  options: CheckOptions,
  stamp: StorageStamp,
  schemaRecords: readonly ValidationRecord[],
): readonly ValidationRecord[] {
  const isWanted = (record: ValidationRecord) => isIncluded(record, options);
  const own = [...stamp.ownRecords(), ...schemaRecords].filter(isWanted);
  const inherited = stamp
    .inheritedRecords()
    .filter(isWanted)
    .filter(({ propertyName, type }) => !own.some((one) => one.propertyName === propertyName && one.type === type));
  return [...own, ...inherited];
}

function isIncluded({ always, groups }: ValidationRecord, options: CheckOptions): boolean {
  const hasGroups = groups !== undefined && groups !== null && groups.length > 0;
  if (always !== undefined ? always : !hasGroups && options.isAlways) return true;
  if (options.isStrictAboutGroups && options.groups === undefined && hasGroups) return false;
  const wanted = options.groups;
  // `find` and not `some`: the original asks the group that it found whether it is truthy.
  if (wanted) return Boolean(groups?.find((group) => wanted.includes(group)));
  return true;
}

function readProperty(
  name: string,
  records: readonly ValidationRecord[],
  stamp: StorageStamp,
  proves: boolean,
): PropertyCheck {
  const ofType = (type: string) => records.filter((record) => record.type === type);
  const conditional = ofType(TYPE.conditional);
  const conditions = conditional.filter((record) => !proves || !isProvenOptional(record));
  const others = records.filter(({ type }) => type !== TYPE.defined && type !== TYPE.allowed);
  return {
    name,
    awaits: records.some(({ type }) => type === TYPE.promise),
    isOptional: conditions.length < conditional.length,
    conditions: conditions.map(({ constraints }) => constraints?.[0] as Condition),
    definedRules: ofType(TYPE.defined).map((record) => readRule(record, stamp, proves)),
    rules: ofType(TYPE.custom).map((record) => readRule(record, stamp, proves)),
    nested: ofType(TYPE.nested),
    contexts: [...others, ...ofType(TYPE.custom)].flatMap((record) => readContext(record, stamp)),
    definedContexts: ofType(TYPE.defined).flatMap((record) => readContext(record, stamp)),
  };
}

function readRule(record: ValidationRecord, stamp: StorageStamp, proves: boolean): Rule {
  return {
    record,
    constraints: constraintsOf(record, stamp).map((constraint) => ({
      type: constraint.name || record.type,
      constraint,
      builtIn: proves ? provenBuiltIn(record, constraint) : undefined,
      instance: isMadeOfObject(constraint)
        ? (Reflect.construct(constraint.target, []) as Rule['constraints'][number]['instance'])
        : undefined,
    })),
  };
}

function constraintsOf(record: ValidationRecord, stamp: StorageStamp): readonly ConstraintRecord[] {
  const found = stamp.constraintsOfMade(record.constraintCls);
  return found.length === 1 && found.every(isMadeOfObject) ? found : stamp.constraintsOf(record.constraintCls);
}

function readContext(record: ValidationRecord, stamp: StorageStamp): ContextRule[] {
  if (!record.context) return [];
  const [constraint] = record.type === TYPE.custom ? constraintsOf(record, stamp) : [];
  return [{ type: constraint?.name || record.type, context: record.context }];
}
