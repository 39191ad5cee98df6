/** The order of types and ranges, or the one that adds lengths, patterns and a date. */
export type OrderKind = 'plain' | 'strict';

/** Makes an instance of a plain order, or gives the errors that the library itself gives. */
export interface OrderParser {
  /** Gives the instance of a valid order; for a broken one it throws, or gives nothing. */
  parse(plain: unknown): unknown;
  /** Gives all the errors of a broken order. */
  errors(plain: unknown): unknown;
  /** Reads the paths at fault out of what `errors` gave; not timed. */
  paths(errors: unknown): string[];
}

/** A class of the crowd, and the same in words that schema libraries can be told. */
export interface CrowdMember {
  readonly type: new () => object;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly valid: object;
  readonly broken: object;
}

export type Kind = 'text' | 'count' | 'flag' | 'choice' | 'amount' | 'note' | 'tags' | 'email';

/** Says whether a plain object is a valid one of its class. */
export type Accepts = (plain: object) => boolean;

/** One library under measure. What it cannot do, it leaves out. */
export interface Subject {
  /** Compiles what can be compiled ahead, and gives the functions. */
  createParser?(order: OrderKind): OrderParser;
  /** Writes 100 items; `items` is made by the subject, since some want plain objects. */
  createWriter?(): () => string;
  /** Compiles a class of the crowd. */
  compileMember?(member: CrowdMember): Accepts;
}
