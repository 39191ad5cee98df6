import { settleCheckOptions } from '../ir/check-options.js';
import type { PropertyCheck, RuleConstraint, ValidationRecord } from '../ir/check-plan.js';
import { DEFAULT_OPTIONS, DIRECTION, settleOptions } from '../ir/conversion-options.js';
import type { PropertyPlan } from '../ir/conversion-plan.js';
import type { StringKind, StringPlan, StringProperty } from '../ir/string-plan.js';
import { readCheckPlan } from './read-check-plan.js';
import { readConversion } from './read-conversion.js';
import type { StorageStamp } from './validator-storage.js';

/** What a type tells: the kind of its values, and what belongs to that. */
type Told = Pick<StringProperty, 'kind' | 'values' | 'target'>;

const told = (kind: StringKind, values: readonly unknown[] = [], target?: () => unknown): Told => ({
  kind,
  values,
  target,
});

/** What class-validator's own checks tell of a type, by name. */
const CHECKED_KINDS: ReadonlyMap<string, StringKind> = new Map<string, StringKind>([
  ['isInt', 'integer'],
  ['isNumber', 'number'],
  ['isBoolean', 'boolean'],
  ['isDate', 'date'],
  ['minDate', 'date'],
  ['maxDate', 'date'],
  ['isString', 'string'],
  ['isPositive', 'number'],
  ['isNegative', 'number'],
  ['isDivisibleBy', 'number'],
  ['min', 'number'],
  ['max', 'number'],
]);

const LIST_CHECKS: ReadonlySet<string> = new Set([
  'isArray',
  'arrayContains',
  'arrayNotContains',
  'arrayNotEmpty',
  'arrayMinSize',
  'arrayMaxSize',
  'arrayUnique',
]);

/**
 * Reads what the strings of a query or a form are to become.
 *
 * The type of a property is what `@Type` says; else its `design:type`, if that says more than "some object"; else what
 * class-validator's own checks say; else the `typeof` its default value.
 *
 * @param stamp - remembers what was read, so that a later change is noticed
 */
export function readStringPlan(target: Function, stamp: StorageStamp): StringPlan {
  const conversion = readConversion(target, DIRECTION.toInstance, settleOptions(DEFAULT_OPTIONS));
  const checks = new Map(
    readCheckPlan(target, settleCheckOptions(undefined), stamp).properties.map((each) => [each.name, each]),
  );
  const defaults = new Map(Object.entries(defaultsOf(target)));
  const keys = new Set<string>([...checks.keys(), ...defaults.keys()]);
  for (const key of conversion.properties.keys()) if (typeof key === 'string') keys.add(key);
  const properties = new Map<string, StringProperty>();
  for (const key of keys) {
    const property = conversion.properties.get(key);
    const name = typeof property?.name === 'string' ? property.name : key;
    const at = { key, name };
    properties.set(key, readProperty(at, property, designType(target, name), checks.get(name), defaults.get(name)));
  }
  return { target, properties };
}

function readProperty(
  at: Pick<StringProperty, 'key' | 'name'>,
  property: PropertyPlan | undefined,
  design: unknown,
  check: PropertyCheck | undefined,
  initial: unknown,
): StringProperty {
  const constraints = [...(check?.rules ?? []), ...(check?.definedRules ?? [])].flatMap(
    ({ record, constraints: all }) => all.map((constraint) => ({ record, constraint })),
  );
  const isList =
    design === Array ||
    design === Set ||
    Array.isArray(initial) ||
    constraints.some(({ record, constraint }) => record.each || LIST_CHECKS.has(constraint.builtIn ?? ''));
  const checked = kindByChecks(constraints.filter(({ record }) => !isList || record.each));
  const declared = declaredKind(property, isList ? undefined : design);
  // An integer is more than the number that the type alone tells of.
  const isSharper = declared?.kind === 'number' && checked?.kind === 'integer';
  const isNarrower = (declared?.kind === 'string' || declared?.kind === 'number') && checked?.kind === 'one of';
  const found =
    (isSharper || isNarrower ? checked : declared) ?? checked ?? kindByDefault(isList ? undefined : initial);
  return { ...at, isList, isOptional: check?.isOptional === true, ...found };
}

function declaredKind(property: PropertyPlan | undefined, design: unknown): Told | undefined {
  const typeOf = property?.type?.typeOf as (() => unknown) | undefined;
  if (property?.type?.discriminator) return told('unknown');
  if (typeOf) {
    try {
      return kindByType(typeOf()) ?? undefined;
    } catch {
      // The class is not there yet, or the function wants the object: it is asked again at the conversion.
      return told('object', [], typeOf);
    }
  }
  return kindByType(design);
}

function kindByType(type: unknown): Told | undefined {
  switch (type) {
    case String:
      return told('string');
    case Number:
      return told('number');
    case Boolean:
      return told('boolean');
    case BigInt:
      return told('bigint');
    case Date:
      return told('date');
    case undefined:
    case null:
    case Object:
    case Function:
    case Array:
    case Set:
    case Map:
    case Promise:
    case Symbol:
      return undefined;
    default:
      if (typeof type === 'function') return told('object', [], () => type);
      // Some compilers emit the enum itself.
      return typeof type === 'object' ? told('one of', enumValues(type as object)) : undefined;
  }
}

function kindByChecks(
  constraints: readonly { readonly record: ValidationRecord; readonly constraint: RuleConstraint }[],
): Told | undefined {
  const names = new Map(constraints.map(({ record, constraint }) => [constraint.builtIn, record]));
  const entity = names.get('isEnum')?.constraints?.[0];
  if (typeof entity === 'object' && entity !== null) return told('one of', enumValues(entity));
  const list = names.get('isIn')?.constraints?.[0];
  if (Array.isArray(list)) return told('one of', list as readonly unknown[]);
  for (const [name, kind] of CHECKED_KINDS) if (names.has(name)) return told(kind);
  return undefined;
}

function kindByDefault(initial: unknown): Told {
  if (initial instanceof Date) return told('date');
  switch (typeof initial) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return told(typeof initial as StringKind);
    default:
      return told('unknown');
  }
}

/** Gives the values of an enum. A numeric one also maps its numbers back to names, which are no values. */
function enumValues(entity: object): unknown[] {
  return Object.entries(entity)
    .filter(([name, value]) => !(typeof value === 'string' && /^-?\d/.test(name) && Object.hasOwn(entity, value)))
    .map(([, value]) => value as unknown);
}

function designType(target: Function, name: string): unknown {
  const { getMetadata } = Reflect as unknown as {
    getMetadata?: (key: string, target: object, name: string) => unknown;
  };
  return getMetadata?.('design:type', target.prototype as object, name);
}

function defaultsOf(target: Function): object {
  try {
    return new (target as new () => object)();
  } catch {
    return {};
  }
}
