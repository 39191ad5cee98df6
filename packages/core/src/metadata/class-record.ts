import * as faults from '../diagnostics/errors.js';
import { formatPlace, type Place } from '../diagnostics/place.js';
import { TenonError } from '../diagnostics/tenon-error.js';
import type { Dependency } from './dependency.js';
import type { ModuleDefinition } from './module-definition.js';
import { isScope, type Scope } from './provider.js';
import { reflectParameterTypes } from './reflected-types.js';
import type { AbstractClass, Token } from './token.js';

/** What a class decorator said of how instances are made. */
export interface InjectableRecord {
  /** The decorator's name, such as `Injectable` or `Controller`. */
  readonly decorator: string;
  readonly scope: Scope;
  readonly place: Place;
  /** As the compiler emitted them; undefined if it emitted none, or the class has no constructor of its own. */
  readonly parameterTypes: readonly unknown[] | undefined;
  /** Whether the parameters' types are all that there is to know: no decorator on a parameter or property, no parent. */
  readonly isPlain: boolean;
  /** Makes the instance while the graph is checked, instead of the constructor; see `declareInjectable`. */
  readonly prepare: Prepare | undefined;
}

/**
 * Makes a class's only instance while the graph is checked, before any provider is made.
 *
 * @param type - the class, which may inherit its decorator
 * @param application - the same object for all classes of one application, those that are asked for late included
 * @returns the instance
 * @throws TenonError whose faults are reported together with all others; those without a path get the way to the class
 */
export type Prepare = (type: AbstractClass, application: Preparation) => object;

/** What is known of an application before any of its providers is made. */
export interface Preparation {
  /**
   * Gives what an override or a module of the application provides for a token by `useValue`; undefined if none does.
   *
   * @throws TenonError `TENON_CONTAINER_NOT_A_VALUE` if it is provided in another form, which would have to be made first
   */
  valueOf<T>(token: Token<T>): T | undefined;
}

/** A dependency and where its decorator stood. */
export interface DependencyRecord {
  /** `token` is undefined where the decorator left it to the emitted type. */
  readonly dependency: Dependency;
  readonly decorator: string;
  readonly place: Place;
}

/** All that decorators have said of one class. Written by decorators on import, read at boot. */
export interface ClassRecord {
  injectable?: InjectableRecord;
  module?: { readonly definition: ModuleDefinition; readonly place: Place };
  /** By index of the constructor's parameter. */
  parameters?: (DependencyRecord | undefined)[];
  properties?: Map<string | symbol, DependencyRecord>;
  /** By the key that `createMetadata` made. */
  metadata?: Map<object, MetadataEntry[]>;
}

/** One use of a metadata decorator. */
export interface MetadataEntry {
  readonly value: unknown;
  /** The decorated member; undefined for the class itself. */
  readonly member: string | symbol | undefined;
  readonly place: Place;
}

const records = new WeakMap<object, ClassRecord>();

/** Gives the record of a class that decorators have said something of. */
export function findRecord(type: object): ClassRecord | undefined {
  return records.get(type);
}

/** Gives the record of a class, a new one if nothing has been said of it yet. */
export function recordOf(type: object): ClassRecord {
  let record = records.get(type);
  if (!record) records.set(type, (record = {}));
  return record;
}

/**
 * Refuses a decorator that a compiler calls in the standard's way: with a context where the key would be.
 *
 * @throws TenonError `TENON_CONTAINER_NO_METADATA`
 */
export function refuseStandard(decorator: string, key: unknown, place: Place): void {
  if (typeof key !== 'object' || key === null) return;
  const { name } = key as { readonly name?: unknown };
  const where = { signature: `@${decorator} ${String(name)}`, place: formatPlace(place) };
  throw new TenonError([faults.standardDecorator({ where }, { decorator })]);
}

/** What a package's own class decorator may say of the classes that it marks. */
export interface InjectableDeclaration {
  /** The decorator's name, for diagnostics. */
  readonly decorator: string;
  /** Default: `singleton`. */
  readonly scope?: Scope | undefined;
  /** Where the decorator stood: `capturePlace(TheDecorator)`. */
  readonly place: Place;
  readonly prepare?: Prepare;
  /** Whether what another decorator of the class says counts more, such as its scope. Default: false. */
  readonly isFallback?: boolean;
}

/**
 * Marks a class as one that the container can make. For the class decorators of other packages, such as `@Controller`.
 *
 * The emitted parameter types are read here and kept, so that boot never reflects.
 */
export function declareInjectable(type: AbstractClass, declaration: InjectableDeclaration): void {
  const { decorator, scope = 'singleton', place, prepare, isFallback = false } = declaration;
  const record = recordOf(type);
  if (isFallback && record.injectable !== undefined) return;
  const parameterTypes = reflectParameterTypes(type);
  const isPlain =
    record.parameters === undefined &&
    record.properties === undefined &&
    prepare === undefined &&
    isScope(scope) &&
    (parameterTypes === undefined ? 0 : parameterTypes.length) === type.length &&
    Object.getPrototypeOf(type) === Function.prototype;
  record.injectable = { decorator, scope, place, parameterTypes, isPlain, prepare };
}
