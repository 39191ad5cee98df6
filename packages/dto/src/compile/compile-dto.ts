import { ValidationError, type ValidatorOptions } from 'class-validator';
import type { ClassTransformOptions } from 'class-transformer';
import { DtoError, InvalidDtoError, overflowAsDtoError, type RefusedString } from '../errors.js';
import { DIRECTION } from '../ir/conversion-options.js';
import type { JsonSchema } from '../ir/json-schema.js';
import type { CheckSet } from './class-check.js';
import { chosenBackEnd, usesBeforeCode } from './code-generation.js';
import { StringConversion, type StringSource, unticked } from './convert-strings.js';
import { convertValue } from './convert-value.js';
import { DtoParser } from './dto-parser.js';
import { explain, refuseFallBacks, type Explanation } from './explain.js';
import { checkLimits, DEFAULT_LIMITS, type InputLimits, MOST_FAULTY } from './input-limits.js';
import { jsonSchema } from './schema-set.js';
import { MadeInput } from './made-input.js';
import { doubts } from './parsed-property.js';
import { serialiseClosed } from './serialise-value.js';
import { startConversion } from './start-conversion.js';
import { Validation, type ConstraintContainer } from './validation.js';

/** A class whose objects can be made without arguments. */
export type DtoClass<T> = new () => T;

export interface CompileOptions {
  /** class-validator's options. `whitelist` is on unless it is switched off. */
  readonly validation?: ValidatorOptions;
  /** class-transformer's options, for `parse` and `serialise`. */
  readonly conversion?: ClassTransformOptions;
  /**
   * What the input is: JSON, whose types are taken as they are, or the strings of a query or form, converted strictly. Default
   * `json`.
   */
  readonly from?: 'json' | StringSource;
  /** How large the input of `parse` may be. */
  readonly limits?: InputLimits;
  /** Where constraint classes come from, in place of `useContainer`. */
  readonly container?: ConstraintContainer;
  /** Whether a decorator that would have to be left to the original library is an error of `compile`. Default false. */
  readonly strict?: boolean;
}

/** A class as functions. All of them compile what they need at their first call. */
export interface CompiledDto<T extends object> {
  /**
   * Makes a validated instance of plain input.
   *
   * @throws InvalidDtoError `TENON_DTO_INVALID`, with the errors
   * @throws DtoError `TENON_DTO_TOO_DEEP`, `TENON_DTO_TOO_MANY_KEYS`, `TENON_DTO_TOO_LONG` for input beyond the limits
   * @throws DtoError `TENON_DTO_ASYNC` if a constraint turns out to be asynchronous
   */
  parse(plain: unknown): T;
  /** Does what `parse` does, and gives a promise only if a constraint turns out to be asynchronous. */
  parseAsync(plain: unknown): T | Promise<T>;
  /**
   * Gives the errors of an instance, or null.
   *
   * @throws DtoError `TENON_DTO_ASYNC` if a constraint turns out to be asynchronous
   */
  check(value: T): ValidationError[] | null;
  /** Does what `check` does, and gives a promise only if a constraint turns out to be asynchronous. */
  checkAsync(value: T): ValidationError[] | null | Promise<ValidationError[] | null>;
  /**
   * Writes any object as JSON text through what the class exposes, and nothing else. A list is written item by item;
   * null, also as an item, is `null`, and so is an item that is undefined.
   *
   * @throws DtoError `TENON_DTO_NOT_SERIALISABLE` for what is neither object nor null, or for a list of a class, no array
   */
  serialise(value: object): string;
  /** Says the class in JSON Schema 2020-12, as `parse` takes it. */
  jsonSchema(): JsonSchema;
  /** Tells what is compiled and what is called. */
  explain(): Explanation;
}

/** Tells whether somebody added to what every object inherits. Then own keys have to be told from others. */
function isPolluted(): boolean {
  for (const _ in NOTHING) return true;
  return false;
}

const NOTHING = {};

/** Those without a container of their own share what they compile. */
const shared = new Validation(undefined, () => undefined);
const validations = new WeakMap<ConstraintContainer, Validation>();

/** The errors of one object, at once or later; none if it is valid. */
export type Faults = ReturnType<Validation['begin']>;

/** An instance that was made of input, and what is wrong with it. */
export interface Attempt<T> {
  readonly made: T;
  readonly checks: CheckSet;
  readonly faults: Faults;
}

/**
 * The functions of a class under one set of options. For `class A { @IsString() name }` they amount to
 *
 * ```ts
 * {
 *   parse: (plain) => { const made = plainToInstance(A, plain); if (!isValidA(made)) throw …; return made; },
 *   check: (made) => (isValidA(made) ? null : errorsOfA(made)),
 *   …
 * }
 * ```
 */
export class Dto<T extends object> implements CompiledDto<T> {
  readonly target: DtoClass<T>;
  readonly limits: Required<InputLimits>;
  readonly checks: CheckSet;
  readonly #options: CompileOptions;
  readonly #validation: Validation;
  readonly #validatorOptions: ValidatorOptions;
  /** Checks without whitelisting, for what was read without unknown properties. */
  readonly #checksOfRead: CheckSet;
  /** Whether there may be a parser, which knows nothing of class-transformer's options. */
  readonly #mayRead: boolean;
  #parser: DtoParser | undefined;
  /** Whether the input is the strings of a query or form. */
  readonly #isText: boolean;
  #uses = 0;

  constructor(target: DtoClass<T>, options: CompileOptions) {
    this.target = target;
    this.#options = options;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#validation = validationOf(options.container);
    this.#validatorOptions = { whitelist: true, ...options.validation };
    this.checks = this.#validation.checksUnder(this.#validatorOptions);
    if (options.strict) refuseFallBacks(target, this.#validatorOptions);
    this.#isText = (options.from ?? 'json') !== 'json';
    const { whitelist, forbidNonWhitelisted } = this.#validatorOptions;
    this.#mayRead =
      chosenBackEnd() === 'generated' && !options.conversion && Boolean(whitelist) && !forbidNonWhitelisted;
    this.#checksOfRead = this.#validation.checksUnder({ ...this.#validatorOptions, whitelist: false });
  }

  parse(plain: unknown): T {
    if (this.#isText) return this.#parseStrings(plain);
    const doubtsBefore = doubts.count;
    const read = this.#read(plain, 1);
    if (read !== undefined) {
      if (doubts.count === doubtsBefore) return read;
      const faults = this.atOnce(this.#validation.begin(read, this.#checksOfRead, MOST_FAULTY));
      if (faults === undefined) return read;
      throw this.#invalidInput(read, this.#checksOfRead, faults, []);
    }
    const refused: RefusedString[] = [];
    const made = this.#make(plain, refused, 1);
    if (made === undefined) throw this.invalid(this.target.name, [], refused);
    const errors = this.atOnce(this.#validation.begin(made, this.checks, MOST_FAULTY));
    if (errors !== undefined || refused.length > 0) {
      throw this.#invalidInput(made, this.checks, errors ?? [], refused);
    }
    return made;
  }

  #parseStrings(plain: unknown): T {
    const refused: RefusedString[] = [];
    const { made, checks, faults } = this.attempt(plain, 1, refused);
    const errors = this.atOnce(faults);
    if (errors !== undefined || refused.length > 0) throw this.#invalidInput(made, checks, errors ?? [], refused);
    return made;
  }

  parseAsync(plain: unknown): T | Promise<T> {
    const refused: RefusedString[] = [];
    const { made, checks, faults } = this.attempt(plain, 1, refused);
    const finish = (errors: ValidationError[] | undefined): T => {
      if ((errors !== undefined && errors.length > 0) || refused.length > 0) {
        throw this.#invalidInput(made, checks, errors ?? [], refused);
      }
      return made;
    };
    return faults instanceof Promise ? faults.then(finish) : finish(faults);
  }

  /**
   * Makes an instance of a part of the input, and begins to check it.
   *
   * @param depth - how deep in the input it is; the input itself is at 1
   * @param refused - takes the strings that could not be converted
   */
  attempt(plain: unknown, depth: number, refused: RefusedString[]): Attempt<T> {
    const source = this.#isText ? this.#convertStrings(plain, refused, depth) : plain;
    const doubtsBefore = doubts.count;
    // A text that was refused may be an object, in which the parser expects none.
    const read = refused.length > 0 ? undefined : this.#read(source, depth);
    if (read !== undefined && doubts.count === doubtsBefore) {
      return { made: read, checks: this.#checksOfRead, faults: undefined };
    }
    const made = read ?? this.#make(source, refused, depth);
    const checks = read === undefined ? this.checks : this.#checksOfRead;
    // What was refused is told all the same.
    if (made === undefined) return { made: plain as T, checks, faults: undefined };
    return { made, checks, faults: this.#validation.begin(made, checks, MOST_FAULTY) };
  }

  /** Begins to check an object. */
  begin(value: T): Faults {
    return this.#validation.begin(value, this.checks);
  }

  check(value: T): ValidationError[] | null {
    return this.atOnce(this.begin(value)) ?? null;
  }

  checkAsync(value: T): ValidationError[] | null | Promise<ValidationError[] | null> {
    const begun = this.begin(value);
    return begun instanceof Promise ? begun.then((errors) => (errors.length > 0 ? errors : null)) : (begun ?? null);
  }

  serialise(value: object): string {
    if (typeof value !== 'object') throw notSerialisable(this.target.name, 'an object', value);
    try {
      const run = startConversion(DIRECTION.toPlain, this.#options.conversion, true);
      return serialiseClosed(run, this.target, value) as string;
    } catch (error) {
      throw overflowAsDtoError(error, 'serialising');
    }
  }

  jsonSchema(): JsonSchema {
    return jsonSchema(this.target, { validation: this.#validatorOptions });
  }

  explain(): Explanation {
    return explain(this.target, this.#validatorOptions);
  }

  /** Makes an instance in one pass, if the class and the input are simple enough. It is valid unless doubts have grown. */
  #read(plain: unknown, depth: number): T | undefined {
    if (!this.#mayRead || typeof plain !== 'object' || plain === null || isPolluted()) return undefined;
    if (this.#parser === undefined || !this.#parser.isCurrent()) {
      // Sooner than the general functions, which then need not be generated.
      this.#uses += 1;
      if (this.#uses <= usesBeforeCode() / 2) return undefined;
      this.#parser = new DtoParser(this.target, this.#checksOfRead, this.limits);
    }
    try {
      return this.#parser.parse?.(plain, depth) as T | undefined;
    } catch {
      // What was thrown may not be what the general conversion comes upon first, and it is the one that counts.
      return undefined;
    }
  }

  /** Makes of the strings of a query or form what the class declares. What is no object is left to who makes an instance. */
  #convertStrings(plain: unknown, refused: RefusedString[], depth: number): unknown {
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return plain;
    checkLimits(plain, this.limits, depth);
    const strings = new StringConversion(this.#options.from as StringSource);
    const converted = strings.convertObject(this.target, plain);
    for (const each of strings.refused) refused.push(each);
    if (this.#options.from === 'browser') {
      for (const { key, name, isList } of unticked(this.target, plain)) {
        const check = this.checks.of(this.target).plan.properties.find((each) => each.name === name);
        const mayBeAbsent = check === undefined || check.isOptional || check.conditions.length > 0;
        if (!mayBeAbsent) converted[key] = isList ? [] : false;
      }
    }
    return converted;
  }

  /** Converts input in general. Gives nothing if that fails because of strings that were refused. */
  #make(plain: unknown, refused: RefusedString[], depth: number): T | undefined {
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
      throw this.invalid(this.target.name, [this.noObject(plain, UNKNOWN_VALUE)], []);
    }
    // Strings were measured before they were converted.
    if (!this.#isText) checkLimits(plain, this.limits, depth);
    try {
      const run = startConversion(DIRECTION.toInstance, this.conversion);
      return convertValue(run, plain, this.target, undefined, false, undefined) as T;
    } catch (error) {
      // A class or a transform that wanted a number may not survive the text, or the object, that was refused.
      if (refused.length > 0) return undefined;
      throw error;
    }
  }

  #invalidInput(
    made: T,
    checks: CheckSet,
    errors: readonly ValidationError[],
    refused: readonly RefusedString[],
  ): InvalidDtoError {
    return this.invalid(
      this.target.name,
      errors,
      refused,
      new MadeInput(made, checks, this.conversion, this.#options.from === 'browser'),
    );
  }

  /** class-transformer's options. */
  get conversion(): ClassTransformOptions | undefined {
    return this.#options.conversion;
  }

  /** Makes the error without a stack: it says nothing about bad input, and takes longer than all the rest. */
  invalid(
    what: string,
    errors: readonly ValidationError[],
    refused: readonly RefusedString[],
    input?: MadeInput,
  ): InvalidDtoError {
    const { stackTraceLimit } = Error;
    const isSettable = limitStackTraces(0);
    try {
      return new InvalidDtoError(what, errors, refused).about(input);
    } finally {
      if (isSettable) limitStackTraces(stackTraceLimit);
    }
  }

  /** Makes the error for input that is no object, or no list, at all: one that belongs to no property. */
  noObject(value: unknown, constraints: Record<string, string>): ValidationError {
    const error = new ValidationError();
    if (this.checks.options.showsValue) error.value = value;
    error.children = [];
    error.constraints = { ...constraints };
    return error;
  }

  /** Gives the errors that are there, and refuses to wait for others. */
  atOnce(begun: Faults): ValidationError[] | undefined {
    if (!(begun instanceof Promise)) return begun;
    // Nobody waits for it any more.
    begun.catch(() => undefined);
    throw new DtoError(
      'TENON_DTO_ASYNC',
      `a constraint of ${this.target.name} is asynchronous.`,
      'call parseAsync or checkAsync, and await it',
    );
  }
}

/** Sets how many lines a stack trace has. Says whether that may be set: not where the intrinsic objects are frozen. */
function limitStackTraces(limit: number): boolean {
  try {
    Error.stackTraceLimit = limit;
    return true;
  } catch {
    return false;
  }
}

function validationOf(container: ConstraintContainer | undefined): Validation {
  if (container === undefined) return shared;
  let validation = validations.get(container);
  if (validation === undefined) validations.set(container, (validation = new Validation(container, () => undefined)));
  return validation;
}

/** How class-validator tells values of which it knows nothing. */
const UNKNOWN_VALUE = { unknownValue: 'an unknown value was passed to the validate function' };

/** Makes the error for a value that cannot be written as what was compiled. */
export function notSerialisable(what: string, wanted: string, value: unknown): DtoError {
  const given = value === null ? 'null' : typeof value === 'object' ? 'an object' : typeof value;
  return new DtoError(
    'TENON_DTO_NOT_SERIALISABLE',
    `serialise of ${what} takes ${wanted}, and was given ${given}.`,
    `give it ${wanted}, or write the value with JSON.stringify`,
  );
}
