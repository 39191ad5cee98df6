import { ancestorsOf, transformerTables as tables } from './transformer-storage.js';
import { validatorStorage } from './validator-storage.js';

/*
 * What frameworks ask at boot, of every class and without compiling it: whether anything is said of it at all.
 */

/** Tells whether class-validator has any rule for a class, its ancestors' included. */
export function isValidated(target: Function): boolean {
  const { validationMetadatas } = validatorStorage();
  for (
    let at: unknown = target;
    typeof at === 'function' && at !== Function.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    if ((validationMetadatas.get(at)?.length ?? 0) > 0) return true;
  }
  return false;
}

/**
 * Gives the fields of a class that are neither exposed nor excluded, and so would silently be missing where an object
 * is shown as that class.
 *
 * Fields are what a new object has: TypeScript leaves nothing else of a declaration.
 */
export function undecoratedFields(target: new () => object): string[] {
  const lineage = [target, ...ancestorsOf(target)];
  const isSaid = (name: string): boolean =>
    lineage.some((each) => tables.exposes.get(each)?.has(name) || tables.excludes.get(each)?.has(name));
  return Object.keys(new target()).filter((name) => !isSaid(name));
}

/** Tells whether class-transformer has anything to say of what a class shows, its ancestors included. */
export function isExposed(target: Function): boolean {
  return [target, ...ancestorsOf(target)].some((each) => (tables.exposes.get(each)?.size ?? 0) > 0);
}

/**
 * Tells whether class-transformer has anything to say of a class, its ancestors included. Where it has not, a `toJSON` of
 * the class's own is all that there is to go by.
 */
export function isTransformed(target: Function): boolean {
  const { types, transforms, exposes, excludes } = tables;
  return [target, ...ancestorsOf(target)].some((each) =>
    [types, transforms, exposes, excludes].some((table) => (table.get(each)?.size ?? 0) > 0),
  );
}
