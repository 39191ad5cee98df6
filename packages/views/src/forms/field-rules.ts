import type { JsonSchema } from '@tenon/dto';
import type { FileModel } from '@tenon/http';
import { textOf } from './markup.js';
import { wordsOf } from './words.js';

/** What a field is drawn as. */
export type FieldControl = 'input' | 'textarea' | 'select' | 'checkbox' | 'radio';

/** What is known of a field before a page is written. */
export interface FieldRules {
  readonly control: FieldControl;
  /** Of an input. */
  readonly type: string;
  readonly label: string;
  readonly isRequired: boolean;
  /** Whether it takes several values. */
  readonly isMultiple: boolean;
  /** `maxlength`, `min` and the like. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** What may be chosen; undefined where anything may be written. */
  readonly choices: readonly Choice[] | undefined;
  /** What a new object has. */
  readonly initial: unknown;
}

/** Something that may be chosen. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What nobody but its owner is to read, over a shoulder or in the page's source. */
const PASSWORD = /passw|passphrase|^pwd$|secret/i;
/** Longer texts than this have several lines. */
const LONG_TEXT = 300;

/**
 * Says how a field is drawn, by what its class demands of it. It is never stricter than the class: what HTML cannot say as
 * exactly, it does not say.
 *
 * @param schema - of the property
 * @param isNeeded - whether the class refuses an object without it
 */
export function rulesOf(name: string, schema: JsonSchema, isNeeded: boolean): FieldRules {
  const one = withoutNull(schema);
  const isMultiple = one.type === 'array';
  const item = isMultiple ? withoutNull(one.items ?? {}) : one;
  const common = {
    label: schema.title ?? wordsOf(name),
    isMultiple,
    initial: schema.default ?? one.default,
    type: 'text',
    attributes: {},
  };
  const values = item.enum?.filter((value) => value !== null);
  if (values) {
    const choices = values.map(textOf).map((value) => ({ value, label: wordsOf(value) }));
    const isRequired = isNeeded && (!isMultiple || (one.minItems ?? 0) > 0);
    return { ...common, control: 'select', isRequired, choices };
  }
  const base = { ...common, choices: undefined };
  if (item.type === 'boolean') {
    // Without a tick it is false, which is an answer too, unless the class wants true.
    const isRequired = isNeeded && item.const === true;
    return { ...base, control: 'checkbox', type: 'checkbox', isRequired, choices: YES_OR_NO };
  }
  if (item.type === 'integer' || item.type === 'number') {
    const attributes = {
      min: item.minimum,
      max: item.maximum,
      step: item.multipleOf ?? (item.type === 'integer' ? 1 : 'any'),
    };
    return { ...base, control: 'input', type: 'number', isRequired: isNeeded, attributes };
  }
  if (item.type === 'string' && item.format === 'date-time') {
    return { ...base, control: 'input', type: 'date', isRequired: isNeeded };
  }
  const { minLength, maxLength } = item;
  const pattern = patternOf(item.pattern);
  const checks = item['x-unexpressed'] ?? [];
  const attributes = {
    minlength: minLength === 0 ? undefined : minLength,
    maxlength: maxLength,
    pattern,
    // Not the type: a browser would demand a scheme, and class-validator does not.
    inputmode: checks.includes('isUrl') ? 'url' : undefined,
  };
  // An empty field is sent as a text without letters, which a class may take for one.
  const isRequired = isNeeded && refusesEmpty(item);
  const hasLines = item.format === undefined && item.pattern === undefined && (maxLength ?? 0) > LONG_TEXT;
  if (PASSWORD.test(name)) return { ...base, control: 'input', type: 'password', isRequired, attributes };
  if (hasLines) {
    return {
      ...base,
      control: 'textarea',
      isRequired,
      attributes: { minlength: attributes.minlength, maxlength: maxLength },
    };
  }
  const type = TYPES[item.format ?? ''] ?? (checks.some((check) => PHONE.has(check)) ? 'tel' : 'text');
  return { ...base, control: 'input', type, isRequired, attributes };
}

const YES_OR_NO: readonly Choice[] = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

/** What is drawn of a field of which nothing is known. */
export function freeRules(name: string): FieldRules {
  return rulesOf(name, {}, false);
}

/** How a file is asked for. */
export function fileRules(name: string, { types, isList }: FileModel, isOptional: boolean): FieldRules {
  return {
    control: 'input',
    type: 'file',
    label: wordsOf(name),
    isRequired: !isOptional && !isList,
    isMultiple: isList,
    attributes: { accept: types.length === 0 ? undefined : types.join(','), multiple: isList },
    choices: undefined,
    initial: undefined,
  };
}

const TYPES: Readonly<Record<string, string>> = { email: 'email', uri: 'url', date: 'date', time: 'time' };

const PHONE: ReadonlySet<string> = new Set(['isPhoneNumber', 'isMobilePhone']);
/** Rules that JSON Schema cannot say, and that no empty text meets. */
const REFUSES_EMPTY: ReadonlySet<string> = new Set(['isUrl', ...PHONE]);

/** Gives what a value may be beside null. */
function withoutNull(schema: JsonSchema): JsonSchema {
  const { anyOf, type } = schema;
  if (anyOf) {
    const rest = anyOf.filter((each) => each.type !== 'null');
    return rest.length === 1 ? { ...rest[0] } : {};
  }
  if (!Array.isArray(type)) return schema;
  const [only, ...others] = type.filter((each) => each !== 'null');
  const { type: _, ...open } = schema;
  return only === undefined || others.length > 0 ? open : { ...open, type: only };
}

function refusesEmpty({ minLength = 0, format, pattern, not, 'x-unexpressed': checks = [] }: JsonSchema): boolean {
  if (minLength > 0 || format !== undefined || checks.some((check) => REFUSES_EMPTY.has(check))) return true;
  if (Array.isArray(not?.enum) && not.enum.includes('')) return true;
  return pattern !== undefined && !new RegExp(pattern, 'u').test('');
}

/**
 * Gives a pattern as HTML takes it: for the whole of the text, and read with the flag `v`.
 *
 * @returns undefined for one that means something else there
 */
function patternOf(source: string | undefined): string | undefined {
  if (source === undefined || SETS.test(source)) return undefined;
  const isWhole = source.startsWith('^') && /(?<!\\)(?:\\\\)*\$$/.test(source) && !source.includes('|');
  const pattern = isWhole ? source.slice(1, -1) : `[\\s\\S]*(?:${source})[\\s\\S]*`;
  try {
    void new RegExp(`^(?:${pattern})$`, 'v');
    return pattern;
  } catch {
    return undefined;
  }
}

/** What is a set of letters with the flag `v`, and something else without, and names of letters, which only Unicode's flags know. */
const SETS = /--|&&|\\[pPqk]|\\u\{/;
