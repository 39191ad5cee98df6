import type { ValidationError } from 'class-validator';
import type { RefusedString } from '../errors.js';
import type { JsonSchema } from '../ir/json-schema.js';
import type { CheckSet } from './class-check.js';
import { notSerialisable, type CompiledDto, type Dto, type Faults } from './compile-dto.js';
import type { Explanation } from './explain.js';
import { checkLength, MOST_FAULTY } from './input-limits.js';
import { MadeInput } from './made-input.js';
import { makeError } from './validation-error.js';

/** What is wrong with one item: its errors, maybe later, or that it is no object at all. */
interface ItemFaults {
  readonly index: number;
  readonly faults: Faults | typeof NO_OBJECT;
}

const NO_OBJECT = 'no object';

/** A list that was made of input. What could not be made is in it as it came, so that indexes stay what they are. */
interface MadeList {
  readonly made: unknown[];
  readonly refused: RefusedString[];
  readonly found: ItemFaults[];
  /** How many items are at fault for sure. */
  faulty: number;
  /** Those by which the first item at fault was checked. */
  checks: CheckSet | undefined;
}

/** What to do about an item's errors that may come later. */
type Settle = (faults: Faults) => Faults;

/**
 * The functions of a list of a class's objects. For `compile([Line])` it amounts to
 *
 * ```ts
 * {
 *   parse: (plain) => plain.map((item) => line.parse(item)), // but with the errors of all items in one
 *   check: (lines) => lines.flatMap((each, index) => { const errors = line.check(each); return errors ? [nodeOf(index, errors)] : []; }),
 *   serialise: (lines) => `[${lines.map((each) => line.serialise(each)).join()}]`,
 *   …
 * }
 * ```
 *
 * The errors are those of a property with `@ValidateNested({ each: true })`: one for each item at fault, whose
 * `property` is the index and whose `children` are the item's own errors.
 */
export class DtoList<T extends object> implements CompiledDto<T[]> {
  readonly #item: Dto<T>;
  readonly #what: string;

  constructor(item: Dto<T>) {
    this.#item = item;
    this.#what = `list of ${item.target.name}`;
  }

  parse(plain: unknown): T[] {
    const list = this.#make(plain, (faults) => this.#item.atOnce(faults));
    return this.#finish(list, list.found);
  }

  parseAsync(plain: unknown): T[] | Promise<T[]> {
    const list = this.#make(plain, (faults) => faults);
    const found = whenFound(list.found);
    return found instanceof Promise ? found.then((all) => this.#finish(list, all)) : this.#finish(list, found);
  }

  check(value: T[]): ValidationError[] | null {
    if (!Array.isArray(value)) return [this.#noList(value)];
    const found = this.#check(value, (faults) => this.#item.atOnce(faults));
    return orNull(this.#errorsOf(value, found));
  }

  checkAsync(value: T[]): ValidationError[] | null | Promise<ValidationError[] | null> {
    if (!Array.isArray(value)) return [this.#noList(value)];
    const found = whenFound(this.#check(value, (faults) => faults));
    return found instanceof Promise
      ? found.then((all) => orNull(this.#errorsOf(value, all)))
      : orNull(this.#errorsOf(value, found));
  }

  serialise(value: object): string {
    if (!Array.isArray(value)) throw notSerialisable(this.#what, 'an array', value);
    return this.#item.serialise(value);
  }

  jsonSchema(): JsonSchema {
    const { $ref, ...schema } = this.#item.jsonSchema();
    return { ...schema, type: 'array', items: { $ref: $ref as string } };
  }

  explain(): Explanation {
    return this.#item.explain();
  }

  #make(plain: unknown, settle: Settle): MadeList {
    if (!Array.isArray(plain)) throw this.#item.invalid(this.#what, [this.#noList(plain)], []);
    checkLength(plain, this.#item.limits);
    const list: MadeList = { made: [], refused: [], found: [], faulty: 0, checks: undefined };
    for (let index = 0; index < plain.length && list.faulty < MOST_FAULTY; index += 1)
      this.#makeItem(plain[index], index, list, settle);
    return list;
  }

  #makeItem(plain: unknown, index: number, list: MadeList, settle: Settle): void {
    if (!isObject(plain)) {
      list.made.push(plain);
      list.found.push({ index, faults: NO_OBJECT });
      list.faulty += 1;
      return;
    }
    const refused: RefusedString[] = [];
    // The list is the first level of depth.
    const { made, checks, faults } = this.#item.attempt(plain, 2, refused);
    list.made.push(made);
    for (const each of refused) list.refused.push({ ...each, path: [index, ...each.path] });
    const settled = settle(faults);
    if (settled === undefined) return;
    list.found.push({ index, faults: settled });
    if (!(settled instanceof Promise)) list.faulty += 1;
    list.checks ??= checks;
  }

  /** Gives the list, or throws what is wrong with it. */
  #finish({ made, refused, checks }: MadeList, found: readonly ItemFaults[]): T[] {
    const errors = this.#errorsOf(made, found);
    if (errors.length === 0 && refused.length === 0) return made as T[];
    throw this.#item.invalid(
      this.#what,
      errors,
      refused,
      new MadeInput(made, checks ?? this.#item.checks, this.#item.conversion),
    );
  }

  #check(items: readonly unknown[], settle: Settle): ItemFaults[] {
    const found: ItemFaults[] = [];
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      const faults = isObject(item) ? settle(this.#item.begin(item as T)) : NO_OBJECT;
      if (faults !== undefined) found.push({ index, faults });
    }
    return found;
  }

  /** Makes the tree of what was found, when nothing of it is to come any more. */
  #errorsOf(list: unknown[], found: readonly ItemFaults[]): ValidationError[] {
    const { options } = this.#item.checks;
    const errors: ValidationError[] = [];
    for (const { index, faults } of found) {
      const error = makeError(list, list[index], String(index), options);
      if (faults === NO_OBJECT) error.constraints = { nestedValidation: 'each item must be an object' };
      else error.children = faults as ValidationError[];
      if (error.constraints !== undefined || (error.children as ValidationError[]).length > 0) errors.push(error);
    }
    return errors;
  }

  #noList(value: unknown): ValidationError {
    return this.#item.noObject(value, { isArray: 'the value must be an array' });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function orNull(errors: ValidationError[]): ValidationError[] | null {
  return errors.length > 0 ? errors : null;
}

/** Waits for what is to come, if anything is. */
function whenFound(found: readonly ItemFaults[]): readonly ItemFaults[] | Promise<readonly ItemFaults[]> {
  if (!found.some(({ faults }) => faults instanceof Promise)) return found;
  return Promise.all(found.map(async ({ index, faults }) => ({ index, faults: await faults })));
}
