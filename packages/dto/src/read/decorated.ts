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

/** A property with `@ValidateNested` of which no `@Type` says what its objects are. */
export interface UntypedNested {
  readonly owner: Function;
  readonly property: string;
  /** The class that the compiler has emitted, which class-transformer does not look at; nothing for a list. */
  readonly emitted: Function | undefined;
}

/**
 * Gives the properties of a class, and of the classes within it, that are to be validated as objects of a class while
 * nothing says of which. An object that comes in stays a plain one then, and a plain one never passes.
 */
export function untypedNested(target: Function): UntypedNested[] {
  const { validationMetadatas } = validatorStorage();
  const found: UntypedNested[] = [];
  const waiting = new Set([target]);
  for (const owner of waiting) {
    const lineage = [owner, ...ancestorsOf(owner)];
    const rules = lineage.flatMap((each) => validationMetadatas.get(each) ?? []);
    const nested = rules.filter(({ type }) => type === 'nestedValidation').map(({ propertyName }) => propertyName);
    for (const property of new Set(nested)) {
      const typed = lineage.find((each) => tables.types.get(each)?.has(property));
      if (typed !== undefined) {
        const inner = classWithin(typed, property);
        if (inner !== undefined) waiting.add(inner);
      } else if (!lineage.some((each) => tables.transforms.get(each)?.has(property))) {
        found.push({ owner, property, emitted: emittedClass(owner, property) });
      }
    }
  }
  return found;
}

/**
 * Gives the exposed properties of a class, and of the classes within it, whose declared type is a class of the user's
 * that no `@Type` names: such an object would be shown with all that is in it.
 *
 * Of a list nothing is left at run time but that it is one; what is in it cannot be seen here.
 */
export function untypedExposed(target: Function): UntypedNested[] {
  const found: UntypedNested[] = [];
  const waiting = new Set([target]);
  for (const owner of waiting) {
    const lineage = [owner, ...ancestorsOf(owner)];
    const exposed = new Set(lineage.flatMap((each) => [...(tables.exposes.get(each)?.keys() ?? [])]));
    for (const property of exposed) {
      if (property === undefined) continue;
      const typed = lineage.find((each) => tables.types.get(each)?.has(property));
      const inner = typed && classWithin(typed, property);
      if (inner !== undefined) waiting.add(inner);
      if (typed !== undefined || lineage.some((each) => tables.transforms.get(each)?.has(property))) continue;
      const emitted = emittedClass(owner, property);
      if (emitted !== undefined && !isBuiltIn(emitted)) found.push({ owner, property, emitted });
    }
  }
  return found;
}

/** Whether a class is JavaScript's or Node's own, whose objects say themselves how they are written. */
function isBuiltIn(type: Function): boolean {
  return (globalThis as Record<string, unknown>)[type.name] === type;
}

/** Gives what `@Type` says; nothing where it depends on the object, as with a function that fails without one. */
function classWithin(owner: Function, property: string): Function | undefined {
  const said = tables.types.get(owner)?.get(property);
  try {
    const inner: unknown = said?.typeFunction?.() ?? said?.reflectedType;
    return typeof inner === 'function' ? inner : undefined;
  } catch {
    return undefined;
  }
}

function emittedClass(owner: Function, property: string): Function | undefined {
  const { getMetadata } = Reflect as { getMetadata?: (key: string, target: unknown, property: string) => unknown };
  const emitted = getMetadata?.('design:type', owner.prototype, property);
  return typeof emitted === 'function' && emitted !== Array && emitted !== Object ? emitted : undefined;
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
