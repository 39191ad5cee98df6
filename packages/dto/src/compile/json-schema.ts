import type { ValidatorOptions } from 'class-validator';
import { settleCheckOptions, type CheckOptions } from '../ir/check-options.js';
import type { PropertyCheck, Rule } from '../ir/check-plan.js';
import { DEFAULT_OPTIONS, DIRECTION, settleOptions } from '../ir/conversion-options.js';
import type { PropertyPlan, TypePlan } from '../ir/conversion-plan.js';
import type { JsonSchema, JsonType } from '../ir/json-schema.js';
import { propertyNotes } from '../read/property-notes.js';
import { resembledBuiltIn } from '../read/prove-built-in.js';
import { readCheckPlan } from '../read/read-check-plan.js';
import { readConversion, readDesignType } from '../read/read-conversion.js';
import { StorageStamp } from '../read/validator-storage.js';
import { isUserClass } from './declared-type.js';
import { leaveOut, sayConstraint } from './schema-keywords.js';

/** Two classes of one name, which have different names in a set of schemas. */
export interface NameCollision {
  readonly name: string;
  /** The classes, the first with the name itself, the others with a number after it. */
  readonly classes: readonly Function[];
}

export interface JsonSchemaOptions {
  /** The options under which the objects will be validated. */
  readonly validation?: ValidatorOptions;
  /** Before the name of a definition. For OpenAPI `#/components/schemas/`. */
  readonly refPrefix?: string;
}

/**
 * The schemas of any number of classes, each written once under a name of its own.
 *
 * A schema says what a class's decorators check, of the value before conversion, in JSON Schema 2020-12. What cannot be
 * said (custom constraints, conditions, patterns with flags) is listed under `x-unexpressed`, so that a schema is never
 * stricter than the decorators. Only where they leave a type open, the declared one (`design:type`) is said as well.
 */
export class SchemaSet {
  readonly definitions: Record<string, JsonSchema> = Object.create(null) as Record<string, JsonSchema>;
  readonly #options: CheckOptions;
  readonly #refPrefix: string;
  readonly #names = new Map<Function, string>();
  readonly #classesByName = new Map<string, Function[]>();

  constructor({ validation, refPrefix = '#/$defs/' }: JsonSchemaOptions = {}) {
    this.#options = settleCheckOptions(validation);
    this.#refPrefix = refPrefix;
  }

  /** Gives a reference to a class's schema, which is added to the definitions. */
  refTo(target: Function): JsonSchema {
    let name = this.#names.get(target);
    if (name === undefined) {
      name = this.#nameFor(target);
      this.#names.set(target, name);
      // Its place is taken before its properties are read: they may lead back to it.
      const schema: JsonSchema = { type: 'object' };
      this.definitions[name] = schema;
      this.#writeProperties(target, schema);
    }
    return { $ref: this.#refPrefix + encodeURIComponent(name).replaceAll('~', '~0') };
  }

  /** Classes that have a name in common, for a diagnostic: their schemas are kept apart by a number. */
  get collisions(): readonly NameCollision[] {
    return [...this.#classesByName]
      .filter(([, classes]) => classes.length > 1)
      .map(([name, classes]) => ({ name, classes }));
  }

  #nameFor(target: Function): string {
    const plain = target.name || 'Anonymous';
    const classes = this.#classesByName.get(plain) ?? [];
    this.#classesByName.set(plain, [...classes, target]);
    let name = plain;
    for (let number = classes.length + 1; name in this.definitions; number += 1) name = `${plain}${number}`;
    return name;
  }

  #writeProperties(target: Function, schema: JsonSchema): void {
    const checks = readCheckPlan(target, this.#options, new StorageStamp(target));
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
      const property = this.#propertySchema(target, check, converted);
      Object.assign(property, propertyNotes(target, check.name));
      const initial = defaults[check.name];
      if (isPlainDefault(initial)) property.default ??= initial;
      // Defined, so that a property called `__proto__` is one.
      Object.defineProperty(properties, name, {
        value: property,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      if (initial === undefined && isRequired(check, this.#options)) required.push(name);
    }
    if (Object.keys(properties).length > 0) schema.properties = properties;
    if (required.length > 0) schema.required = required;
    if (this.#options.forbidsUndecorated) schema.additionalProperties = false;
  }

  #propertySchema(target: Function, check: PropertyCheck, converted: PropertyPlan | undefined): JsonSchema {
    // Without reflect-metadata nothing was emitted either.
    const designed = 'getMetadata' in Reflect ? readDesignType(target, check.name) : undefined;
    if (check.conditions.length > 0) {
      const open: JsonSchema = {};
      leaveOut(open, 'checked on a condition');
      return open;
    }
    const whole: JsonSchema = {};
    const each: JsonSchema = {};
    let isList = designed === Array;
    for (const rule of [...check.definedRules, ...check.rules]) {
      if (rule.record.each) isList = true;
      sayRule(rule.record.each ? each : whole, rule);
    }
    if (check.nested.length > 0) {
      const nested = this.#nestedSchema(converted?.type, designed);
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
    if (whole.type === undefined && whole.$ref === undefined && whole.anyOf === undefined)
      sayDesignType(whole, designed);
    return check.isOptional ? orNull(whole) : whole;
  }

  /** The schema of a nested object: of its declared class, for the one at run time is not known yet. */
  #nestedSchema(type: TypePlan | undefined, designed: unknown): JsonSchema {
    if (type?.discriminator) {
      return { anyOf: type.discriminator.subTypes.map(({ value }) => this.refTo(value as Function)) };
    }
    const declared = type?.typeOf ? typeWithoutObject(type.typeOf) : designed;
    if (isUserClass(declared)) return this.refTo(declared);
    const open: JsonSchema = { type: 'object' };
    leaveOut(open, 'nested object of unknown class');
    return open;
  }
}

/** Gives the schema of a class, with those of all classes that it contains under `$defs`. */
export function jsonSchema(target: Function, options?: JsonSchemaOptions): JsonSchema {
  const schemas = new SchemaSet(options);
  const { $ref } = schemas.refTo(target);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $ref: $ref as string,
    $defs: { ...schemas.definitions },
  };
}

function sayRule(schema: JsonSchema, { record, constraints }: Rule): void {
  for (const { builtIn, constraint, type } of constraints) {
    const name = builtIn ?? resembledBuiltIn(record, constraint);
    if (name === undefined || record.validateIf) leaveOut(schema, type);
    else sayConstraint(schema, name, record.constraints ?? []);
  }
}

/** A type function may look at the object; without one it cannot, and then nothing is known. */
function typeWithoutObject(typeOf: NonNullable<TypePlan['typeOf']>): unknown {
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

function sayDesignType(schema: JsonSchema, designed: unknown): void {
  // An enum is emitted as `String` or `Number` too; what it may be is said already.
  if (schema.enum === undefined && schema.const === undefined) Object.assign(schema, DESIGNED.get(designed));
}

function orNull(schema: JsonSchema): JsonSchema {
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
