import { validatorStorage } from '../read/validator-storage.js';
import type { ClassCheck } from './class-check.js';

/** Finds how objects of a class are checked, under the options of the run. */
export interface FindsChecks {
  of(target: Function | undefined): ClassCheck;
}

let turns = 0;

/**
 * One call of `validate` or `validateSync`, from the object it was given to the deepest one it met.
 *
 * What is not proven to be without effect (custom validators, conditions) is called once in a run, as the original does.
 * So the check writes down each answer, and when it says no, the collection of errors reads the answers again before it
 * asks on its own: both go the same way, and the check merely stops earlier.
 */
export class CheckRun {
  checks: FindsChecks;
  /** Whether constraints that are declared to be async are left out. */
  isSync: boolean;
  /** Tells this run from every other, for what is looked up once in a run. */
  turn = (turns += 1);
  /** The answers that the check got, in order. Made when there is one. */
  #answers: unknown[] | undefined;
  /** How many answers were read again. */
  #reread = 0;
  #pending: PromiseLike<unknown>[] | undefined;
  #depth = 0;
  /** How many items of lists may be at fault until there is enough. */
  #most = Infinity;
  #faulty = 0;
  /** The class that was met last, which is looked up once: mostly the next object is of the same. */
  #lastTarget: Function | undefined;
  #last: ClassCheck | undefined;

  constructor(checks: FindsChecks, isSync: boolean) {
    this.checks = checks;
    this.isSync = isSync;
  }

  /** Writes an answer down, and gives it back. */
  note<T>(answer: T): T {
    if (this.#answers === undefined) this.#answers = [answer];
    else this.#answers.push(answer);
    return answer;
  }

  /** Tells whether the check got an answer already that is to be taken next. */
  hasAnswer(): boolean {
    return this.#answers !== undefined && this.#reread < this.#answers.length;
  }

  /** Takes the next answer that the check got. */
  takeAnswer(): unknown {
    this.#reread += 1;
    return this.#answers?.[this.#reread - 1];
  }

  /** Adds something that has to be waited for. */
  await(promise: PromiseLike<unknown>): void {
    (this.#pending ??= []).push(promise);
  }

  /** What has to be waited for, or nothing. */
  get pending(): readonly PromiseLike<unknown>[] | undefined {
    return this.#pending;
  }

  /** Lets the run end when so many items of lists are at fault. */
  endAfter(most: number): void {
    this.#most = most;
  }

  /** Notes that an item of a list is at fault. */
  noteFaulty(): void {
    this.#faulty += 1;
  }

  /**
   * Whether nothing more has to be looked at. What is waited for may yet turn out to be no fault: then there is never
   * enough.
   */
  hasEnough(): boolean {
    return this.#faulty >= this.#most && this.#pending === undefined;
  }

  /** Makes the run as new, for the next one: to make one costs as much as to check a small object. */
  restart(checks: FindsChecks, isSync: boolean): this {
    this.checks = checks;
    this.isSync = isSync;
    this.turn = turns += 1;
    this.#answers = undefined;
    this.#reread = 0;
    this.#pending = undefined;
    this.#depth = 0;
    this.#most = Infinity;
    this.#faulty = 0;
    this.#last = undefined;
    return this;
  }

  /**
   * Gives what collects the errors of an object inside of another one, or nothing if it is known to have none.
   *
   * Near the root its check is asked first, which is much quicker where there are none. Farther down that would make
   * the time grow with the square of the depth. `leave` has to follow.
   */
  findFaulty(object: object): ClassCheck | undefined {
    const target = constructorOf(object);
    if (this.#last === undefined || target !== this.#lastTarget) {
      this.#last = this.checks.of(target);
      this.#lastTarget = target;
    }
    const found = this.#last;
    if (this.#depth < CHECKED_DEPTH && !this.hasAnswer() && found.check(object, this)) {
      this.#reread = this.#answers?.length ?? 0;
      return undefined;
    }
    this.#depth += 1;
    return found;
  }

  /** Ends what `findFaulty` began. */
  leave(found: ClassCheck | undefined): void {
    if (found !== undefined) this.#depth -= 1;
  }
}

/** How deep below the root objects are checked before their errors are collected. */
const CHECKED_DEPTH = 4;

/**
 * Gives the class by which an object is checked.
 *
 * Only a function counts: data may have a property called `constructor`, which in the original makes the object one of
 * an unknown class, so that nothing of it is checked. Then the prototype is asked.
 *
 * @throws TypeError as the original, for null, undefined and objects without a prototype
 */
export function constructorOf(object: object): Function | undefined {
  let found: unknown = object.constructor;
  if (typeof found === 'function') return found;
  if (Object.hasOwn(object, 'constructor')) found = (Object.getPrototypeOf(object) as object | null)?.constructor;
  if (typeof found === 'function') return found;
  // Fails in the original's words, which fails only when there is a class to compare with.
  if (validatorStorage().validationMetadatas.size > 0) void (found as { prototype: unknown }).prototype;
  return undefined;
}

/** Tells whether a validator answered with a promise, by the original's rule: functions with a `then` do not count. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function';
}
