import { type Diagnostic, formatDiagnostic, formatPlace, nearestNames, type Place } from '@tenon/core';
import * as faults from './errors.js';
import type { Sources } from './sources.js';

/** What a configuration class reads. */
export interface Claim {
  /** The class's name. */
  readonly owner: string;
  /** What the names of its variables begin with. */
  readonly prefix: string;
  readonly names: ReadonlySet<string>;
  /** Whether all is well with them: what is missing is told with the names that may be meant. */
  readonly isFaultless: boolean;
  readonly place: Place;
}

/** How many letters more or fewer a name may have that is taken for a mistyped one. */
const MOST_LETTERS = 2;

/**
 * Warns of variables of an application that are probably mistyped, in development.
 *
 * What begins with the prefix of a class, is read by no class, and is nearly the name of a variable that is not set. What
 * has no prefix may be meant for any other program. A required variable under a wrong name is a fault anyway; one with a
 * default would be missed without a word.
 */
export class UnreadVariables {
  readonly #sources: Sources;
  readonly #claims: Claim[] = [];
  readonly #told = new Set<string>();
  #isWaiting = false;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Takes what a class reads. It is looked at when all classes of this boot have been: another one may read the rest. */
  add(claim: Claim): void {
    if (!this.#sources.isDevelopment) return;
    this.#claims.push(claim);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    queueMicrotask(() => {
      this.#isWaiting = false;
      for (const fault of this.#find()) process.emitWarning(formatDiagnostic(fault), { type: 'TenonWarning' });
    });
  }

  #find(): Diagnostic[] {
    const claimed = new Set(this.#claims.flatMap(({ names }) => [...names]));
    const unread = [...new Set(this.#sources.names())].filter((name) => !claimed.has(name));
    return this.#claims.flatMap(({ owner, prefix, names, isFaultless, place }) => {
      if (prefix === '' || !isFaultless) return [];
      const unset = [...names].filter((name) => name.startsWith(prefix) && !this.#sources.find(name));
      return unread.flatMap((name) => {
        if (!name.startsWith(prefix) || this.#told.has(name)) return [];
        const near = nearTo(name, unset, prefix);
        const found = this.#sources.find(name);
        if (near.length === 0 || !found) return [];
        this.#told.add(name);
        const where = { signature: owner, place: formatPlace(place) };
        return [faults.unread(where, { found, near, prefix })];
      });
    });
  }
}

/** The prefix, which all have, would make any two names alike. */
function nearTo(name: string, others: readonly string[], prefix: string): string[] {
  const rest = others
    .filter((other) => Math.abs(other.length - name.length) <= MOST_LETTERS)
    .map((other) => other.slice(prefix.length));
  return nearestNames(name.slice(prefix.length), rest).map((near) => prefix + near);
}
