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

/**
 * Gives the decorated classes from which a prototype inherits, in the order of their first decorators.
 *
 * The original asks every class of the process whether it is an ancestor, by `instanceof`. A class that is the
 * constructor of its own prototype is found by going up from the child; the others are still asked.
 */
function ancestorsOf({ validationMetadatas: table }: ValidatorStorage, child: unknown): Function[] {
  const found = new Set<Function>();
  for (let each = parentOf(child); each !== null; each = parentOf(each)) {
    const { constructor } = each;
    if (table.has(constructor) && constructor.prototype === each) found.add(constructor);
  }
  for (const each of oddClassesIn(table)) if (child instanceof each) found.add(each);
  if (found.size <= 1) return [...found];
  return [...table.keys()].filter((key): key is Function => found.has(key as Function));
}

function parentOf(prototype: unknown): object | null {
  return typeof prototype === 'object' && prototype !== null
    ? (Object.getPrototypeOf(prototype) as object | null)
    : null;
}

/** The odd ones among the decorated classes, and how many classes were looked at. */
let odd: { readonly table: object; readonly classes: Function[]; seen: number } | undefined;

/** Gives the decorated classes that only `instanceof` can tell. Each class is looked at once. */
function oddClassesIn(table: ValidatorStorage['validationMetadatas']): readonly Function[] {
  if (odd?.table !== table || odd.seen > table.size) odd = { table, classes: [], seen: 0 };
  if (odd.seen === table.size) return odd.classes;
  let index = 0;
  for (const key of table.keys()) {
    index += 1;
    if (index > odd.seen && typeof key === 'function' && isOdd(key)) odd.classes.push(key);
  }
  odd.seen = table.size;
  return odd.classes;
}

function isOdd(target: Function): boolean {
  if ((target.prototype as object | undefined)?.constructor !== target) return true;
  for (let each = target; each !== Function.prototype; each = Object.getPrototypeOf(each) as Function) {
    // Also what inherits from nothing that is known.
    if (each === null || Object.hasOwn(each, Symbol.hasInstance)) return true;
  }
  return false;
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
  /** The class's own list, which is looked at most often, apart from the others. */
  readonly #own: readonly ValidationRecord[] | undefined;
  readonly #ownLength: number;
  /** Lists of ancestors and of constraint classes. Mostly there are none. */
  readonly #others: ReadList[] = [];
  readonly #ancestors: readonly Function[];
  /** Grows with every class that gets its first decorator; such a class may be an ancestor. */
  #classes: number;

  constructor(target: Function) {
    this.#target = target;
    this.#classes = this.#storage.validationMetadatas.size;
    this.#own = this.#storage.validationMetadatas.get(target);
    this.#ownLength = this.#own?.length ?? 0;
    this.#ancestors = this.#findAncestors();
  }

  /** Gives the records of the class. */
  ownRecords(): readonly ValidationRecord[] {
    return this.#own ?? [];
  }

  /** Gives the records of the classes from which it inherits, in the order of their first decorators. */
  inheritedRecords(): readonly ValidationRecord[] {
    return this.#ancestors.flatMap((ancestor) => this.#read(this.#storage.validationMetadatas, ancestor));
  }

  /** Gives what is registered about a constraint class. */
  constraintsOf(target: Function | undefined): readonly ConstraintRecord[] {
    return this.#read(this.#storage.constraintMetadatas, target);
  }

  /** Gives what is registered about a constraint class that cannot be registered again, because nobody has it. */
  constraintsOfMade(target: Function | undefined): readonly ConstraintRecord[] {
    return this.#storage.constraintMetadatas.get(target) ?? [];
  }

  /** Gives all lists that were read. A class that has none is noticed when it gets one. */
  lists(): Pick<ReadList, 'list' | 'length'>[] {
    const own = this.#own === undefined ? [] : [{ list: this.#own, length: this.#ownLength }];
    return [...own, ...this.#others];
  }

  /** Tells whether all that was read is still as it was. */
  isCurrent(): boolean {
    return this.#storage.validationMetadatas.get(this.#target) === this.#own && this.isUntouched();
  }

  /** Tells the same more quickly, unless somebody took the class's own list out and put another one in. */
  isUntouched(): boolean {
    if (this.#own !== undefined && this.#own.length !== this.#ownLength) return false;
    for (const { table, key, list, length } of this.#others) {
      if (table.get(key) !== list || (list !== undefined && list.length !== length)) return false;
    }
    return this.#storage.validationMetadatas.size === this.#classes || this.#hasNoNewAncestor();
  }

  #hasNoNewAncestor(): boolean {
    const { size } = this.#storage.validationMetadatas;
    const ancestors = this.#findAncestors();
    if (
      ancestors.length !== this.#ancestors.length ||
      this.#storage.validationMetadatas.get(this.#target) !== this.#own
    )
      return false;
    this.#classes = size;
    return ancestors.every((ancestor, index) => ancestor === this.#ancestors[index]);
  }

  #findAncestors(): Function[] {
    return ancestorsOf(this.#storage, this.#target.prototype);
  }

  #read<K, T>(table: Map<K, T[]>, key: K): readonly T[] {
    const list = table.get(key);
    this.#others.push({ table, key, list, length: list?.length ?? 0 });
    return list ?? [];
  }
}

/**
 * Watches what was read about several classes at once, at the cost of one comparison for each list.
 *
 * It asks only whether the lists grew, as decorators make them. The rest is asked when any class got its first decorator.
 */
export class StorageWatch {
  readonly #storage = validatorStorage();
  readonly #stamps: readonly StorageStamp[];
  readonly #lists: readonly (readonly unknown[])[];
  readonly #lengths: readonly number[];
  /** Whether a list is awaited that is not there yet. */
  readonly #awaits: boolean;
  #classes = -1;

  constructor(stamps: readonly StorageStamp[]) {
    this.#stamps = stamps;
    const read = stamps.flatMap((stamp) => stamp.lists());
    this.#lists = read.flatMap(({ list }) => (list === undefined ? [] : [list]));
    this.#lengths = read.flatMap(({ list, length }) => (list === undefined ? [] : [length]));
    this.#awaits = this.#lists.length < read.length;
  }

  /** Tells whether all that was read is still as it was. */
  isUntouched(): boolean {
    const lists = this.#lists;
    for (let index = 0; index < lists.length; index += 1) {
      if ((lists[index] as readonly unknown[]).length !== this.#lengths[index]) return false;
    }
    const { size } = this.#storage.validationMetadatas;
    if (size === this.#classes && !this.#awaits) return true;
    this.#classes = size;
    return this.#stamps.every((stamp) => stamp.isUntouched());
  }
}
