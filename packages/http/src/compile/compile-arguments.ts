import {
  compile,
  type ConstraintContainer,
  convertText,
  countFieldErrors,
  DtoError,
  fieldErrors,
  type InputLimits,
  InvalidDtoError,
  type StringSource,
} from '@tenon/dto';
import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '../contracts/context.js';
import {
  inputError,
  type InputError,
  type InputPlace,
  InvalidInputException,
  MOST_TOLD,
} from '../contracts/invalid-input.js';
import { tooMuchInput, type TooMuch } from '../contracts/too-much-input.js';
import { DefaultValuePipe } from '../contracts/pipes.js';
import type { ArgumentModel, PrimitiveKind, UnknownProperties } from '../contracts/route-model.js';
import type { StandardIssue, StandardSchema } from '../contracts/standard-schema.js';
import { compileFile } from './compile-form.js';

/** What all arguments of an application are compiled with. */
export interface InputSettings {
  readonly unknown: UnknownProperties;
  /** Where constraint classes of class-validator come from. */
  readonly constraints: ConstraintContainer;
  /** How deep, wide and long objects may be. */
  readonly limits: InputLimits;
}

/**
 * Gives one argument, converted and validated, or a promise of it.
 *
 * @throws InvalidInputException with what is wrong with it
 */
export type ReadArgument = (request: FastifyRequest, context: RequestContext) => unknown;

/**
 * Compiles how one argument is read. Pipes come later, when all arguments have been read.
 *
 * @param isTyped - whether a person may have filled in a form for it, of which a browser sends what it has
 */
export function compileArgument(argument: ArgumentModel, settings: InputSettings, isTyped = false): ReadArgument {
  if (argument.type.kind === 'file') return compileFile(argument, argument.type);
  const take = takeFrom(argument);
  switch (argument.type.kind) {
    case 'dto':
      return compileDto(argument, argument.type, take, settings, isTyped);
    case 'schema':
      return compileSchema(argument, argument.type.schema, take);
    case 'primitive':
    case 'enum':
      return compileValue(argument, argument.type, take, isTyped);
    case 'as it is':
    default:
      return take;
  }
}

/** Compiles where an argument comes from. */
function takeFrom({ source, name, info, custom, isSigned }: ArgumentModel): ReadArgument {
  switch (source) {
    case 'body':
    case 'form':
      if (name === undefined) return (request) => request.body;
      return ({ body }) => (typeof body === 'object' && body !== null ? own(body, name) : undefined);
    case 'query':
      return name === undefined ? (request) => request.query : (request) => own(request.query as object, name);
    case 'path':
      return name === undefined ? (request) => request.params : (request) => own(request.params as object, name);
    case 'header':
      return name === undefined ? (request) => request.raw.headers : (request) => own(request.raw.headers, name);
    case 'cookie':
      return takeCookie(name, isSigned);
    case 'custom':
      return (_, context) => (custom as (data: unknown, context: RequestContext) => unknown)(info.data, context);
    case 'ip':
      return (request) => request.ip;
    case 'host':
      return (request) => request.hostname;
    case 'request':
      return (request) => request;
    case 'signal':
      return (_, { signal }) => signal;
    case 'last event id':
      return readLastEventId;
    case 'raw body':
    case 'file':
    case 'reply':
    case 'context':
    default:
      throw new TypeError(`An argument from ${source} is read by the route itself`);
  }
}

/** An id is sent as UTF-8, of which Node makes one letter for each byte, as of all headers. */
function readLastEventId({ raw }: FastifyRequest): string | undefined {
  const id = raw.headers['last-event-id'];
  return typeof id === 'string' ? Buffer.from(id, 'latin1').toString() : undefined;
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

/** What @fastify/cookie adds to a request. */
interface WithCookies {
  readonly cookies: Readonly<Record<string, string | undefined>>;
  unsignCookie(value: string): { readonly valid: boolean; readonly value: string | null };
}

function takeCookie(name: string | undefined, isSigned: boolean): ReadArgument {
  if (name === undefined) return (request) => (request as unknown as WithCookies).cookies;
  return (request) => {
    const holder = request as unknown as WithCookies;
    const value = own(holder.cookies, name);
    if (!isSigned || typeof value !== 'string') return value;
    const { valid, value: unsigned } = holder.unsignCookie(value);
    return valid ? (unsigned ?? undefined) : undefined;
  };
}

const PLACES: Readonly<Record<string, InputPlace>> = {
  body: 'body',
  query: 'query',
  path: 'path',
  header: 'header',
  cookie: 'cookie',
};

function placeOf({ source }: ArgumentModel): InputPlace {
  return PLACES[source] ?? 'body';
}

/** Compiles a whole object, or a list of them, through its class. */
function compileDto(
  argument: ArgumentModel,
  { target, isList }: { readonly target: new () => object; readonly isList: boolean },
  take: ReadArgument,
  settings: InputSettings,
  isTyped: boolean,
): ReadArgument {
  const place = placeOf(argument);
  const { groups, name } = argument;
  // Every request has headers and cookies that no class declares.
  const mode = place === 'header' || place === 'cookie' ? 'strip' : (argument.unknown ?? settings.unknown);
  const options = {
    validation: {
      whitelist: mode !== 'keep',
      forbidNonWhitelisted: mode === 'reject',
      ...(groups && { groups: [...groups] }),
    },
    ...(groups && { conversion: { groups: [...groups] } }),
    container: settings.constraints,
    limits: settings.limits,
  };
  const compileFrom = (from: 'json' | StringSource) =>
    isList ? compile([target], { ...options, from }) : compile(target, { ...options, from });
  const base = name === undefined ? [] : [name];
  const refuse = (error: unknown, input: unknown): never => {
    throw invalidInput(error, place, base, input === undefined);
  };
  const json = compileFrom(place === 'body' ? 'json' : isTyped ? 'search' : 'query');
  let form: typeof json | undefined;
  return (request, context) => {
    const input = take(request, context);
    try {
      const dto = place === 'body' && isForm(request) ? (form ??= compileFrom(isTyped ? 'browser' : 'form')) : json;
      const made = dto.parseAsync(input);
      return made instanceof Promise ? made.catch((error: unknown) => refuse(error, input)) : made;
    } catch (error) {
      return refuse(error, input);
    }
  };
}

/** Whether the body came as a form, all of whose values are strings; @fastify/multipart makes bodies of some. */
function isForm({ raw }: FastifyRequest): boolean {
  const type = raw.headers['content-type'];
  // Neither begins as most do: with application/json.
  return (
    type !== undefined &&
    ((type.charCodeAt(12) | 0x20) === 0x78 || (type.charCodeAt(0) | 0x20) === 0x6d) &&
    /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)
  );
}

/** Turns what the DTO compiler says of input into what is told to the client. */
function invalidInput(
  error: unknown,
  place: InputPlace,
  base: readonly (string | number)[],
  isAbsent: boolean,
): unknown {
  if (error instanceof InvalidDtoError) {
    // Texts that could not be converted take the place of what constraints say of them. Of those there are few.
    const hasAll = error.refused.length > 0;
    const told = fieldErrors(error, hasAll ? Infinity : MOST_TOLD);
    return new InvalidInputException(
      told.map(({ path, code, args, message }) => {
        const where = [...base, ...path];
        if (code !== 'unknownValue') return inputError(place, where, CODES[code] ?? code, message, args);
        // The library's own message is about its functions.
        const text = `${nameOf(where, place)} must be an object`;
        return isAbsent
          ? inputError(place, where, 'required', text)
          : inputError(place, where, 'type', text, ['object']);
      }),
      hasAll || told.length < MOST_TOLD ? told.length : countFieldErrors(error),
    );
  }
  const tooMuch = error instanceof DtoError ? TOO_MUCH[error.code] : undefined;
  return tooMuch === undefined ? error : tooMuchInput(tooMuch);
}

const TOO_MUCH: Readonly<Partial<Record<string, TooMuch>>> = {
  TENON_DTO_TOO_DEEP: 'too-deep',
  TENON_DTO_TOO_LONG: 'too-long',
  TENON_DTO_TOO_MANY_KEYS: 'too-many-keys',
};

function nameOf(path: readonly (string | number)[], place: InputPlace): string {
  return path.length === 0 ? `the ${place}` : path.join('.');
}

/** What class-validator calls otherwise than people do. */
const CODES: Readonly<Record<string, string>> = { whitelistValidation: 'unknown' };

/** Compiles one value of a primitive type or an enum, or a list of such values. */
function compileValue(
  argument: ArgumentModel,
  type: Extract<ArgumentModel['type'], { kind: 'primitive' | 'enum' }>,
  take: ReadArgument,
  isTyped: boolean,
): ReadArgument {
  const place = placeOf(argument);
  const { name } = argument;
  const isOptional = argument.isOptional || argument.pipes.some(({ given }) => given instanceof DefaultValuePipe);
  const path = name === undefined ? [] : [name];
  const called = name ?? 'the body';
  const [fromJson, fromText] = [readJson(type), readText(type, place === 'body' ? 'form' : 'query')];
  const isJson = (request: FastifyRequest): boolean => place === 'body' && !isForm(request);
  const refuse = (
    steps: readonly (string | number)[],
    code: string,
    problem: string,
    args?: readonly unknown[],
  ): never => {
    const subject = steps.length > path.length ? `each value in ${called}` : called;
    throw new InvalidInputException([inputError(place, steps, code, `${subject} ${problem}`, args)]);
  };
  const [code, problem, args] = expectation(type);
  const one = (value: unknown, steps: readonly (string | number)[], request: FastifyRequest): unknown => {
    const converted = isJson(request) ? fromJson(value) : fromText(value);
    return converted === undefined ? refuse(steps, code, problem, args) : converted;
  };
  // `/orders/` is answered by `/orders/:id` as well, and an empty id is none. Nor is a field of a search that was left empty, but
  // for a text or a choice that may be empty.
  const isEmptyNone = place === 'path' || (place === 'query' && isTyped && readText(type, 'query')('') === undefined);
  const absent = (): unknown => (isOptional ? undefined : refuse(path, 'required', 'is missing'));
  if (!type.isList) {
    return (request, context) => {
      const value = take(request, context);
      return value === undefined || (value === '' && isEmptyNone) ? absent() : one(value, path, request);
    };
  }
  return (request, context) => {
    const value = take(request, context);
    if (value === undefined) return absent();
    if (isJson(request) && !Array.isArray(value)) return refuse(path, 'isArray', 'must be an array');
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    const items = isEmptyNone ? all.filter((item) => item !== '') : all;
    return items.map((item, index) => one(item, [...path, index], request));
  };
}

type ValueType = Extract<ArgumentModel['type'], { kind: 'primitive' | 'enum' }>;

/** Converts what came as a string; undefined for what is not of its type. */
function readText(type: ValueType, source: 'query' | 'form'): (value: unknown) => unknown {
  if (type.kind === 'enum') {
    const { values } = type;
    return (value) => (typeof value === 'string' ? convertText(value, 'one of', values, source) : undefined);
  }
  const { primitive } = type;
  if (primitive === 'string') return (value) => (typeof value === 'string' ? value : undefined);
  return (value) => (typeof value === 'string' ? convertText(value, primitive, [], source) : undefined);
}

/** Takes what JSON has a type for as it is, and makes the rest of its text; undefined for what is not of its type. */
function readJson(type: ValueType): (value: unknown) => unknown {
  if (type.kind === 'enum') return (value) => (type.values.includes(value) ? value : undefined);
  switch (type.primitive) {
    case 'bigint':
      return (value) =>
        Number.isSafeInteger(value)
          ? BigInt(value as number)
          : typeof value === 'string'
            ? convertText(value, 'bigint')
            : undefined;
    case 'date':
      return (value) => (typeof value === 'string' ? convertText(value, 'date') : undefined);
    case 'string':
    case 'number':
    case 'boolean':
    default:
      return (value) => (typeof value === type.primitive ? value : undefined);
  }
}

const EXPECTED: Readonly<Record<PrimitiveKind, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  bigint: 'an integer',
  date: 'an ISO 8601 date',
};

/** Gives what is told of a value that is not of its type, in the words of DTOs. */
function expectation(type: ValueType): readonly [code: string, problem: string, args: readonly unknown[]] {
  if (type.kind === 'enum')
    return ['isEnum', `must be one of the following values: ${type.values.join(', ')}`, [type.values]];
  return ['type', `must be ${EXPECTED[type.primitive]}`, [type.primitive]];
}

/** Compiles a value through a Standard Schema. */
function compileSchema(
  argument: ArgumentModel,
  { '~standard': standard }: StandardSchema,
  take: ReadArgument,
): ReadArgument {
  const place = placeOf(argument);
  const base = argument.name === undefined ? [] : [argument.name];
  const finish = (result: Awaited<ReturnType<typeof standard.validate>>): unknown => {
    if (result.issues === undefined) return result.value;
    throw new InvalidInputException(result.issues.map((issue) => errorOfIssue(issue, place, base)));
  };
  return (request, context) => {
    const result = standard.validate(take(request, context));
    return result instanceof Promise ? result.then(finish) : finish(result);
  };
}

function errorOfIssue(issue: StandardIssue, place: InputPlace, base: readonly string[]): InputError {
  const steps = (issue.path ?? []).map((step) => {
    const key = typeof step === 'object' ? step.key : step;
    return typeof key === 'symbol' ? String(key) : key;
  });
  const { code } = issue as { readonly code?: unknown };
  return inputError(place, [...base, ...steps], typeof code === 'string' ? code : 'invalid', issue.message);
}
