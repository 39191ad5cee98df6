import { getMetadataStorage } from 'class-validator';
import type { ConstraintRecord, ValidationRecord } from '../ir/check-plan.js';

/** The two tables of class-validator's storage. Its types call them private; they are the storage all the same. */
export interface ValidatorStorage {
  readonly validationMetadatas: Map<Function | string, ValidationRecord[]>;
  readonly constraintMetadatas: Map<Function | undefined, ConstraintRecord[]>;
}

/** Gives class-validator's storage, which is global to the process: all copies of the library share it. */
export function validatorStorage(): ValidatorStorage {
  return getMetadataStorage() as unknown as ValidatorStorage;
}

/** One list of the storage as it was when it was read. */
interface ReadList {
  readonly table: Map<unknown, readonly unknown[]>;
  readonly key: unknown;
  readonly list: readonly unknown[] | undefined;
  readonly length: number;
}

/**
 * Remembers what was read about one class, so that a decorator applied later is noticed.
 *
 * Decorators only append, and a list is replaced only by who edits the storage himself: identity and length tell.
 */
export class StorageStamp {
  readonly #storage = validatorStorage();
  readonly #target: Function;
  readonly #lists: ReadList[] = [];
  /** Grows with every class that gets its first decorator; such a class may be an ancestor. */
  #classes: number;

  constructor(target: Function) {
    this.#target = target;
    this.#classes = this.#storage.validationMetadatas.size;
  }

  /** Gives the records of the class, or of a schema. */
  recordsOf(target: Function | string): readonly ValidationRecord[] {
    return this.#read(this.#storage.validationMetadatas, target);
  }

  /** Gives the decorated classes from which the class inherits, in the order of their first decorators. */
  ancestors(): Function[] {
    const ancestors: Function[] = [];
    for (const key of this.#storage.validationMetadatas.keys()) {
      if (typeof key === 'function' && this.#target.prototype instanceof key) ancestors.push(key);
    }
    return ancestors;
  }

  /** Gives what is registered about a constraint class. */
  constraintsOf(target: Function | undefined): readonly ConstraintRecord[] {
    return this.#read(this.#storage.constraintMetadatas, target);
  }

  /** Tells whether all that was read is still as it was. */
  isCurrent(): boolean {
    for (const { table, key, list, length } of this.#lists) {
      if (table.get(key) !== list || (list !== undefined && list.length !== length)) return false;
    }
    return this.#storage.validationMetadatas.size === this.#classes || this.#hasNoNewAncestor();
  }

  #hasNoNewAncestor(): boolean {
    this.#classes = this.#storage.validationMetadatas.size;
    return this.ancestors().every((ancestor) => this.#lists.some(({ key }) => key === ancestor));
  }

  #read<T>(
    table: Map<Function | string | undefined, T[]> | Map<Function | undefined, T[]>,
    key: Function | string | undefined,
  ): readonly T[] {
    const list = (table as Map<unknown, T[]>).get(key);
    this.#lists.push({ table, key, list, length: list?.length ?? 0 });
    return list ?? [];
  }
}
