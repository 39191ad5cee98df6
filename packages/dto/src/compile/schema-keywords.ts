import type { JsonSchema, JsonType } from '../ir/json-schema.js';

type Given = readonly unknown[];
/** Says it and gives true, or gives false where it cannot be said. */
type Keyword = (schema: JsonSchema, given: Given) => boolean;

/**
 * Says a constraint in JSON Schema, as far as that can be done.
 *
 * @param name - the constraint's name, which is proven or known to be the built-in's
 * @param given - what the decorator was given
 */
export function sayConstraint(schema: JsonSchema, name: string, given: Given): void {
  const keyword = KEYWORDS.get(name);
  if (keyword === undefined || !keyword(schema, given)) leaveOut(schema, name);
}

/** Marks that something is checked which the schema does not say. */
export function leaveOut(schema: JsonSchema, what: string): void {
  schema['x-unexpressed'] = [...(schema['x-unexpressed'] ?? []), what];
}

/** Narrows the type. Of two that do not agree neither is said, and so the schema is never too strict. */
function type(schema: JsonSchema, wanted: JsonType): void {
  const { type: known } = schema;
  if (known === undefined || (known === 'number' && wanted === 'integer')) schema.type = wanted;
  else if (known !== wanted && !(known === 'integer' && wanted === 'number')) leaveOut(schema, `type ${wanted}`);
}

const typed =
  (wanted: JsonType, more?: Keyword): Keyword =>
  (schema, given) => {
    type(schema, wanted);
    return more?.(schema, given) ?? true;
  };

const say =
  (keywords: JsonSchema): Keyword =>
  (schema) => {
    Object.assign(schema, keywords);
    return true;
  };

/** Keeps the narrower of two bounds. */
function least(schema: JsonSchema, key: 'minimum' | 'minLength' | 'minItems', bound: unknown): boolean {
  if (typeof bound !== 'number' || !Number.isFinite(bound)) return false;
  schema[key] = Math.max(schema[key] ?? -Infinity, bound);
  return true;
}

function most(schema: JsonSchema, key: 'maximum' | 'maxLength' | 'maxItems', bound: unknown): boolean {
  if (typeof bound !== 'number' || !Number.isFinite(bound)) return false;
  schema[key] = Math.min(schema[key] ?? Infinity, bound);
  return true;
}

/** Adds a pattern. Where there is one already, both have to match. */
function pattern(schema: JsonSchema, source: string): boolean {
  try {
    // JSON Schema's patterns are read as Unicode, which is stricter.
    void new RegExp(source, 'u');
  } catch {
    return false;
  }
  if (schema.pattern === undefined) schema.pattern = source;
  else schema.allOf = [...(schema.allOf ?? []), { pattern: source }];
  return true;
}

const matches: Keyword = (schema, [expression, modifiers]) => {
  const { source, flags } =
    expression instanceof RegExp
      ? expression
      : { source: expression as string, flags: (modifiers as string | undefined) ?? '' };
  // Other flags change what it means; said without them it would be said wrongly.
  if (!/^[gu]*$/.test(flags) || !pattern(schema, source)) leaveOut(schema, `/${source}/${flags}`);
  return true;
};

function isSayable(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

const oneOf = (schema: JsonSchema, values: unknown): boolean => {
  if (!Array.isArray(values) || !values.every(isSayable)) return false;
  // Of two lists both hold.
  schema.enum = [...new Set<unknown>(values)].filter((value) => schema.enum?.includes(value) ?? true);
  return true;
};

function escaped(text: unknown): string {
  return String(text).replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}

const NOT_EMPTY: JsonSchema = { enum: ['', null] };

/** Says of a text that is not to be empty how long it must be, in whichever order the decorators stand. */
export function tidy(schema: JsonSchema): void {
  if (schema.type !== 'string' || schema.not !== NOT_EMPTY) return;
  delete schema.not;
  least(schema, 'minLength', 1);
}

/** A Map, so that no inherited name is a constraint. */
const KEYWORDS: ReadonlyMap<string, Keyword> = new Map<string, Keyword>([
  ['isString', typed('string')],
  ['isInt', typed('integer')],
  [
    'isNumber',
    typed(
      'number',
      (_, [options]) => (options as { maxDecimalPlaces?: number } | undefined)?.maxDecimalPlaces === undefined,
    ),
  ],
  ['isBoolean', typed('boolean')],
  ['isArray', typed('array')],
  ['isObject', typed('object')],
  [
    'isDate',
    (schema) => {
      type(schema, 'string');
      schema.format = 'date-time';
      return true;
    },
  ],
  ['isEnum', (schema, [, values]) => oneOf(schema, values)],
  ['isIn', (schema, [values]) => oneOf(schema, values)],
  [
    'isNotIn',
    (schema, [values]) => {
      if (!Array.isArray(values) || !values.every(isSayable)) return false;
      forbid(schema, { enum: values });
      return true;
    },
  ],
  [
    'equals',
    (schema, [value]) => {
      if (!isSayable(value)) return false;
      schema.const = value;
      return true;
    },
  ],
  [
    'notEquals',
    (schema, [value]) => {
      if (!isSayable(value)) return false;
      forbid(schema, { const: value });
      return true;
    },
  ],
  ['min', typed('number', (schema, [bound]) => least(schema, 'minimum', bound))],
  ['max', typed('number', (schema, [bound]) => most(schema, 'maximum', bound))],
  ['isPositive', typed('number', say({ exclusiveMinimum: 0 }))],
  ['isNegative', typed('number', say({ exclusiveMaximum: 0 }))],
  [
    'isDivisibleBy',
    typed('number', (schema, [by]) => {
      if (typeof by !== 'number' || !Number.isInteger(by) || by <= 0) return false;
      schema.multipleOf = by;
      return true;
    }),
  ],
  ['minLength', typed('string', (schema, [bound]) => least(schema, 'minLength', bound))],
  ['maxLength', typed('string', (schema, [bound]) => most(schema, 'maxLength', bound))],
  [
    'isLength',
    typed('string', (schema, [min, max]) => {
      const isLeastSaid = min === undefined || least(schema, 'minLength', min);
      const isMostSaid = max === undefined || most(schema, 'maxLength', max);
      return isLeastSaid && isMostSaid;
    }),
  ],
  [
    'isNotEmpty',
    (schema) => {
      forbid(schema, NOT_EMPTY);
      return true;
    },
  ],
  [
    'isDefined',
    (schema) => {
      forbid(schema, { const: null });
      return true;
    },
  ],
  ['matches', typed('string', matches)],
  ['contains', typed('string', (schema, [seed]) => pattern(schema, escaped(seed)))],
  [
    'isEmail',
    typed('string', (schema, [options]) => {
      if (options !== undefined) return false;
      schema.format = 'email';
      return true;
    }),
  ],
  [
    'isUuid',
    typed('string', (schema, [version]) => {
      schema.format = 'uuid';
      return version === undefined || version === 'all' || version === 'loose';
    }),
  ],
  ['arrayMinSize', typed('array', (schema, [bound]) => least(schema, 'minItems', bound))],
  ['arrayMaxSize', typed('array', (schema, [bound]) => most(schema, 'maxItems', bound))],
  ['arrayNotEmpty', typed('array', (schema) => least(schema, 'minItems', 1))],
  [
    'arrayContains',
    typed('array', (schema, [values]) => {
      if (!Array.isArray(values) || !values.every(isSayable)) return false;
      schema.allOf = [...(schema.allOf ?? []), ...values.map((value: unknown) => ({ contains: { const: value } }))];
      return true;
    }),
  ],
  [
    'arrayNotContains',
    typed('array', (schema, [values]) => {
      if (!Array.isArray(values) || !values.every(isSayable)) return false;
      forbid(schema, { contains: { enum: values } });
      return true;
    }),
  ],
]);

/** Says what a value must not be. Several decorators of one property may each say something of the kind. */
function forbid(schema: JsonSchema, what: JsonSchema): void {
  if (schema.not === undefined) schema.not = what;
  else (schema.allOf ??= []).push({ not: what });
}
