import type { StringKind, StringPlan, StringProperty } from '../ir/string-plan.js';
import { transformerGeneration } from '../read/transformer-storage.js';
import { readStringPlan } from '../read/read-string-plan.js';
import { StorageStamp } from '../read/validator-storage.js';

/**
 * Where the strings come from. A form sends `on` for a ticked box, and an empty string for a field left empty.
 *
 * `browser` is a form that is known to have all fields, as a person has left them: a box without a tick and a list without a
 * choice are not sent, and mean false and none, and a text left empty means none where it may be absent.
 *
 * `search` is a form in an address, which links bear as well: what is left empty is read in the same way, and of what is not there
 * nothing is said.
 */
export type StringSource = 'query' | 'form' | 'browser' | 'search';

/** One value that is not what its property declares. */
export interface Refusal {
  /** The keys and indexes that lead to the value. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
  /** What it should have been. */
  readonly expected: Exclude<StringKind, 'unknown'>;
  /** The allowed values, for `one of`. */
  readonly values?: readonly unknown[];
}

/** What became of the strings. */
export interface ConvertedStrings {
  /** A plain object; what was refused stands in it as it came. */
  readonly value: Record<string, unknown>;
  readonly refused: readonly Refusal[];
}

interface ReadPlan {
  readonly plan: StringPlan;
  readonly stamp: StorageStamp;
  readonly generation: number;
}

const plans = new WeakMap<Function, ReadPlan>();

function planOf(target: Function): StringPlan {
  const known = plans.get(target);
  if (known && known.generation === transformerGeneration() && known.stamp.isCurrent()) return known.plan;
  const stamp = new StorageStamp(target);
  const plan = readStringPlan(target, stamp);
  plans.set(target, { plan, stamp, generation: transformerGeneration() });
  return plan;
}

/** What a string that is not of a kind becomes. */
const REFUSED = Symbol('refused');

/** Where in the input a value stands. Its path is made only when it is told. */
interface Place {
  readonly before: Place | undefined;
  readonly step: string | number;
}

/** Converts what came as strings into what the class declares, collecting what is not of its type. */
export class StringConversion {
  readonly refused: Refusal[] = [];
  readonly #source: StringSource;
  /** Whether a person has typed it, into a form. */
  readonly #isTyped: boolean;

  constructor(source: StringSource) {
    this.#source = source;
    this.#isTyped = source === 'browser' || source === 'search';
  }

  convertObject(target: Function, source: object, before?: Place): Record<string, unknown> {
    const { properties } = planOf(target);
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(source)) {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') continue;
      const property = properties.get(key);
      let value = (source as Record<string, unknown>)[key];
      if (property !== undefined && this.#isTyped) value = asTyped(property, value);
      if (property === undefined) result[key] = value;
      else if (typeof value === 'string' && !property.isList) {
        if (value === '' && this.#isLeftOut(property)) continue;
        const converted = convertString(property, value, this.#source);
        result[key] = converted === REFUSED ? this.#refuse(property, value, before, key) : converted;
      } else if (value !== '' || !this.#isLeftOut(property)) {
        result[key] = this.#convertOther(property, value, before, key);
      }
    }
    return result;
  }

  /** Tells whether an empty string stands for a field that was left empty. */
  #isLeftOut({ kind, values, isList, isOptional }: StringProperty): boolean {
    const mayBeEmpty = kind === 'one of' && !isList && values.includes('');
    if (this.#source === 'query' || mayBeEmpty) return false;
    return (kind !== 'string' && kind !== 'unknown') || (isOptional && this.#isTyped);
  }

  /** Converts a list, or what is no string. */
  #convertOther(property: StringProperty, value: unknown, before: Place | undefined, step: string): unknown {
    if (!property.isList) return this.#convertOne(property, value, before, step);
    if (value === undefined || value === null) return value;
    const items = Array.isArray(value) ? (value as unknown[]) : [value];
    const list: Place = { before, step };
    return items.map((item, index) => this.#convertOne(property, item, list, index));
  }

  #convertOne(property: StringProperty, value: unknown, before: Place | undefined, step: string | number): unknown {
    const { kind } = property;
    if (kind === 'unknown' || value === undefined || value === null) return value;
    if (kind === 'object') {
      if (typeof value === 'object' && !Array.isArray(value)) {
        const target = property.target?.();
        return typeof target === 'function' ? this.convertObject(target, value, { before, step }) : value;
      }
      return this.#refuse(property, value, before, step);
    }
    if (typeof value !== 'string') {
      return typeof value === 'object' ? this.#refuse(property, value, before, step) : value;
    }
    const converted = convertString(property, value, this.#source);
    return converted === REFUSED ? this.#refuse(property, value, before, step) : converted;
  }

  #refuse({ kind, values }: StringProperty, value: unknown, before: Place | undefined, step: string | number): unknown {
    const expected = kind as Refusal['expected'];
    const path = pathOf({ before, step });
    this.refused.push(kind === 'one of' ? { path, value, expected, values } : { path, value, expected });
    return value;
  }
}

/**
 * Undoes what browsers do to what was typed.
 *
 * They end the lines of a text with CR and LF, and count one letter for that in `maxlength`. Of a hidden field and a box of the
 * same name the later one counts, and an empty choice of a list is none.
 *
 * @see HTML Living Standard, 4.10.21.4 (line ends), 4.10.5.1.15 (checkboxes)
 */
function asTyped({ kind, isList }: StringProperty, value: unknown): unknown {
  if (typeof value === 'string') {
    if (isList && value === '') return [];
    return (kind === 'string' || kind === 'unknown') && value.includes('\r\n') ? value.replaceAll('\r\n', '\n') : value;
  }
  if (!Array.isArray(value)) return value;
  if (isList) return value.filter((each) => each !== '');
  return kind === 'boolean' ? (value.at(-1) as unknown) : value;
}

/**
 * Gives what a form of a browser says by what it does not send: boxes without a tick, and lists without a choice.
 *
 * @param source - as it came
 */
export function unticked(target: Function, source: object): readonly StringProperty[] {
  const found: StringProperty[] = [];
  for (const property of planOf(target).properties.values()) {
    if ((property.isList || property.kind === 'boolean') && !Object.hasOwn(source, property.key)) found.push(property);
  }
  return found;
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let each: Place | undefined = place; each !== undefined; each = each.before) path.push(each.step);
  return path.toReversed();
}

/**
 * Converts one text strictly, as that of a query's or form's property of this kind is.
 *
 * @param values - the allowed values, for `one of`
 * @returns undefined for a text that is not of its kind
 */
export function convertText(
  text: string,
  kind: StringKind,
  values: readonly unknown[] = [],
  source: StringSource = 'query',
): unknown {
  const converted = convertString({ kind, values }, text, source);
  return converted === REFUSED ? undefined : converted;
}

function convertString(
  { kind, values }: Pick<StringProperty, 'kind' | 'values'>,
  text: string,
  source: StringSource,
): unknown {
  switch (kind) {
    case 'integer': {
      const short = readShortInteger(text);
      if (short >= 0) return short;
      const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
      // Adding zero turns -0 into 0.
      return Number.isSafeInteger(number) ? number + 0 : REFUSED;
    }
    case 'number': {
      const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
      return Number.isFinite(number) ? number + 0 : REFUSED;
    }
    case 'boolean':
      if (text === 'true' || text === '1' || (source !== 'query' && text === 'on')) return true;
      return text === 'false' || text === '0' ? false : REFUSED;
    case 'bigint':
      return /^-?\d+$/.test(text) ? BigInt(text) : REFUSED;
    case 'date':
      return convertDate(text);
    case 'one of': {
      if (values.includes(text)) return text;
      const other = values.find((value) => typeof value !== 'string' && String(value) === text);
      return other === undefined ? REFUSED : other;
    }
    case 'object':
      return REFUSED;
    default:
      return text;
  }
}

/** Reads an integer of up to nine digits, as pages and sizes are, without a regular expression. Gives -1 for all else. */
function readShortInteger(text: string): number {
  const { length } = text;
  if (length === 0 || length > 9) return -1;
  let number = 0;
  for (let index = 0; index < length; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** The profile of ISO 8601 that ECMAScript reads: a date, or a date and a time with or without a zone. */
const ISO_DATE =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;

function convertDate(text: string): unknown {
  const match = ISO_DATE.exec(text);
  if (!match) return REFUSED;
  // JavaScript takes 30 February for 1 or 2 March.
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return REFUSED;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? REFUSED : date;
}
