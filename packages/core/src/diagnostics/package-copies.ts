import { fileURLToPath } from 'node:url';

/** One loaded copy of this package. */
interface PackageCopy {
  readonly location: string;
  /** Whether this copy's decorators or functions made the thing. */
  readonly owns: (thing: object) => boolean;
}

const COPIES = Symbol.for('@tenon/core copies');

/** Shared by all copies in the process: it is how they learn of one another. */
const copies = ((globalThis as { [COPIES]?: PackageCopy[] })[COPIES] ??= []);
let self: PackageCopy | undefined;

/**
 * Makes this copy known to the others.
 *
 * @param owns - whether this copy has a record of a class, or made a token
 */
export function registerCopy(owns: (thing: object) => boolean): void {
  self = { location: fileURLToPath(new URL('../..', import.meta.url)), owns };
  copies.push(self);
}

/** Gives the places of this copy and of another one that made `thing`, if there is such a one. */
export function findOtherCopy(thing: unknown): { readonly here: string; readonly there: string } | undefined {
  if ((typeof thing !== 'object' && typeof thing !== 'function') || thing === null) return undefined;
  const other = copies.find((copy) => copy !== self && copy.owns(thing));
  return other && self && { here: self.location, there: other.location };
}
