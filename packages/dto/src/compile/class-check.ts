import type { CheckOptions } from '../ir/check-options.js';
import type { CheckPlan, ValidationRecord } from '../ir/check-plan.js';
import { readCheckPlan } from '../read/read-check-plan.js';
import { StorageStamp } from '../read/validator-storage.js';
import { chosenBackEnd, usesBeforeCode } from './code-generation.js';
import { compileCollection, type CollectErrors } from './collect-errors.js';
import type { InstanceOf } from './property-collector.js';
import { compileCheck, compileFaults, type Check } from './compile-check.js';

/**
 * How objects of one class are checked under one set of options.
 *
 * In its first runs a class is checked by calling what was registered for it, as the original does. That needs neither
 * code nor the proof that a validator is a built-in one, which take longer than a few checks.
 */
export class ClassCheck {
  /** Says whether an object is valid. The first runs know nothing, and leave it to the collection. */
  check: Check;
  collect: CollectErrors;
  /** What was read, as it was. */
  readonly stamp: StorageStamp;
  readonly #options: CheckOptions;
  readonly #instanceOf: InstanceOf;
  readonly #target: Function;
  readonly #schemaRecords: readonly ValidationRecord[];
  #plan: CheckPlan | undefined;
  #runs = 0;
  #lastTurn = 0;

  constructor(
    target: Function | undefined,
    options: CheckOptions,
    instanceOf: InstanceOf,
    schemaRecords: readonly ValidationRecord[] = [],
  ) {
    this.#target = target ?? NoClass;
    this.#options = options;
    this.#instanceOf = instanceOf;
    this.#schemaRecords = schemaRecords;
    this.stamp = new StorageStamp(this.#target);
    this.collect = (object, run, into) => {
      this.collect = compileCollection(this.#readPlan(false), instanceOf);
      return this.collect(object, run, into);
    };
    this.check = (object, run) => {
      // Once in a run, however many of its objects are there, and so that all of them are treated alike.
      if (run.turn !== this.#lastTurn) {
        this.#lastTurn = run.turn;
        this.#runs += 1;
        if (this.#runs > usesBeforeCode()) this.#compile();
      }
      return this.#runs > usesBeforeCode() && this.check(object, run);
    };
  }

  /** What is known of the class, with built-ins proven. */
  get plan(): CheckPlan {
    return (this.#plan ??= this.#readPlan(true));
  }

  #readPlan(proves: boolean): CheckPlan {
    return readCheckPlan(this.#target, this.#options, this.stamp, this.#schemaRecords, proves);
  }

  #compile(): void {
    const { plan } = this;
    if (chosenBackEnd() === 'generated') {
      this.check = compileCheck(plan, this.#instanceOf);
      this.collect = compileCollection(plan, this.#instanceOf, () => compileFaults(plan, this.#instanceOf));
    } else {
      // The collection checks as well: it allocates nothing either for what is valid.
      this.check = () => false;
      this.collect = compileCollection(plan, this.#instanceOf);
    }
  }

  /** Tells whether no decorator was applied since. */
  isCurrent(): boolean {
    return this.stamp.isCurrent();
  }

  /** Tells the same more quickly, for classes that are met inside of others. */
  isUntouched(): boolean {
    return this.stamp.isUntouched();
  }
}

/** Stands for what has no class: nothing is decorated on it. */
class NoClass {}

/** All that is compiled under one set of options. */
export class CheckSet {
  readonly options: CheckOptions;
  readonly #instanceOf: InstanceOf;
  /** Weak, since what is not decorated is looked up as well. */
  readonly #checks = new WeakMap<Function, ClassCheck>();
  #ofNothing: ClassCheck | undefined;
  /** What was looked up last: mostly it is asked for again. */
  #lastTarget: Function | undefined;
  #last: ClassCheck | undefined;

  constructor(options: CheckOptions, instanceOf: InstanceOf) {
    this.options = options;
    this.#instanceOf = instanceOf;
  }

  /** Gives the check of a class. It is made at its first use, and again after a decorator was added. */
  of(target: Function | undefined): ClassCheck {
    if (target === undefined) return (this.#ofNothing ??= new ClassCheck(undefined, this.options, this.#instanceOf));
    if (target === this.#lastTarget && this.#last?.isCurrent()) return this.#last;
    let found = this.#checks.get(target);
    if (found === undefined || !found.isCurrent()) {
      found = new ClassCheck(target, this.options, this.#instanceOf);
      this.#checks.set(target, found);
    }
    this.#lastTarget = target;
    this.#last = found;
    return found;
  }

  /** Gives the check of a class together with a schema. Not kept: schemas are for the rare case. */
  withSchema(target: Function | undefined, records: readonly ValidationRecord[]): ClassCheck {
    return new ClassCheck(target, this.options, this.#instanceOf, records);
  }
}
