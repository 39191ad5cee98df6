/** What a string is to become. `unknown` leaves it alone. */
export type StringKind =
  | 'unknown'
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'date'
  | 'one of'
  | 'object';

/** How the strings of one property become its type. */
export interface StringProperty {
  /** The key in the source: the name of the property, or the one that `@Expose` gave. */
  readonly key: string;
  /** The property's own name. */
  readonly name: string;
  /** Whether it bears `@IsOptional()`. */
  readonly isOptional: boolean;
  readonly kind: StringKind;
  /** Whether the property holds a list; then the kind is that of its items. */
  readonly isList: boolean;
  /** The allowed values, for `one of`. */
  readonly values: readonly unknown[];
  /** The class, for `object`. Asked late, since classes name each other. */
  readonly target: (() => unknown) | undefined;
}

/** How the strings that a query or a form holds become what a class declares. */
export interface StringPlan {
  readonly target: Function;
  readonly properties: ReadonlyMap<string, StringProperty>;
}
