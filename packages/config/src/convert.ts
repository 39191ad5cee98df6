import type { TargetType, ValueType } from './target-type.js';

/** What came of a conversion. */
export type Conversion =
  | { readonly value: unknown }
  | {
      /** What is wrong, after the name of the variable: `is not a number`. */
      readonly problem: string;
      /** The text that is meant, where it is only a part: the element of a list. */
      readonly element?: { readonly position: number; readonly text: string };
      /** How to write it. */
      readonly form: string;
      readonly cause?: unknown;
    };

/** A decimal number as JSON has it, without an exponent (RFC 8259 §6). */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;
/** A calendar date, or a date and a time with its offset (ISO 8601-1:2019 §5.2, §5.4, extended format). */
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-](\d\d):(\d\d)))?$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

/**
 * Makes a value from the text of a variable, strictly: what is not exactly of the type is a problem.
 *
 * @param type - anything but a group, which has a variable for each property
 */
export function convert(text: string, type: Exclude<TargetType, { kind: 'group' | 'unknown' }>): Conversion {
  if (type.kind === 'list') return convertList(text, type.element);
  if (type.kind !== 'parsed') return convertValue(text, type);
  try {
    return { value: type.parse(text) };
  } catch (cause) {
    return { problem: 'is refused by the function of its @Parse', form: 'see the cause', cause };
  }
}

/** Elements stand between commas; blanks around them do not count. */
function convertList(text: string, type: ValueType): Conversion {
  const values: unknown[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const element = { position: index + 1, text: part.trim() };
    if (element.text === '') return { problem: 'is empty', element, form: 'write the elements as a,b,c' };
    const conversion = convertValue(element.text, type);
    if ('problem' in conversion) return { ...conversion, element };
    values.push(conversion.value);
  }
  return { value: values };
}

function convertValue(text: string, type: ValueType): Conversion {
  if (type.kind !== 'choice') return CONVERSIONS[type.kind](text);
  if (type.choices.has(text)) return { value: type.choices.get(text) };
  return { problem: 'is not one of the values', form: `write one of ${[...type.choices.keys()].join(', ')}` };
}

const CONVERSIONS: Readonly<Record<Exclude<ValueType['kind'], 'choice'>, (text: string) => Conversion>> = {
  string: (text) => ({ value: text }),
  number: convertNumber,
  bigint: (text) =>
    INTEGER.test(text)
      ? { value: BigInt(text) }
      : { problem: 'is not a whole number', form: 'write it in digits, such as 12 or -3' },
  boolean: (text) => {
    const value = BOOLEANS.get(text);
    return value === undefined ? { problem: 'is not a boolean', form: 'write true, false, 1 or 0' } : { value };
  },
  date: convertDate,
  url: (text) => {
    const value = URL.parse(text);
    return value ? { value } : { problem: 'is not a URL', form: 'write it whole, such as https://example.org/path' };
  },
};

function convertNumber(text: string): Conversion {
  if (!NUMBER.test(text)) {
    return { problem: 'is not a number', form: 'write it in digits, without an exponent, such as 12, -3 or 1.5' };
  }
  const value = Number(text) + 0; // -0 becomes 0.
  if (INTEGER.test(text) && !Number.isSafeInteger(value)) {
    return { problem: 'is too large to be exact', form: 'write a smaller one, or declare the property as bigint' };
  }
  return Number.isFinite(value) ? { value } : { problem: 'is too large', form: 'write a smaller one' };
}

function convertDate(text: string): Conversion {
  const problem = {
    problem: 'is not a date',
    form: 'write it as in ISO 8601, a time with its offset: 2026-01-31 or 2026-01-31T09:30:00Z',
  };
  const parts = DATE.exec(text)
    ?.slice(1)
    .map((part) => (part === undefined ? 0 : Number(part)));
  if (!parts) return problem;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = parts;
  // `new Date` takes the 30th of February for a day in March.
  const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  const isReal =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= lastDay &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    offsetHour < 24 &&
    offsetMinute < 60;
  return isReal ? { value: new Date(text) } : problem;
}
