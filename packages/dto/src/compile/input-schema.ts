import type { CheckOptions } from '../ir/check-options.js';
import type { PropertyCheck, Rule } from '../ir/check-plan.js';
import { DEFAULT_OPTIONS, DIRECTION, settleOptions } from '../ir/conversion-options.js';
import type { PropertyPlan, TypePlan } from '../ir/conversion-plan.js';
import { isGiven } from '../ir/is-given.js';
import type { JsonSchema, JsonType } from '../ir/json-schema.js';
import { propertyNotes } from '../read/property-notes.js';
import { resembledBuiltIn } from '../read/prove-built-in.js';
import { readCheckPlan } from '../read/read-check-plan.js';
import { readConversion, readDesignType } from '../read/read-conversion.js';
import { StorageStamp } from '../read/validator-storage.js';
import { isUserClass } from './declared-type.js';
import { leaveOut, sayConstraint, tidy } from './schema-keywords.js';

/** Gives a reference to the schema of a class that stands within another. */
export type RefTo = (target: Function) => JsonSchema;

/**
 * Says what comes in as a class: what its decorators check, of the value before conversion.
 *
 * What cannot be said (custom constraints, conditions, patterns with flags) is listed under `x-unexpressed`, so that a
 * schema is never stricter than the decorators. Only where they leave a type open, the declared one (`design:type`) is
 * said as well; and of what is converted or transformed it says what is meant to come of it.
 */
export function inputSchema(target: Function, options: CheckOptions, refTo: RefTo): JsonSchema {
  const schema: JsonSchema = { type: 'object' };
  const checks = readCheckPlan(target, options, new StorageStamp(target));
  const conversion = readConversion(target, DIRECTION.toInstance, settleOptions(DEFAULT_OPTIONS));
  const defaults = defaultsOf(target);
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const check of checks.properties) {
    const candidates = [...conversion.properties.values()].filter(({ into }) => into === check.name);
    // The name that @Expose gives goes before the property's own.
    const converted = candidates.find(({ key }) => key !== check.name) ?? candidates[0];
    if (converted?.isDropped) continue;
    const name = String(converted?.key ?? check.name);
    const property = propertySchema(target, check, converted, refTo);
    Object.assign(property, propertyNotes(target, check.name));
    const initial = defaults[check.name];
    if (isPlainDefault(initial)) property.default ??= initial;
    setProperty(properties, name, property);
    if (initial === undefined && isRequired(check, options)) required.push(name);
  }
  if (Object.keys(properties).length > 0) schema.properties = properties;
  if (required.length > 0) schema.required = required;
  if (options.forbidsUndecorated) schema.additionalProperties = false;
  return schema;
}

/** Defines a property, so that one called `__proto__` is one. */
export function setProperty(properties: Record<string, JsonSchema>, name: string, value: JsonSchema): void {
  Object.defineProperty(properties, name, { value, enumerable: true, configurable: true, writable: true });
}

function propertySchema(
  target: Function,
  check: PropertyCheck,
  converted: PropertyPlan | undefined,
  refTo: RefTo,
): JsonSchema {
  // Without reflect-metadata nothing was emitted either.
  const designed = 'getMetadata' in Reflect ? readDesignType(target, check.name) : undefined;
  if (check.conditions.some((condition) => condition !== isGiven)) {
    const open: JsonSchema = {};
    leaveOut(open, 'checked on a condition');
    return open;
  }
  const { whole, each, isOfEach } = sayRules(check);
  let isList = designed === Array || isOfEach;
  if (check.nested.length > 0) {
    const nested = nestedSchema(converted?.type, designed, refTo);
    if (isList || whole.type === 'array' || check.nested.some((record) => record.each)) {
      isList = true;
      Object.assign(each, nested);
    } else {
      // A list of such objects is validated as well, so where no type says which, it may be either.
      Object.assign(whole, isUserClass(designed) ? nested : { anyOf: [nested, { type: 'array', items: nested }] });
    }
  }
  if (isList) {
    whole.type ??= 'array';
    if (Object.keys(each).length > 0) whole.items = each;
  }
  if (whole.type === undefined && whole.$ref === undefined && whole.anyOf === undefined) sayDesignType(whole, designed);
  // What it makes of a value is known, and not of what.
  if (converted && converted.transforms.length > 0) leaveOut(whole, 'transformed before it is checked');
  return check.isOptional ? orNull(whole) : whole;
}

/** Says the rules of a property: those of the whole, and those of each of its items. */
export function sayRules(check: PropertyCheck): { whole: JsonSchema; each: JsonSchema; isOfEach: boolean } {
  const whole: JsonSchema = {};
  const each: JsonSchema = {};
  let isOfEach = false;
  for (const rule of [...check.definedRules, ...check.rules]) {
    if (rule.record.each) isOfEach = true;
    sayRule(rule.record.each ? each : whole, rule);
  }
  tidy(whole);
  tidy(each);
  return { whole, each, isOfEach };
}

/** The schema of a nested object: of its declared class, for the one at run time is not known yet. */
function nestedSchema(type: TypePlan | undefined, designed: unknown, refTo: RefTo): JsonSchema {
  if (type?.discriminator) {
    return { anyOf: type.discriminator.subTypes.map(({ value }) => refTo(value as Function)) };
  }
  const declared = type?.typeOf ? typeWithoutObject(type.typeOf) : designed;
  if (isUserClass(declared)) return refTo(declared);
  const open: JsonSchema = { type: 'object' };
  leaveOut(open, 'nested object of unknown class');
  return open;
}

function sayRule(schema: JsonSchema, { record, constraints }: Rule): void {
  for (const { builtIn, constraint, type } of constraints) {
    const name = builtIn ?? resembledBuiltIn(record, constraint);
    if (name === undefined || record.validateIf) leaveOut(schema, type);
    else sayConstraint(schema, name, record.constraints ?? []);
  }
}

/** A type function may look at the object; without one it cannot, and then nothing is known. */
export function typeWithoutObject(typeOf: NonNullable<TypePlan['typeOf']>): unknown {
  try {
    return typeOf({ newObject: undefined, object: {}, property: '' });
  } catch {
    return undefined;
  }
}

const DESIGNED: ReadonlyMap<unknown, JsonSchema> = new Map<unknown, JsonSchema>([
  [String, { type: 'string' }],
  [Number, { type: 'number' }],
  [Boolean, { type: 'boolean' }],
  [Date, { type: 'string', format: 'date-time' }],
  [Array, { type: 'array' }],
]);

/** Says a type that the compiler emitted. */
export function sayDesignType(schema: JsonSchema, designed: unknown): void {
  // An enum is emitted as `String` or `Number` too; what it may be is said already.
  if (schema.enum === undefined && schema.const === undefined) Object.assign(schema, DESIGNED.get(designed));
}

/** Admits null as well. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, const: constant, $ref, not } = schema;
  if (
    $ref !== undefined ||
    constant !== undefined ||
    not !== undefined ||
    (type === undefined && values === undefined)
  ) {
    return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: 'null' }] };
  }
  const nullable: JsonSchema = { ...schema };
  if (type !== undefined) nullable.type = [type as JsonType, 'null'];
  if (values !== undefined && !values.includes(null)) nullable.enum = [...values, null];
  return nullable;
}

/** Tells whether the check refuses an object without the property. Only what is known to refuse `undefined` counts. */
function isRequired(check: PropertyCheck, { skipsMissing, skipsUndefined }: CheckOptions): boolean {
  if (check.isOptional || check.conditions.length > 0 || check.awaits) return false;
  const rules = skipsMissing || skipsUndefined ? check.definedRules : [...check.definedRules, ...check.rules];
  return rules.some(({ record, constraints }) =>
    constraints.some((one) => {
      const name = one.builtIn ?? resembledBuiltIn(record, one.constraint);
      return name !== undefined && !record.validateIf && !acceptsUndefined(name, record.constraints ?? []);
    }),
  );
}

/** Tells whether a built-in accepts `undefined`. Most never do. */
function acceptsUndefined(name: string, [given]: readonly unknown[]): boolean {
  switch (name) {
    case 'isEmpty':
      return true;
    case 'equals':
      return given === undefined;
    case 'notEquals':
      return given !== undefined;
    case 'isIn':
      return Array.isArray(given) && given.includes(undefined);
    case 'isNotIn':
      return !Array.isArray(given) || !given.includes(undefined);
    case 'isEnum':
      return Object.values(given as object).includes(undefined);
    default:
      return false;
  }
}

/** What a new object has from the start, if one can be made without arguments. */
function defaultsOf(target: Function): Record<string, unknown> {
  try {
    return { ...(Reflect.construct(target, []) as Record<string, unknown>) };
  } catch {
    return {};
  }
}

function isPlainDefault(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
