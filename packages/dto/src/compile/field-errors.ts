import type { ValidationError } from 'class-validator';
import { InvalidDtoError, type InvalidInput, type InvalidRule, type RefusedString } from '../errors.js';

/** One fault of one field of the input, for frameworks that answer with a list. */
export interface FieldError {
  /** The keys and indexes that lead to the field, as the input has them. Empty for the input itself. */
  readonly path: readonly (string | number)[];
  /** The constraint's key: `min`, `isEmail`, `whitelistValidation`, `unknownValue` … or `type` for what could not be converted. */
  readonly code: string;
  /**
   * What the decorator was given, as in `[1]` for `@Min(1)`, or for `type` what was expected. For translations.
   *
   * Left out if there is nothing, or something that JSON has no word for, such as a function or a pattern.
   */
  readonly args?: readonly unknown[];
  readonly message: string;
}

/**
 * Lists what is wrong with input, one entry for each failed constraint, in the order of the error's tree.
 *
 * A text that could not be converted to its type stands there once, as `type`. What the constraints said of it is left
 * out: they saw the text. A field that a person has left empty (`from: 'browser'`) stands there once too, as `required`, but for
 * messages of the class's own.
 *
 * @param most - how many are listed at most: a small body may be wrong in tens of thousands of places. Default: all.
 */
export function fieldErrors(error: InvalidDtoError, most = Infinity): FieldError[] {
  const list = new FieldErrorList(InvalidDtoError.inputOf(error), error.refused, most);
  list.addAll(error.errors);
  return list.end();
}

/** Counts the failed constraints of input, which takes a tenth of the time of listing them. */
export function countFieldErrors({ errors }: InvalidDtoError): number {
  return countConstraints(errors);
}

function countConstraints(errors: readonly ValidationError[]): number {
  let count = 0;
  for (const { constraints, children } of errors as readonly Partial<ValidationError>[]) {
    for (const _ in constraints) count += 1;
    if (children !== undefined && children.length > 0) count += countConstraints(children);
  }
  return count;
}

class FieldErrorList {
  readonly #found: FieldError[] = [];
  readonly #path: (string | number)[] = [];
  readonly #input: InvalidInput | undefined;
  /** What could not be converted and was not told yet, by path. */
  readonly #refused = new Map<string, RefusedString>();
  readonly #told = new Set<string>();
  /** The paths of lists of which an item could not be converted. */
  readonly #refusedLists = new Set<string>();
  readonly #most: number;

  constructor(input: InvalidInput | undefined, refused: readonly RefusedString[], most: number) {
    this.#input = input;
    this.#most = most;
    for (const each of refused) {
      this.#refused.set(keyOf(each.path), each);
      if (typeof each.path.at(-1) === 'number') this.#refusedLists.add(keyOf(each.path.slice(0, -1)));
    }
  }

  addAll(errors: readonly ValidationError[]): void {
    this.#addNodes(errors, this.#input?.made);
  }

  /** Adds the texts of which no constraint said anything. */
  end(): FieldError[] {
    for (const [key, each] of this.#refused) if (!this.#told.has(key)) this.#addRefused(each);
    return this.#found.length > this.#most ? this.#found.slice(0, this.#most) : this.#found;
  }

  /** @param holder - the object or list to whose keys the errors belong, if it is known */
  #addNodes(errors: readonly ValidationError[], holder: unknown): void {
    for (const error of errors) {
      if (this.#found.length >= this.#most) return;
      const { property } = error as { readonly property: string | undefined };
      const object = error.target ?? holder;
      if (property === undefined) {
        this.#addConstraints(error, object);
        continue;
      }
      this.#path.push(this.#stepTo(object, property));
      this.#addNode(error, object, property);
      this.#path.pop();
    }
  }

  #addNode(error: ValidationError, object: unknown, property: string): void {
    const key = this.#refused.size === 0 ? '' : keyOf(this.#path);
    const refused = this.#refused.get(key);
    if (refused !== undefined) {
      this.#told.add(key);
      this.#addRefused(refused);
      return;
    }
    this.#addConstraints(error, object);
    const { children } = error as { readonly children?: readonly ValidationError[] };
    if (children && children.length > 0) {
      this.#addNodes(children, Object.hasOwn(error, 'value') ? error.value : partOf(object, property));
    }
  }

  #addConstraints({ property, constraints }: ValidationError, object: unknown): void {
    if (constraints === undefined) return;
    if (this.#isLeftEmpty(object, property)) {
      this.#addRequired(object as object, property, constraints);
      return;
    }
    const hasRefusedItems = this.#refusedLists.size > 0 && this.#refusedLists.has(keyOf(this.#path));
    for (const [code, message] of Object.entries(constraints)) {
      const rules = isObject(object) ? (this.#input?.rulesOf(object, property, code) ?? []) : [];
      if (hasRefusedItems && rules.length > 0 && rules.every(({ each }) => each)) continue;
      const args = argsOf(rules, code);
      const path = this.#path.slice();
      this.#found.push(args === undefined ? { path, code, message } : { path, code, args, message });
    }
  }

  #isLeftEmpty(object: unknown, property: string): boolean {
    if (this.#input?.isTyped !== true || !isObject(object)) return false;
    const value = (object as Record<string, unknown>)[property];
    return value === undefined || value === '';
  }

  #addRequired(object: object, property: string, constraints: Readonly<Record<string, string>>): void {
    const path = this.#path.slice();
    const isOwn = (code: string): boolean =>
      (this.#input?.rulesOf(object, property, code) ?? []).some(({ message }) => Boolean(message));
    const own = Object.entries(constraints).filter(([code]) => isOwn(code));
    for (const [code, message] of own) this.#found.push({ path, code, message });
    if (own.length === 0) this.#found.push({ path, code: 'required', message: `${subjectOf(path)} is required` });
  }

  #addRefused({ path, expected, values }: RefusedString): void {
    const args = values && isJson(values) ? [expected, values] : [expected];
    this.#found.push({ path, code: 'type', args, message: `${subjectOf(path)} must be ${phraseOf(expected, values)}` });
  }

  #stepTo(object: unknown, property: string): string | number {
    if (Array.isArray(object) || object instanceof Set) return Number(property);
    return isObject(object) ? (this.#input?.inputKeyOf(object, property) ?? property) : property;
  }
}

/** Gives a text that is equal for equal paths alone. */
function keyOf(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Finds what an error is about in what holds it: class-validator names items of Sets and Maps too. */
function partOf(holder: unknown, property: string): unknown {
  if (holder instanceof Set) return [...(holder as Set<unknown>)][Number(property)];
  if (holder instanceof Map) {
    for (const [key, value] of holder as Map<unknown, unknown>) if (String(key) === property) return value;
    return undefined;
  }
  return isObject(holder) ? (holder as Record<string, unknown>)[property] : undefined;
}

/**
 * Gives what the decorator was given, without the optional arguments that were not.
 *
 * Two decorators may tell their errors under one key; then it is not known which of them it was.
 */
function argsOf([rule, ...others]: readonly InvalidRule[], code: string): readonly unknown[] | undefined {
  if (rule === undefined || others.length > 0) return undefined;
  const given = rule.constraints ?? [];
  // Its first item is the enum object, its second the list of the values.
  const args = code === 'isEnum' && Array.isArray(given[1]) ? [given[1]] : given.slice();
  while (args.length > 0 && args.at(-1) === undefined) args.pop();
  return args.length > 0 && isJson(args) ? args : undefined;
}

/** How deep the arguments of a decorator are looked through. Options are flat, or nearly so. */
const MAX_DEPTH = 8;

/** Tells whether a value reads the same after it was JSON. A date counts: it is a text there. */
function isJson(value: unknown, depth = 0): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth + 1));
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((each) => each === undefined || isJson(each, depth + 1));
}

/** Names a field as class-validator's messages do. */
function subjectOf(path: RefusedString['path']): string {
  const name = path.findLast((step) => typeof step === 'string') ?? 'the value';
  return typeof path.at(-1) === 'number' ? `each value in ${name}` : name;
}

const PHRASES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  bigint: 'an integer',
  date: 'an ISO 8601 date',
  object: 'an object',
};

function phraseOf(expected: string, values: readonly unknown[] | undefined): string {
  if (values) return `one of the following values: ${values.map(String).join(', ')}`;
  return PHRASES[expected] ?? `of the type ${expected}`;
}
