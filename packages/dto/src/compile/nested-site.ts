import type { ClassCheck } from './class-check.js';
import { constructorOf, type CheckRun } from './check-run.js';

/**
 * One place where a class validates what it contains, by the class that the value has at run time.
 *
 * The class that was met last is kept, so that a list of equal items looks its class up once in a run.
 */
export class NestedSite {
  /** The class that `check` belongs to. Never one that has a shape of its own here: Array, Set, Map and their heirs. */
  target: Function | undefined = undefined;
  /** The run in which `check` was looked up. In the next one the class may have more decorators. */
  turn = 0;
  check: (object: object, run: CheckRun) => boolean = () => false;
  #found: ClassCheck | undefined;
  /** Whether null among the items is left out, by an option. */
  readonly #skipsNull: boolean;

  constructor(skipsNull: boolean) {
    this.#skipsNull = skipsNull;
  }

  /** Tells, once in a run, whether `check` is still what the class's decorators say. */
  isStillCurrent(run: CheckRun): boolean {
    if (this.#found === undefined || !this.#found.isUntouched()) return false;
    this.turn = run.turn;
    // It may have been compiled meanwhile.
    this.check = this.#found.check;
    return true;
  }

  /** Checks whatever stands there. */
  checkAny(value: unknown, run: CheckRun): boolean {
    if (value === undefined) return true;
    if (value === null) return this.#skipsNull;
    if (Array.isArray(value) || value instanceof Set) {
      for (const each of value) if (!this.checkAny(each, run)) return false;
      return true;
    }
    if (value instanceof Map) {
      for (const [key, each] of value) {
        // The errors are named by `key.toString()`, which may throw; then the collection of errors shall throw it.
        if (typeof key !== 'string' && typeof key !== 'number') return false;
        if (!this.checkAny(each, run)) return false;
      }
      return true;
    }
    if (!(value instanceof Object)) return false;
    const target = constructorOf(value);
    const found = run.checks.of(target);
    if (target !== undefined && !isCollection(target)) {
      this.target = target;
      this.turn = run.turn;
      this.check = found.check;
      this.#found = found;
    }
    return found.check(value, run);
  }
}

function isCollection(target: Function): boolean {
  const prototype: unknown = target.prototype;
  return (
    target === Array ||
    target === Set ||
    target === Map ||
    // oxlint-disable-next-line unicorn/no-instanceof-builtins -- the heirs' prototypes are no arrays
    prototype instanceof Array ||
    prototype instanceof Set ||
    prototype instanceof Map
  );
}
