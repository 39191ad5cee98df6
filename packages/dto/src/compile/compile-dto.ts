import { ValidationError, type ValidatorOptions } from 'class-validator';
import type { ClassTransformOptions } from 'class-transformer';
import { DtoError, InvalidDtoError, overflowAsDtoError, type RefusedString } from '../errors.js';
import { DIRECTION } from '../ir/conversion-options.js';
import type { JsonSchema } from '../ir/json-schema.js';
import type { CheckSet } from './class-check.js';
import { chosenBackEnd, usesBeforeCode } from './code-generation.js';
import { StringConversion, type StringSource } from './convert-strings.js';
import { convertValue } from './convert-value.js';
import { DtoParser } from './dto-parser.js';
import { explain, type Explanation } from './explain.js';
import { checkLimits, DEFAULT_LIMITS, type InputLimits } from './input-limits.js';
import { jsonSchema } from './json-schema.js';
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
  /** What the input is: JSON, whose types are taken as they are, or the strings of a query or form, converted strictly. Default `json`. */
  readonly from?: 'json' | StringSource;
  /** How large the input of `parse` may be. */
  readonly limits?: InputLimits;
  /** Where constraint classes come from, in place of `useContainer`. */
  readonly container?: ConstraintContainer;
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
  /** Writes any object as JSON text through what the class exposes, and nothing else. */
  serialise(value: object): string;
  /** Says the class in JSON Schema 2020-12, as `parse` takes it. */
  jsonSchema(): JsonSchema;
  /** Tells what is compiled and what is called. */
  explain(): Explanation;
}

/**
 * Gives the functions of a class under one set of options, for frameworks. For `class A { @IsString() name }` it
 * amounts to
 *
 * ```ts
 * {
 *   parse: (plain) => { const made = plainToInstance(A, plain); if (!isValidA(made)) throw …; return made; },
 *   check: (made) => (isValidA(made) ? null : errorsOfA(made)),
 *   …
 * }
 * ```
 */
export function compile<T extends object>(target: DtoClass<T>, options: CompileOptions = {}): CompiledDto<T> {
  return new Dto(target, options);
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

class Dto<T extends object> implements CompiledDto<T> {
  readonly #target: DtoClass<T>;
  readonly #options: CompileOptions;
  readonly #limits: Required<InputLimits>;
  readonly #validation: Validation;
  readonly #checks: CheckSet;
  readonly #validatorOptions: ValidatorOptions;
  /** Checks without whitelisting, for what was read without unknown properties. */
  readonly #checksOfRead: CheckSet;
  /** Whether there may be a parser, which knows nothing of class-transformer's options. */
  readonly #mayRead: boolean;
  #parser: DtoParser | undefined;
  #uses = 0;

  constructor(target: DtoClass<T>, options: CompileOptions) {
    this.#target = target;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#validation = validationOf(options.container);
    this.#validatorOptions = { whitelist: true, ...options.validation };
    this.#checks = this.#validation.checksUnder(this.#validatorOptions);
    const { whitelist, forbidNonWhitelisted } = this.#validatorOptions;
    this.#mayRead =
      chosenBackEnd() === 'generated' &&
      !options.conversion &&
      (options.from ?? 'json') === 'json' &&
      Boolean(whitelist) &&
      !forbidNonWhitelisted;
    this.#checksOfRead = this.#validation.checksUnder({ ...this.#validatorOptions, whitelist: false });
  }

  parse(plain: unknown): T {
    const doubtsBefore = doubts.count;
    const read = this.#read(plain);
    if (read !== undefined) {
      if (doubts.count === doubtsBefore) return read;
      const faults = this.#atOnce(this.#validation.begin(read, this.#checksOfRead));
      if (faults === undefined) return read;
      throw this.#invalid(faults, []);
    }
    const refused: RefusedString[] = [];
    const made = this.#make(plain, refused);
    const errors = this.#atOnce(this.#validation.begin(made, this.#checks));
    if (errors !== undefined || refused.length > 0) throw this.#invalid(errors ?? [], refused);
    return made;
  }

  parseAsync(plain: unknown): T | Promise<T> {
    const doubtsBefore = doubts.count;
    const refused: RefusedString[] = [];
    const read = this.#read(plain);
    if (read !== undefined && doubts.count === doubtsBefore) return read;
    const made = read ?? this.#make(plain, refused);
    const finish = (errors: ValidationError[] | undefined): T => {
      if ((errors !== undefined && errors.length > 0) || refused.length > 0) throw this.#invalid(errors ?? [], refused);
      return made;
    };
    const begun = this.#validation.begin(made, read === undefined ? this.#checks : this.#checksOfRead);
    return begun instanceof Promise ? begun.then(finish) : finish(begun);
  }

  check(value: T): ValidationError[] | null {
    return this.#atOnce(this.#validation.begin(value, this.#checks)) ?? null;
  }

  checkAsync(value: T): ValidationError[] | null | Promise<ValidationError[] | null> {
    const begun = this.#validation.begin(value, this.#checks);
    return begun instanceof Promise ? begun.then((errors) => (errors.length > 0 ? errors : null)) : (begun ?? null);
  }

  serialise(value: object): string {
    try {
      const run = startConversion(DIRECTION.toPlain, this.#options.conversion, true);
      return serialiseClosed(run, this.#target, value) as string;
    } catch (error) {
      throw overflowAsDtoError(error, 'serialising');
    }
  }

  jsonSchema(): JsonSchema {
    return jsonSchema(this.#target, { validation: this.#validatorOptions });
  }

  explain(): Explanation {
    return explain(this.#target, this.#validatorOptions);
  }

  /** Makes an instance in one pass, if the class and the input are simple enough. It is valid unless doubts have grown. */
  #read(plain: unknown): T | undefined {
    if (!this.#mayRead || typeof plain !== 'object' || plain === null || isPolluted()) return undefined;
    if (this.#parser === undefined || !this.#parser.isCurrent()) {
      // Sooner than the general functions, which then need not be generated.
      this.#uses += 1;
      if (this.#uses <= usesBeforeCode() / 2) return undefined;
      this.#parser = new DtoParser(this.#target, this.#checksOfRead, this.#limits);
    }
    try {
      return this.#parser.parse?.(plain, 1) as T | undefined;
    } catch {
      // What was thrown may not be what the general conversion comes upon first, and it is the one that counts.
      return undefined;
    }
  }

  #make(plain: unknown, refused: RefusedString[]): T {
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
      throw this.#invalid([noObject(plain)], []);
    }
    checkLimits(plain, this.#limits);
    const { from = 'json', conversion } = this.#options;
    let source: object = plain;
    if (from !== 'json') {
      const strings = new StringConversion(from);
      source = strings.convertObject(this.#target, plain);
      refused.push(...strings.refused);
    }
    return convertValue(
      startConversion(DIRECTION.toInstance, conversion),
      source,
      this.#target,
      undefined,
      false,
      undefined,
    ) as T;
  }

  /** Makes the error without a stack: it says nothing about bad input, and takes longer than all the rest. */
  #invalid(errors: readonly ValidationError[], refused: readonly RefusedString[]): InvalidDtoError {
    const { stackTraceLimit } = Error;
    const isSettable = limitStackTraces(0);
    try {
      return new InvalidDtoError(this.#target.name, errors, refused);
    } finally {
      if (isSettable) limitStackTraces(stackTraceLimit);
    }
  }

  #atOnce(begun: ReturnType<Validation['begin']>): ValidationError[] | undefined {
    if (!(begun instanceof Promise)) return begun;
    // Nobody waits for it any more.
    begun.catch(() => undefined);
    throw new DtoError(
      'TENON_DTO_ASYNC',
      `a constraint of ${this.#target.name} is asynchronous.`,
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

/** The error for input that is no object at all, as class-validator tells values of which it knows nothing. */
function noObject(value: unknown): ValidationError {
  const error = new ValidationError();
  error.value = value;
  error.children = [];
  error.constraints = { unknownValue: 'an unknown value was passed to the validate function' };
  return error;
}
