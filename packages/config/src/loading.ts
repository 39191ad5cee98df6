import type { Diagnostic } from '@tenon/core';
import type { ClassChecks } from './checks.js';
import type { Part, SingleProperty } from './read-part.js';
import type { Variable } from './sources.js';

/** One property of a configuration and where its value came from. */
export interface LoadedProperty {
  /** `['poolSize']`, or `['tls', 'key']` in a group. */
  readonly path: readonly string[];
  readonly variable: string;
  /** The variable as it was found; undefined where the default counts. */
  readonly found: Variable | undefined;
  /** The value as it may be printed. */
  readonly shown: string;
  readonly isSecret: boolean;
}

/** What came of one part. */
export interface Loaded {
  readonly instance: object;
  /** What is wrong with its class, whatever the variables are. */
  readonly declared: Diagnostic[];
  /** What is wrong with its variables. Those that are missing are worded last, when all names are known. */
  readonly faults: { readonly key: string; readonly fault: Diagnostic | (() => Diagnostic) }[];
  readonly properties: LoadedProperty[];
  /** Whether any of its variables is set. */
  isTouched: boolean;
}

/** A property on its way: its variable, and what has become of it. */
export interface Attempt extends SingleProperty {
  readonly found: Variable | undefined;
  state: 'given' | 'default' | 'faulty';
}

/** A part and what its steps need. */
export interface Context {
  readonly part: Part;
  readonly checks: ClassChecks;
  readonly secrets: ReadonlySet<string>;
  readonly values: Record<string, unknown>;
  readonly loaded: Loaded;
  /** Whether all values are there; if not, what throws may do so for want of one. */
  isComplete: boolean;
}

/** Whether nothing has been found wrong so far. */
export function isFaultless({ declared, faults: found }: Loaded): boolean {
  return declared.length + found.length === 0;
}
