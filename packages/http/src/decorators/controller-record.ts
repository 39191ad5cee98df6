import { createToken, type Place, type Token } from '@tenon/core';
import type { ContextKey } from '../contracts/context.js';
import type { FilterReference, GuardReference, InterceptorReference, PipeReference } from '../contracts/enhancers.js';
import type {
  ArgumentSource,
  HookModel,
  NamedSecurity,
  RouteNotes,
  UnknownProperties,
} from '../contracts/route-model.js';
import type { UploadTarget } from '../contracts/upload.js';

/** What `@Controller` said. */
export interface ControllerDefinition {
  readonly paths: readonly string[];
  readonly versions: readonly VersionName[] | undefined;
  readonly host: string | RegExp | undefined;
  readonly place: Place;
}

/** The version of what answers whatever version is asked for, and without one. */
export const NEUTRAL = Symbol('neutral version');

/** One version, or the neutral one. */
export type VersionName = string | typeof NEUTRAL;

/** What a constructor's parameter is injected as where a decorator of a handler's stands on it. Boot refuses it. */
export const REQUEST_VALUE: Token<never> = createToken<never>('a value of a request');

/** All that decorators have said of one class. Written on import, read at boot. */
export interface ControllerRecord {
  controller?: ControllerDefinition;
  /** What holds for all routes of the class. */
  uses?: Uses;
  members?: Map<string, MemberRecord>;
  /** What was said of static methods, which answer nothing. */
  statics?: Map<string, MemberRecord>;
  /** Decorators of handlers' parameters that stand on the constructor's. */
  misplaced?: { readonly index: number; readonly decorator: string }[];
  /** Of a guard: whether it waits for the body. */
  readsBody?: boolean;
  /** Of a guard or interceptor. */
  provides?: readonly ContextKey<unknown>[];
  /** Of a guard. */
  security?: NamedSecurity;
  /** What is said of all routes of a controller. */
  notes?: RouteNotes;
  /** Of a filter; empty for all errors. */
  catches?: readonly unknown[];
}

/** What a class or a method uses, in the order in which it stands there. */
export interface Uses {
  guards?: readonly GuardReference[];
  withoutGuards?: readonly GuardReference[];
  interceptors?: readonly InterceptorReference[];
  pipes?: readonly PipeReference[];
  filters?: readonly FilterReference[];
  hooks?: readonly HookModel[];
  headers?: readonly (readonly [name: string, value: string])[];
  bodyLimit?: number;
  timeoutMs?: number;
  config?: Readonly<Record<string, unknown>>;
  options?: Readonly<Record<string, unknown>>;
}

/** All that decorators have said of one method. */
export interface MemberRecord {
  routes?: RouteRecord[];
  parameters?: ParameterRecord[];
  uses?: Uses;
  versions?: readonly VersionName[];
  status?: number;
  redirect?: { readonly url: string; readonly status: number };
  returns?: ReturnsRecord;
  /** The view of `@Render`. */
  page?: string;
  notes?: RouteNotes;
}

/** One use of a verb. */
export interface RouteRecord {
  readonly decorator: string;
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  readonly name: string | undefined;
  /** Of `@Sse`. */
  readonly events?: { readonly heartbeatMs: number | undefined };
  readonly place: Place;
  readonly types: readonly unknown[] | undefined;
  /** The type that the method returns, as the compiler emitted it. */
  readonly returned: unknown;
}

export interface ReturnsRecord {
  readonly view: unknown;
  readonly groups: readonly string[] | undefined;
}

/** What a decorator said of one parameter of a method. */
export interface ParameterRecord {
  readonly index: number;
  readonly decorator: string;
  readonly source: ArgumentSource;
  readonly name?: string | undefined;
  /** What was named in place of the emitted type: a class, a list of one, a schema, the values of an enum. */
  readonly target?: unknown;
  readonly options?: ParameterOptions | undefined;
  /** Of a file, or of several. */
  readonly file?: (FilesOptions & { readonly isList: boolean }) | undefined;
  readonly pipes?: readonly PipeReference[];
  readonly key?: ContextKey<unknown>;
  readonly custom?: (data: never, context: never) => unknown;
  readonly data?: unknown;
}

/** What the decorators of parameters take beside a name and a type. */
export interface ParameterOptions {
  /** Whether the value may be absent. Default: false, unless the parameter has a default value. */
  readonly optional?: boolean;
  /** The enum that it must be one of; compilers do not agree on what is left of an enum's type. */
  readonly enum?: object;
  /** Takes it as it is. Default: false. */
  readonly unvalidated?: boolean;
  /** What happens to properties that nobody declared. Default: what `createApp` says, else `strip`. */
  readonly unknown?: UnknownProperties;
  /** The groups of class-validator and class-transformer. Default: none. */
  readonly groups?: readonly string[];
  /** Whether a cookie must bear a valid signature. Default: false. */
  readonly signed?: boolean;
  /** The handler of the same controller that shows a form. */
  readonly shownBy?: string;
}

/** What `@UploadedFile` takes. */
export interface FileOptions {
  /** Whether it may be absent. Default: false, unless the parameter has a default value. */
  readonly optional?: boolean;
  /**
   * The media types that it may be of, such as `image/png` or `image/*`. Its content is looked at, and what the client claims
   * counts for nothing. Default: any.
   */
  readonly types?: readonly string[];
  /** How large it may be, in bytes. Default: `maxFileSize` of the application, 10 MiB. */
  readonly maxSize?: number;
  /**
   * Where its bytes go: to `memory` or `disk` alone, to a sink of your own, or to the `handler`, which then runs while they
   * come. Default: memory up to 64 KiB, and disk for what is larger.
   */
  readonly to?: UploadTarget;
}

/** What `@UploadedFiles` takes. */
export interface FilesOptions extends FileOptions {
  /** How many there may be. Default: `maxFiles` of the application, 20. */
  readonly maxFiles?: number;
}

const records = new WeakMap<object, ControllerRecord>();

/** Gives what decorators have said of a class. */
export function findRecord(type: object): ControllerRecord | undefined {
  return records.get(type);
}

/** Gives the record of a class, a new one if nothing has been said of it yet. */
export function recordOf(type: object): ControllerRecord {
  let record = records.get(type);
  if (!record) records.set(type, (record = {}));
  return record;
}

/** Gives the record of a method, a new one if nothing has been said of it yet. */
export function memberOf(prototype: object, key: string | symbol): MemberRecord {
  const isStatic = typeof prototype === 'function';
  const members = isStatic ? (recordOf(prototype).statics ??= new Map()) : membersOf(prototype.constructor);
  let member = members.get(key as string);
  if (!member) members.set(key as string, (member = {}));
  return member;
}

function membersOf(type: object): Map<string, MemberRecord> {
  return (recordOf(type).members ??= new Map());
}

/** Gives what holds for a class, or for a method of it. */
export function usesOf(target: object, key: string | symbol | undefined): Uses {
  if (key === undefined) return (recordOf(target).uses ??= {});
  return (memberOf(target, key).uses ??= {});
}
