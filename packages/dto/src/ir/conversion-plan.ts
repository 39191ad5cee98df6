import type { TransformFnParams, TypeOptions } from 'class-transformer';
import type { ConversionOptions, Direction } from './conversion-options.js';

/** What a property's `@Type` says. */
export interface TypePlan {
  /** Called at every conversion, since it may answer by the object that it is given. */
  readonly typeOf: ((help: { newObject: unknown; object: unknown; property: string }) => unknown) | undefined;
  /** The property's `design:type` when `@Type` was applied. */
  readonly reflected: unknown;
  readonly discriminator: DiscriminatorPlan | undefined;
  /** class-transformer's own record. It travels in the place of a class where an array has a discriminator. */
  readonly record: { readonly options: TypeOptions };
}

export interface DiscriminatorPlan {
  readonly property: string;
  readonly subTypes: readonly { readonly name: string; readonly value: unknown }[];
  /** Whether the result keeps the property that told the type. */
  readonly isKept: boolean;
}

export type TransformFunction = (params: TransformFnParams) => unknown;

/** How one key of the source is converted. */
export interface PropertyPlan {
  /** The key that is read. */
  readonly key: PropertyKey;
  /** The key that is written. */
  readonly into: PropertyKey;
  /** The property's name in the class, to which the types belong. */
  readonly name: PropertyKey;
  /** Whether `@Exclude`, a version, a group or a prefix keeps the key out. */
  readonly isDropped: boolean;
  readonly type: TypePlan | undefined;
  /** The type by a target map, or by `design:type` when conversion is implicit. Only without `@Type`. */
  readonly otherType: unknown;
  /** In the order of their calls: ancestors' first. */
  readonly transforms: readonly TransformFunction[];
}

/** How objects of one class are converted in one direction under one set of options. Plain data. */
export interface ConversionPlan {
  /** The class, or `undefined` where nothing tells a type. */
  readonly target: Function | undefined;
  readonly direction: Direction;
  readonly options: ConversionOptions;
  /** Whether every own key of the source is converted, or the listed ones alone. */
  readonly takesOwnKeys: boolean;
  /** Keys that are converted even if the source has them not, after its own. */
  readonly listedKeys: readonly PropertyKey[];
  /** What the decorators say, by the source's key. A key that is not in it is converted without any type. */
  readonly properties: ReadonlyMap<unknown, PropertyPlan>;
}
