import * as originals from 'class-validator';
import type { Code, CodeWriter } from './code-writer.js';

/** What a built-in decorator was given, `@Min(3)`'s 3. Read once: who changes it later changes nothing. */
type Given = readonly unknown[];

interface BuiltIn {
  /** Gives the predicate, for the closure back end and the collection of errors: the original's own, or one that is quicker. */
  readonly accepts: (given: Given) => (value: unknown) => unknown;
  /** Prints an expression that is truthy for the same values, or gives `undefined` where only the predicate knows. */
  readonly print?: ((writer: CodeWriter, value: Code, given: Given) => Code | undefined) | undefined;
}

/** Gives a built-in's predicate. The name must come from a proof. */
export function builtInPredicate(name: string, given: Given): (value: unknown) => unknown {
  return builtInOf(name).accepts(given);
}

/** Prints a condition that is truthy exactly for the values that a built-in accepts. */
export function printBuiltIn(writer: CodeWriter, name: string, value: Code, given: Given): Code {
  const builtIn = builtInOf(name);
  const printed = builtIn.print?.(writer, value, given);
  return printed ?? writer.code`${builtIn.accepts(given)}(${value})`;
}

/**
 * Prints a condition that is truthy only for values that a built-in accepts. With `isSimple`, it accepts nothing but
 * strings, numbers and booleans.
 */
export function printSimple(
  writer: CodeWriter,
  name: string,
  value: Code,
  given: Given,
): { readonly code: Code; readonly isSimple: boolean } {
  if (name === 'isString') return { code: writer.code`typeof ${value} === "string"`, isSimple: true };
  if (name === 'isBoolean') return { code: writer.code`typeof ${value} === "boolean"`, isSimple: true };
  if (name === 'isIn') return { code: printIn(writer, value, given), isSimple: false };
  const builtIn = builtInOf(name);
  const printed = builtIn.print?.(writer, value, given);
  if (printed) return { code: printed, isSimple: SIMPLE.has(name) };
  return { code: writer.code`${builtIn.accepts(given)}(${value})`, isSimple: false };
}

/** Prints a look at the first few values of a list, as it is by then, before the search. Not for what is absent. */
function printIn(writer: CodeWriter, value: Code, [values]: Given): Code {
  if (!Array.isArray(values)) return writer.code`false`;
  const looks = values.slice(0, FIRST_LOOKS).map((_, index) => writer.code`${values}[${index}] === ${value}`);
  return writer.code`(${writer.join([...looks, writer.code`${values}.indexOf(${value}) !== -1`], ' || ')})`;
}

const FIRST_LOOKS = 4;

/** The built-ins whose printed conditions accept neither objects nor what is absent. */
const SIMPLE: ReadonlySet<string> = new Set([
  'isEmail',
  'isInt',
  'isLength',
  'isNumber',
  'isUuid',
  'matches',
  'max',
  'maxLength',
  'min',
  'minLength',
]);

function builtInOf(name: string): BuiltIn {
  const found = BUILT_INS.get(name);
  if (!found) throw new TypeError(`no built-in: ${name}`);
  return found;
}

/** The constraint as a literal if it is a primitive value, else as a reference. */
function printSize(symbol: '<=' | '>='): BuiltIn['print'] {
  return (writer, value, [size]) => {
    if (typeof size !== 'number') return undefined;
    return symbol === '<='
      ? writer.code`(Array.isArray(${value}) && ${value}.length <= ${size})`
      : writer.code`(Array.isArray(${value}) && ${value}.length >= ${size})`;
  };
}

function printLength(writer: CodeWriter, value: Code, min: unknown, max: unknown): Code | undefined {
  if ((min !== undefined && typeof min !== 'number') || (max !== undefined && typeof max !== 'number'))
    return undefined;
  const least = min || 0;
  // A character takes at most three units: a surrogate pair and a variation selector. So most strings are told by their
  // number of units, and only the rest is counted.
  const bounds = [writer.code`typeof ${value} === "string"`];
  const exact = writer.code`${lengthOf}(${value})`;
  if (least > 0) bounds.push(writer.code`(${value}.length >= ${least * 3} || ${exact} >= ${least})`);
  if (max !== undefined) bounds.push(writer.code`(${value}.length <= ${max} || ${exact} <= ${max})`);
  return writer.code`(${writer.join(bounds, ' && ')})`;
}

/**
 * Counts as validator.js does: a surrogate pair is one, and so is a character together with its variation selector.
 */
function lengthOf(text: string): number {
  let { length } = text;
  let previous = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xdc00 && unit <= 0xdfff && previous >= 0xd800 && previous <= 0xdbff) length -= 1;
    if (isSelector(unit) && index > 0 && !isSelector(previous)) length -= 1;
    previous = unit;
  }
  return length;
}

function isSelector(unit: number): boolean {
  return unit === 0xfe0e || unit === 0xfe0f;
}

/**
 * Says whether `isEmail` accepts an address for certain under its default options: plain ASCII, short, no quotes.
 * What it does not accept may yet be an address, and is asked the long way.
 *
 * It amounts to `/^[a-z\d!#$%&'*+/=?^_`{|}~-]{1,32}@(?:[a-z\d]{1,40}\.){1,3}[a-z]{2,40}$/i`, with dots between the
 * characters of the first part, and takes half the time of that expression.
 */
function isPlainEmail(text: string): boolean {
  const { length } = text;
  if (length > LONGEST_EMAIL) return false;
  let index = 0;
  let start = 0;
  let unit = 0;
  for (; index < length; index += 1) {
    unit = text.charCodeAt(index);
    if (unit < 128 && ((EMAIL_UNITS[unit] as number) & LOCAL) !== 0) continue;
    if (unit === AT || unit !== DOT || index === start) break;
    start = index + 1;
  }
  if (unit !== AT || index === start) return false;
  start = index + 1;
  let isWord = true;
  for (index = start; index < length; index += 1) {
    unit = text.charCodeAt(index);
    if (unit < 128 && ((EMAIL_UNITS[unit] as number) & LABEL) !== 0) {
      isWord &&= ((EMAIL_UNITS[unit] as number) & LETTER) !== 0;
      continue;
    }
    if (unit !== DOT || index === start) return false;
    start = index + 1;
    isWord = true;
  }
  // The last label is letters alone, and not the only one.
  return isWord && length - start >= 2 && text.charCodeAt(start - 1) === DOT;
}

/** No part of a shorter one is too long. */
const LONGEST_EMAIL = 64;
const AT = 0x40;
const DOT = 0x2e;
const LOCAL = 1;
const LABEL = 2;
const LETTER = 4;
/** What each ASCII character may be. */
const EMAIL_UNITS = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  if (/[a-z]/i.test(character)) return LOCAL | LABEL | LETTER;
  if (/\d/.test(character)) return LOCAL | LABEL;
  return /[!#$%&'*+/=?^_`{|}~-]/.test(character) ? LOCAL : 0;
});

/** Asks the original, unless there is no @. It throws for lone surrogates, with or without. */
function isOtherEmail(value: string): boolean {
  return (value.includes('@') || !value.isWellFormed()) && originals.isEmail(value);
}

function printEqual(writer: CodeWriter, value: Code, wanted: unknown): Code {
  return writer.code`${value} === ${wanted}`;
}

function printEnum(writer: CodeWriter, value: Code, [entity]: Given): Code | undefined {
  if (typeof entity !== 'object' || entity === null) return undefined;
  const values = [...new Set(Object.keys(entity).map((key) => (entity as Record<string, unknown>)[key]))];
  if (values.length === 0) return writer.code`false`;
  if (
    values.length <= 8 &&
    values.every((one) => typeof one === 'string' || (typeof one === 'number' && one === one))
  ) {
    return writer.code`(${writer.join(
      values.map((one) => printEqual(writer, value, one)),
      ' || ',
    )})`;
  }
  return writer.code`${new Set(values)}.has(${value})`;
}

function printNumber(writer: CodeWriter, value: Code, [options]: Given): Code | undefined {
  const { allowInfinity, allowNaN, maxDecimalPlaces } = (options ?? {}) as originals.IsNumberOptions;
  if (options === null || maxDecimalPlaces !== undefined) return undefined;
  if (allowInfinity && allowNaN) return writer.code`typeof ${value} === "number"`;
  if (allowInfinity) return writer.code`(typeof ${value} === "number" && ${value} === ${value})`;
  if (allowNaN)
    return writer.code`(typeof ${value} === "number" && (Number.isFinite(${value}) || ${value} !== ${value}))`;
  return writer.code`Number.isFinite(${value})`;
}

/** Identifiers that `isUUID` accepts for certain when any version will do. The rest is asked the long way. */
const PLAIN_UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

function printUuid(writer: CodeWriter, value: Code, [version]: Given): Code | undefined {
  if (version !== undefined && version !== null && version !== 'all') return undefined;
  return writer.code`(typeof ${value} === "string" && (${PLAIN_UUID}.test(${value}) || ${originals.isUUID}(${value})))`;
}

function printMatches(writer: CodeWriter, value: Code, [pattern, modifiers]: Given): Code | undefined {
  let expression: RegExp;
  if (typeof pattern === 'string') {
    try {
      expression = new RegExp(pattern, modifiers as string | undefined);
    } catch {
      return undefined;
    }
  } else if (
    pattern instanceof RegExp &&
    Object.getPrototypeOf(pattern) === RegExp.prototype &&
    Object.keys(pattern).length === 0
  ) {
    expression = pattern;
  } else {
    return undefined;
  }
  // With these two flags an expression keeps a state, which `match` treats in its own way.
  if (expression.global || expression.sticky) return undefined;
  return writer.code`(typeof ${value} === "string" && ${expression}.test(${value}))`;
}

function printDate(symbol: '<=' | '>='): BuiltIn['print'] {
  return (writer, value, [date]) => {
    if (!(date instanceof Date)) return undefined;
    return symbol === '<='
      ? writer.code`(${value} instanceof Date && ${value}.getTime() <= ${date}.getTime())`
      : writer.code`(${value} instanceof Date && ${value}.getTime() >= ${date}.getTime())`;
  };
}

function call(predicate: (value: never, ...given: never[]) => unknown): BuiltIn['accepts'] {
  const called = predicate as (value: unknown, ...given: unknown[]) => unknown;
  return ([first, second]) =>
    (value) =>
      called(value, first, second);
}

/** Says whether a text's length is within bounds. What is no number is left to the original to make sense of. */
function isWithin(min: unknown, max: unknown): (value: unknown) => boolean {
  if ((min !== undefined && typeof min !== 'number') || (max !== undefined && typeof max !== 'number')) {
    return (value) => originals.length(value, min as number, max as number);
  }
  const least = min || 0;
  const most = max ?? Infinity;
  return (value) => {
    if (typeof value !== 'string') return false;
    if (value.length >= least * 3 && value.length <= most) return true;
    const length = lengthOf(value);
    // NaN is no bound that a length could keep.
    return length >= least && !(length > most) && most === most;
  };
}

/** A Map, so that no inherited name is a built-in. */
const BUILT_INS: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['arrayContains', { accepts: call(originals.arrayContains) }],
  ['arrayMaxSize', { accepts: call(originals.arrayMaxSize), print: printSize('<=') }],
  ['arrayMinSize', { accepts: call(originals.arrayMinSize), print: printSize('>=') }],
  ['arrayNotContains', { accepts: call(originals.arrayNotContains) }],
  [
    'arrayNotEmpty',
    {
      accepts: () => originals.arrayNotEmpty,
      print: (writer, value) => writer.code`(Array.isArray(${value}) && ${value}.length > 0)`,
    },
  ],
  ['contains', { accepts: call(originals.contains) }],
  [
    'equals',
    { accepts: call(originals.equals), print: (writer, value, [wanted]) => printEqual(writer, value, wanted) },
  ],
  ['isArray', { accepts: () => originals.isArray, print: (writer, value) => writer.code`Array.isArray(${value})` }],
  [
    'isBoolean',
    {
      accepts: () => originals.isBoolean,
      print: (writer, value) => writer.code`(typeof ${value} === "boolean" || ${value} instanceof Boolean)`,
    },
  ],
  ['isByteLength', { accepts: call(originals.isByteLength) }],
  [
    'isDate',
    {
      accepts: () => originals.isDate,
      print: (writer, value) => writer.code`(${value} instanceof Date && !isNaN(${value}.getTime()))`,
    },
  ],
  ['isDivisibleBy', { accepts: call(originals.isDivisibleBy) }],
  [
    'isEmail',
    {
      accepts: ([options]) =>
        options === undefined
          ? (value) => typeof value === 'string' && (isPlainEmail(value) || isOtherEmail(value))
          : (value) => originals.isEmail(value, options as Parameters<typeof originals.isEmail>[1]),
      print: (writer, value, [options]) =>
        options === undefined
          ? writer.code`(typeof ${value} === "string" && (${isPlainEmail}(${value}) || ${isOtherEmail}(${value})))`
          : undefined,
    },
  ],
  ['isEnum', { accepts: call(originals.isEnum), print: printEnum }],
  ['isInt', { accepts: () => originals.isInt, print: (writer, value) => writer.code`Number.isInteger(${value})` }],
  [
    'isIn',
    {
      accepts: call(originals.isIn),
      print: (writer, value, [values]) =>
        Array.isArray(values) ? writer.code`${values}.indexOf(${value}) !== -1` : writer.code`false`,
    },
  ],
  [
    'isInstance',
    {
      accepts: call(originals.isInstance),
      print: (writer, value, [target]) =>
        typeof target === 'function' ? writer.code`${value} instanceof ${target}` : undefined,
    },
  ],
  [
    'isLength',
    {
      accepts: ([min, max]) => isWithin(min, max),
      print: (writer, value, [min, max]) => printLength(writer, value, min, max),
    },
  ],
  ['isNotEmptyObject', { accepts: call(originals.isNotEmptyObject) }],
  [
    'isNotIn',
    {
      accepts: call(originals.isNotIn),
      print: (writer, value, [values]) =>
        Array.isArray(values) ? writer.code`${values}.indexOf(${value}) === -1` : writer.code`true`,
    },
  ],
  ['isNumber', { accepts: call(originals.isNumber), print: printNumber }],
  ['isNumberString', { accepts: call(originals.isNumberString) }],
  [
    'isObject',
    {
      accepts: () => originals.isObject,
      print: (writer, value) =>
        writer.code`(${value} != null && (typeof ${value} === "object" || typeof ${value} === "function") && !Array.isArray(${value}))`,
    },
  ],
  [
    'isString',
    {
      accepts: () => originals.isString,
      print: (writer, value) => writer.code`(typeof ${value} === "string" || ${value} instanceof String)`,
    },
  ],
  ['isUrl', { accepts: call(originals.isURL) }],
  ['isUuid', { accepts: call(originals.isUUID), print: printUuid }],
  ['matches', { accepts: call(originals.matches), print: printMatches }],
  [
    'max',
    {
      accepts: call(originals.max),
      print: (writer, value, [max]) =>
        typeof max === 'number'
          ? writer.code`(typeof ${value} === "number" && ${value} <= ${max})`
          : writer.code`false`,
    },
  ],
  ['maxDate', { accepts: call(originals.maxDate), print: printDate('<=') }],
  [
    'maxLength',
    { accepts: ([max]) => isWithin(0, max), print: (writer, value, [max]) => printLength(writer, value, 0, max) },
  ],
  [
    'min',
    {
      accepts: call(originals.min),
      print: (writer, value, [min]) =>
        typeof min === 'number'
          ? writer.code`(typeof ${value} === "number" && ${value} >= ${min})`
          : writer.code`false`,
    },
  ],
  ['minDate', { accepts: call(originals.minDate), print: printDate('>=') }],
  [
    'minLength',
    {
      accepts: ([min]) => isWithin(min, undefined),
      print: (writer, value, [min]) => printLength(writer, value, min, undefined),
    },
  ],
  ['notContains', { accepts: call(originals.notContains) }],
  [
    'notEquals',
    {
      accepts: call(originals.notEquals),
      print: (writer, value, [unwanted]) => writer.code`${value} !== ${unwanted}`,
    },
  ],
]);
