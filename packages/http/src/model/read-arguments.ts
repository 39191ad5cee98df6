import { type AbstractClass, type Diagnostic, nearestNames, type Place, type ProviderModel } from '@tenon/core';
import { isValidated, untypedNested } from '@tenon/dto';
import type { ParameterInfo, PipeReference } from '../contracts/enhancers.js';
import type {
  ArgumentModel,
  ArgumentSource,
  ArgumentType,
  EnhancerModel,
  PrimitiveKind,
} from '../contracts/route-model.js';
import { isStandardSchema } from '../contracts/standard-schema.js';
import type { ParameterRecord } from '../decorators/controller-record.js';
import * as faults from '../errors.js';
import { type FileProblem, problemsOfFiles, readFile } from './read-files.js';
import { readPath } from './read-path.js';
import { parameterName, siteOfHandler, thingName, typeName } from './describe.js';

/** What is known of a handler before its parameters are read. */
export interface HandlerReading {
  readonly provider: ProviderModel;
  readonly type: AbstractClass;
  readonly handler: string;
  readonly methods: readonly string[];
  readonly place: Place;
  /** As the compiler emitted them. */
  readonly types: readonly unknown[] | undefined;
  readonly parameters: readonly ParameterRecord[];
  /** How many parameters stand before the first one that has a default value. */
  readonly requiredCount: number;
  /** Reads pipes of a parameter, those of method, controller and application included. */
  readonly readPipes: (own: readonly PipeReference[] | undefined) => readonly EnhancerModel[];
  /** Reads what takes the bytes of files. */
  readonly readSink: (given: unknown) => EnhancerModel | undefined;
  readonly report: (fault: Diagnostic) => void;
}

const NO_PIPES: readonly EnhancerModel[] = Object.freeze([]);
const AS_IT_IS: ArgumentType = Object.freeze({ kind: 'as it is' });

/** Sources whose values come from the client. */
const INPUT: ReadonlySet<ArgumentSource> = new Set([
  'body',
  'form',
  'file',
  'query',
  'path',
  'header',
  'cookie',
  'custom',
]);
/** Sources that are, or that are in, a request's body. */
const IN_BODY: ReadonlySet<ArgumentSource> = new Set(['body', 'raw body', 'form', 'file']);

/** Reads what each parameter of a handler gets. */
export function readArguments(reading: HandlerReading): readonly ArgumentModel[] {
  const { parameters, types, report } = reading;
  let count = Math.max(types?.length ?? 0, reading.requiredCount);
  for (const { index } of parameters) if (index >= count) count = index + 1;
  if (count === 0) return NO_ARGUMENTS;
  const found: ArgumentModel[] = [];
  for (let index = 0; index < count; index++) {
    const first = parameters.find((each) => each.index === index);
    if (first === undefined) report(faults.undecoratedParameter(siteOf(reading, index), names(reading, index)));
    else if (first !== parameters.findLast((each) => each.index === index)) {
      const said = parameters.filter((each) => each.index === index);
      const decorators = said.map(({ decorator }) => decorator).toReversed();
      report(faults.twoDecorators(siteOf(reading, index), { ...names(reading, index), decorators }));
    } else {
      const argument = readArgument(reading, first);
      if (argument) found.push(argument);
    }
  }
  if (parameters.some(({ source }) => IN_BODY.has(source))) checkBody(reading);
  return found;
}

const NO_ARGUMENTS: readonly ArgumentModel[] = Object.freeze([]);

function readArgument(reading: HandlerReading, said: ParameterRecord): ArgumentModel | undefined {
  const { source, name, options, index } = said;
  const isInput = INPUT.has(source);
  const type = isInput && source !== 'custom' ? readType(reading, said) : AS_IT_IS;
  if (type === undefined) return undefined;
  const emitted = reading.types?.[index];
  const info: ParameterInfo = {
    in: IN_BODY.has(source) ? 'body' : isInput ? (source as ParameterInfo['in']) : 'custom',
    name,
    type: emitted,
    data: said.data,
  };
  return {
    source,
    name,
    type,
    isOptional: options?.optional === true || index >= reading.requiredCount,
    unknown: options?.unknown,
    groups: options?.groups,
    pipes: isInput ? reading.readPipes(said.pipes) : NO_PIPES,
    info,
    key: said.key,
    custom: said.custom,
    isSigned: options?.signed === true,
  };
}

const PRIMITIVES: ReadonlyMap<unknown, PrimitiveKind> = new Map<unknown, PrimitiveKind>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [BigInt, 'bigint'],
  [Date, 'date'],
]);

/** Classes that are left of a type, and say nothing of what stands in it. */
const ERASED: ReadonlySet<unknown> = new Set([undefined, Object, Function, Array, Map, Set, Promise]);

/** Finds out what a value is converted and validated as; nothing after a fault was reported. */
function readType(reading: HandlerReading, said: ParameterRecord): ArgumentType | undefined {
  const { target, options, index, decorator, name } = said;
  if (said.source === 'file') {
    const invalid = (problem: FileProblem): void =>
      reading.report(faults.invalidUpload(siteOf(reading, index), { ...names(reading, index), ...problem }));
    return readFile(said, reading.readSink, invalid);
  }
  if (options?.unvalidated === true) return AS_IT_IS;
  if (isStandardSchema(target)) return { kind: 'schema', schema: target };
  if (options?.enum !== undefined) return { kind: 'enum', values: enumValues(options.enum), isList: false };
  const isList = Array.isArray(target);
  if (target === undefined && reading.types === undefined) {
    reading.report(faults.noMetadata(siteOf(reading, index), { handler: handlerName(reading) }));
    return undefined;
  }
  const emitted = isList ? (target as readonly unknown[])[0] : (target ?? reading.types?.[index]);
  const primitive = PRIMITIVES.get(emitted);
  if (primitive !== undefined) {
    if (name !== undefined || isList) return { kind: 'primitive', primitive, isList };
    if (said.source === 'body') return { kind: 'primitive', primitive, isList: false };
  }
  const facts = () => ({ ...names(reading, index), decorator });
  if (typeof emitted === 'object' && emitted !== null) {
    if (isList) return { kind: 'enum', values: enumValues(emitted), isList };
    // oxc and swc leave the enum, tsc leaves String or Number: what tests refuse would come in where tsc has compiled it.
    reading.report(faults.unnamedEnum(siteOf(reading, index), { ...facts(), name }));
    return undefined;
  }
  if (ERASED.has(emitted)) {
    const hasDefault = index >= reading.requiredCount && target === undefined;
    reading.report(
      faults.erasedType(siteOf(reading, index), { ...facts(), name, isList: emitted === Array, hasDefault }),
    );
    return undefined;
  }
  if (primitive !== undefined || typeof emitted !== 'function') {
    // A whole query, or all headers, as a string.
    reading.report(faults.erasedType(siteOf(reading, index), { ...facts(), name, isList: false, hasDefault: false }));
    return undefined;
  }
  const hasPipe = (said.pipes?.length ?? 0) > 0;
  if (name !== undefined && !IN_BODY.has(said.source)) {
    // A pipe makes of the string what the class is, such as a record by its id.
    if (hasPipe) return AS_IT_IS;
    reading.report(faults.notConvertible(siteOf(reading, index), { ...facts(), type: typeName(emitted) }));
    return undefined;
  }
  if (!isValidated(emitted)) {
    reading.report(faults.notValidated(siteOf(reading, index), { ...facts(), type: thingName(emitted) }));
    return undefined;
  }
  const untyped = untypedNested(emitted);
  for (const { owner, property, emitted: inner } of untyped) {
    const nested = { property: `${thingName(owner)}.${property}`, type: inner && thingName(inner) };
    reading.report(faults.untypedProperty(siteOf(reading, index), { ...facts(), ...nested }));
  }
  if (untyped.length > 0) return undefined;
  return { kind: 'dto', target: emitted as new () => object, isList };
}

/** Gives the values of an enum, whose numbers lead back to their names in its object. */
function enumValues(of: object): readonly unknown[] {
  if (Array.isArray(of)) return of;
  return Object.entries(of).flatMap(([key, value]) => (/^-?\d/.test(key) && typeof value === 'string' ? [] : [value]));
}

/** Refuses the body of a method that has none, and two parameters that are all of it. */
function checkBody(reading: HandlerReading): void {
  const { parameters, methods, report } = reading;
  const bodies = parameters.filter(({ source }) => IN_BODY.has(source));
  const [first] = bodies;
  if (first === undefined) return;
  const handler = handlerName(reading);
  const bodiless = methods.length === 1 && (methods[0] === 'GET' || methods[0] === 'HEAD') ? methods[0] : undefined;
  if (bodiless !== undefined) {
    const { index, source } = first;
    report(
      faults.noBody(siteOf(reading, index), { ...names(reading, index), method: bodiless, isFile: source === 'file' }),
    );
  }
  const namesOf = (list: readonly ParameterRecord[]): string[] =>
    list.map(({ index }) => parameterName(reading.type, reading.handler, index)).toReversed();
  const whole = bodies.filter(({ source, name }) => (source === 'body' || source === 'form') && name === undefined);
  const inForm = bodies.filter(({ source }) => source === 'form' || source === 'file');
  const other = bodies.filter((each) => !inForm.includes(each));
  if (inForm.length > 0 && other.length > 0) {
    report(
      faults.formAndBody(siteOf(reading, other[0]?.index), { handler, form: namesOf(inForm), body: namesOf(other) }),
    );
  } else if (whole.length > 1) {
    report(faults.twoBodies(siteOf(reading, whole[0]?.index), { handler, parameters: namesOf(whole) }));
  }
  for (const { index, ...problem } of problemsOfFiles(parameters)) {
    report(faults.invalidUpload(siteOf(reading, index), { ...names(reading, index), ...problem }));
  }
}

/**
 * Refuses what asks for a parameter that the path does not have.
 *
 * @param plain - the path without the version, which is no place for parameters
 */
export function checkPathParameters(reading: HandlerReading, path: string, plain: string): void {
  for (const { source, name, index } of reading.parameters) {
    if (source !== 'path' || name === undefined) continue;
    const known = readPath(plain).names;
    if (known.includes(name)) continue;
    const [near] = nearestNames(name, known);
    const facts = { handler: handlerName(reading), name, path, known, near };
    reading.report(faults.unknownParameter(siteOf(reading, index), facts));
  }
}

function handlerName({ type, handler }: HandlerReading): string {
  return `${type.name}.${handler}`;
}

function names(reading: HandlerReading, index: number): { handler: string; parameter: string } {
  return { handler: handlerName(reading), parameter: parameterName(reading.type, reading.handler, index) };
}

function siteOf({ provider, type, handler, place, types }: HandlerReading, index?: number): faults.Site {
  return siteOfHandler(provider, type, handler, place, types, index);
}
