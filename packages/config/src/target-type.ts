import type { Class } from '@tenon/core';
import { type Check, ClassChecks, type PropertyChecks } from './checks.js';
import { type PropertyRecord, recordsOf } from './property.js';

/** The type of one value, as a conversion needs it. */
export type ValueType =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'bigint' | 'date' | 'url' }
  /** One of a few values, by the text that stands for each. */
  | { readonly kind: 'choice'; readonly choices: ReadonlyMap<string, unknown> };

/** What the text of a property's variable, or of its variables, is to become. */
export type TargetType =
  | ValueType
  | { readonly kind: 'list'; readonly element: ValueType }
  | { readonly kind: 'parsed'; readonly parse: (text: string) => unknown }
  | { readonly kind: 'group'; readonly type: Class<object> }
  /** Nothing that can be read from text. */
  | { readonly kind: 'unknown'; readonly problem: string };

/** What is known of one property. */
export interface PropertyFacts {
  /** `design:type`, as the compiler emitted it. */
  readonly emitted: unknown;
  readonly checks: PropertyChecks | undefined;
  readonly record: PropertyRecord | undefined;
  /** What the property has in a new instance. */
  readonly standard: unknown;
}

const CLASSES: ReadonlyMap<unknown, ValueType> = new Map<unknown, ValueType>([
  [String, { kind: 'string' }],
  [Number, { kind: 'number' }],
  [Boolean, { kind: 'boolean' }],
  [BigInt, { kind: 'bigint' }],
  [Date, { kind: 'date' }],
  [URL, { kind: 'url' }],
]);

/** What a compiler emits for an interface, a union, an inferred type, or a class of an `import type`. */
const UNINFORMATIVE: ReadonlySet<unknown> = new Set([undefined, Object, Function]);

const NUMBER_CHECKS = 'isInt isNumber isPositive isNegative isDivisibleBy min max';
const DATE_CHECKS = 'isDate minDate maxDate';
const STRING_CHECKS =
  'isString contains notContains length isLength minLength maxLength matches isAlpha isAlphanumeric isAscii isBase32 ' +
  'isBase58 isBase64 isBIC isBooleanString isBtcAddress isByteLength isCreditCard isCurrency isDataURI isDateString ' +
  'isDecimal isEAN isEmail isEthereumAddress IsFirebasePushId isFqdn isFullWidth isHalfWidth isHash isHexColor ' +
  'isHexadecimal isHSL isIBAN isIdentityCard isIp isIsbn isISIN isIsin isIso8601 isISO31661Alpha2 isISO31661Alpha3 ' +
  'isISO31661Numeric isISO4217CurrencyCode isISO6391 isISRC isISSN isJson isJwt isLocale isLowercase isMacAddress ' +
  'isMagnetURI isMilitaryTime isMimeType isMobilePhone isMongoId isMultibyte isNumberString isOctal isPassportNumber ' +
  'isPhoneNumber isPort isPostalCode isRFC3339 isRgbColor isSemVer isStrongPassword isSurrogatePair isTaxId ' +
  'isTimeZone isUppercase isUrl isUuid isVariableWidth';

const KIND_OF_CHECK = new Map<string, ValueType>([
  ['isBoolean', { kind: 'boolean' }],
  ...NUMBER_CHECKS.split(' ').map((name): [string, ValueType] => [name, { kind: 'number' }]),
  ...DATE_CHECKS.split(' ').map((name): [string, ValueType] => [name, { kind: 'date' }]),
  ...STRING_CHECKS.split(' ').map((name): [string, ValueType] => [name, { kind: 'string' }]),
]);

/**
 * Decides what a property's text is to become: the values that `@IsEnum` or `@IsIn` admit, else the emitted type where
 * it says something, else what the other checks are made for, else what the default is.
 *
 * Never a guess: where none of them tells, the property is at fault.
 */
export function readTargetType({ emitted, checks, record, standard }: PropertyFacts): TargetType {
  if (record?.parse) return { kind: 'parsed', parse: record.parse };
  const all = checks?.checks ?? [];
  const isList = emitted === Array || Array.isArray(standard) || all.some(isListCheck);
  if (isList && checks?.isNested)
    return { kind: 'unknown', problem: 'is a list of groups, which variables cannot hold' };
  if (isList) {
    const element = readElement(all, Array.isArray(standard) ? standard : []);
    return element ? { kind: 'list', element } : { kind: 'unknown', problem: 'is a list, and nothing says of what' };
  }
  const group = [standard?.constructor, emitted].find(isGroupClass);
  if (group) return { kind: 'group', type: group };
  const found = choicesOf(all) ?? CLASSES.get(emitted) ?? enumType(emitted);
  if (found) return found;
  if (!UNINFORMATIVE.has(emitted) && typeof emitted === 'function') {
    return { kind: 'unknown', problem: `is of type ${emitted.name}, which text does not become` };
  }
  const known = typeOfChecks(all) ?? typeOfValue(standard);
  return known ?? { kind: 'unknown', problem: 'does not say of which type it is' };
}

function readElement(checks: readonly Check[], standard: readonly unknown[]): ValueType | undefined {
  const each = checks.filter(({ isEach }) => isEach);
  const found = choicesOf(each) ?? typeOfChecks(each);
  if (found) return found;
  const [first, ...others] = standard.map(typeOfValue);
  return others.every((other) => other?.kind === first?.kind) ? first : undefined;
}

function isListCheck({ name, isEach }: Check): boolean {
  return isEach || name === 'isArray' || name?.startsWith('array') === true;
}

/** Whether the class has decorated properties of its own, so that it can be read as a group. */
export function isGroupClass(type: unknown): type is Class<object> {
  if (typeof type !== 'function' || UNINFORMATIVE.has(type) || CLASSES.has(type) || type === Array) return false;
  const prototype: unknown = type.prototype;
  if (typeof prototype !== 'object' || prototype === null) return false;
  return recordsOf(prototype).size > 0 || new ClassChecks(type as Class).properties.size > 0;
}

function choicesOf(checks: readonly Check[]): ValueType | undefined {
  for (const { name, constraints } of checks) {
    const [given] = constraints;
    if (name === 'isEnum' && typeof given === 'object' && given !== null) {
      return { kind: 'choice', choices: enumChoices(given) };
    }
    if (name === 'isIn' && Array.isArray(given)) {
      return { kind: 'choice', choices: new Map(given.map((value: unknown) => [String(value), value])) };
    }
  }
  return undefined;
}

/** A member of an enum is written as its value, a numeric one by its name as well. */
function enumChoices(members: object): ReadonlyMap<string, unknown> {
  const choices = new Map<string, unknown>();
  for (const [name, value] of membersOf(members)) {
    if (typeof value === 'number') choices.set(name, value);
    choices.set(String(value), value);
  }
  return choices;
}

/** Leaves out the names that TypeScript adds to a numeric enum for the way back. */
function membersOf(members: object): [string, unknown][] {
  return Object.entries(members).filter(([name]) => !/^-?\d/.test(name));
}

/** oxc and swc emit an enum as its object, where tsc emits what its members are: both mean the same. */
function enumType(emitted: unknown): ValueType | undefined {
  if (typeof emitted !== 'object' || emitted === null) return undefined;
  const kinds = new Set(membersOf(emitted).map(([, value]) => typeof value));
  return kinds.size === 1 ? typeOfValue(membersOf(emitted)[0]?.[1]) : undefined;
}

function typeOfChecks(checks: readonly Check[]): ValueType | undefined {
  return checks.map(({ name }) => KIND_OF_CHECK.get(name ?? '')).find((type) => type !== undefined);
}

function typeOfValue(value: unknown): ValueType | undefined {
  return value === undefined || value === null ? undefined : CLASSES.get(value.constructor);
}
