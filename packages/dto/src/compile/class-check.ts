import type { CheckOptions } from '../ir/check-options.js';
import type { CheckPlan, ValidationRecord } from '../ir/check-plan.js';
import { readCheckPlan } from '../read/read-check-plan.js';
import { StorageStamp } from '../read/validator-storage.js';
import { chosenBackEnd } from './code-generation.js';
import { compileCollection, type CollectErrors } from './collect-errors.js';
import type { InstanceOf } from './property-collector.js';
import { compileCheck, compileFaults, type Check } from './compile-check.js';

/** How objects of one class are checked under one set of options: the functions, compiled at their first use. */
export class ClassCheck {
  readonly plan: CheckPlan;
  readonly check: Check;
  readonly collect: CollectErrors;
  /** What was read, as it was. */
  readonly stamp: StorageStamp;

  constructor(
    target: Function | undefined,
    options: CheckOptions,
    instanceOf: InstanceOf,
    schemaRecords: readonly ValidationRecord[] = [],
  ) {
    const read = target ?? NoClass;
    this.stamp = new StorageStamp(read);
    this.plan = readCheckPlan(read, options, this.stamp, schemaRecords);
    if (chosenBackEnd() === 'generated') {
      this.check = compileCheck(this.plan, instanceOf);
      this.collect = compileCollection(this.plan, instanceOf, () => compileFaults(this.plan, instanceOf));
    } else {
      // The collection checks as well: it allocates nothing either for what is valid.
      this.check = () => false;
      this.collect = compileCollection(this.plan, instanceOf);
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

  /** Gives the check of a class. It is compiled at its first use, and again after a decorator was added. */
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
