import { DtoError } from '../errors.js';

/** How large input may be. What is larger is refused before anything is made of it. */
export interface InputLimits {
  /** How many objects and lists may be inside each other. Default 64. */
  readonly depth?: number;
  /** How many keys an object may have. Default 1,000. */
  readonly keys?: number;
  /** How many items a list may have. Default 10,000. */
  readonly items?: number;
}

export const DEFAULT_LIMITS: Required<InputLimits> = { depth: 64, keys: 1000, items: 10_000 };

/** Of how many items of lists is told what is wrong with them, before no more is looked at: to say it costs the most of all. */
export const MOST_FAULTY = 1000;

/**
 * Refuses input that is deeper, wider or longer than it may be. It stops at the first excess, and so takes no longer
 * for input that is larger still.
 *
 * @throws DtoError `TENON_DTO_TOO_DEEP`, `TENON_DTO_TOO_MANY_KEYS` or `TENON_DTO_TOO_LONG`
 */
export function checkLimits(value: unknown, limits: Required<InputLimits>, depth = 1): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > limits.depth) throw excess('TENON_DTO_TOO_DEEP', `nested more than ${limits.depth} levels deep`, 'depth');
  if (Array.isArray(value)) {
    checkLength(value, limits);
    for (const each of value) if (typeof each === 'object') checkLimits(each, limits, depth + 1);
    return;
  }
  // Bytes are one value, however many they are.
  if (ArrayBuffer.isView(value)) return;
  let keys = 0;
  for (const key in value) {
    keys += 1;
    if (keys > limits.keys)
      throw excess('TENON_DTO_TOO_MANY_KEYS', `an object of more than ${limits.keys} keys`, 'keys');
    const each = (value as Record<string, unknown>)[key];
    if (typeof each === 'object') checkLimits(each, limits, depth + 1);
  }
}

/**
 * Refuses a list that is longer than it may be.
 *
 * @throws DtoError `TENON_DTO_TOO_LONG`
 */
export function checkLength({ length }: readonly unknown[], limits: Required<InputLimits>): void {
  if (length > limits.items) throw excess('TENON_DTO_TOO_LONG', `a list of ${length} items`, 'items');
}

function excess(
  code: 'TENON_DTO_TOO_DEEP' | 'TENON_DTO_TOO_LONG' | 'TENON_DTO_TOO_MANY_KEYS',
  what: string,
  limit: string,
): DtoError {
  return new DtoError(
    code,
    `the input is ${what}.`,
    `send less, or raise the limit: compile(Dto, { limits: { ${limit}: … } })`,
  );
}
