import { DIRECTION } from '../ir/conversion-options.js';
import type { PropertyCheck } from '../ir/check-plan.js';
import type { PropertyPlan, TypePlan } from '../ir/conversion-plan.js';
import type { StorageStamp } from '../read/validator-storage.js';
import type { CheckSet } from './class-check.js';
import { isWithoutEffect } from './compile-check.js';
import { isBlind, isUserClass } from './declared-type.js';
import { checkLimits, type InputLimits } from './input-limits.js';
import { startConversion } from './start-conversion.js';

/** A class whose objects can be read in one pass: known properties with known types, and nothing that has to be called. */
export interface Shape {
  readonly target: Function;
  readonly properties: readonly ShapeProperty[];
  readonly names: ReadonlySet<string>;
  /** Whether all checks are built-ins, which may be asked while the object is made. Others want the whole object, and once. */
  readonly isChecked: boolean;
}

export interface ShapeProperty {
  readonly name: string;
  readonly check: PropertyCheck;
  /** The class of a nested object or of a list's items. */
  readonly nested: Function | undefined;
  /** What else `@Type` makes of the value: Date, String, Number or Boolean. */
  readonly type: unknown;
  /** The list class that `design:type` names beside a `@Type`. */
  readonly arrayType: unknown;
  /** Whether a list of nested objects becomes a list. */
  readonly mayBeList: boolean;
}

/** The shape of a class and of all classes in it. */
export interface ShapeTree {
  readonly root: Function;
  readonly shapes: ReadonlyMap<Function, Shape>;
  readonly limits: Required<InputLimits>;
  /** Whether the depth has to be counted: not if no object of these classes can be deeper than it may be. */
  readonly guardsDepth: boolean;
}

/**
 * Reads the shape of a class and of all classes in it.
 *
 * @returns the shapes, unless one is not simple; and the stamps of what was read, so that a later change is noticed
 */
export function readShapes(
  root: Function,
  checks: CheckSet,
  limits: Required<InputLimits>,
): { readonly tree: ShapeTree | undefined; readonly stamps: readonly StorageStamp[] } {
  const reader = new ShapeReader(checks, limits);
  const isSimple = isUserClass(root) && reader.read(root);
  const { shapes, stamps } = reader;
  if (!isSimple) return { tree: undefined, stamps };
  return { tree: { root, shapes, limits, guardsDepth: !(levelsOf(root, shapes) <= limits.depth) }, stamps };
}

class ShapeReader {
  readonly shapes = new Map<Function, Shape>();
  readonly stamps: StorageStamp[] = [];
  readonly #checks: CheckSet;
  readonly #limits: Required<InputLimits>;
  readonly #conversions = startConversion(DIRECTION.toInstance, undefined).set;

  constructor(checks: CheckSet, limits: Required<InputLimits>) {
    this.#checks = checks;
    this.#limits = limits;
  }

  /** Reads a class, and those in it. Says whether all are simple. */
  read(target: Function): boolean {
    if (this.shapes.has(target)) return true;
    const { plan, stamp } = this.#checks.of(target);
    const conversion = this.#conversions.of(target).plan;
    this.stamps.push(stamp);
    const { knownNames: names } = plan;
    if (plan.isUnknown || !conversion.takesOwnKeys || conversion.listedKeys.length > 0) return false;
    if (names.size > this.#limits.keys || !isMadeOf(target, names)) return false;
    for (const key of conversion.properties.keys()) if (!names.has(key as string)) return false;
    const properties: ShapeProperty[] = [];
    const shape = { target, properties, names, isChecked: true };
    this.shapes.set(target, shape);
    for (const check of plan.properties) {
      const property = this.#readProperty(target, check, conversion.properties.get(check.name));
      if (property === undefined) return false;
      properties.push(property);
      shape.isChecked &&= isWithoutEffect({ ...check, nested: [] });
      // Validated by a class that is not the declared one, or twice.
      shape.isChecked &&= check.nested.length === 0 || (check.nested.length === 1 && property.nested !== undefined);
    }
    return true;
  }

  #readProperty(
    target: Function,
    check: PropertyCheck,
    converted: PropertyPlan | undefined,
  ): ShapeProperty | undefined {
    const { name } = check;
    if (name in Object.prototype || isInherited(target, name)) return undefined;
    const untyped = { name, check, nested: undefined, type: undefined, arrayType: undefined, mayBeList: true };
    if (converted === undefined) return untyped;
    const { into, isDropped, otherType, transforms } = converted;
    if (into !== name || isDropped || otherType !== undefined || transforms.length > 0) return undefined;
    const type = converted.type && declaredType(converted.type);
    const arrayType = converted.type?.reflected;
    if (CONVERTED.includes(type)) return { ...untyped, type, arrayType };
    if (!isUserClass(type) || !this.read(type)) return undefined;
    return { ...untyped, nested: type, mayBeList: LISTS.includes(arrayType) };
  }
}

/** What `@Type` may name beside classes: the language's own conversions. */
const CONVERTED: readonly unknown[] = [Date, String, Number, Boolean];
/** The `design:type` of a property whose list becomes a plain list. */
const LISTS: readonly unknown[] = [Array, Object, undefined];

function declaredType({ typeOf, discriminator }: TypePlan): unknown {
  if (!typeOf || discriminator || !isBlind(typeOf)) return undefined;
  try {
    return (typeOf as () => unknown)();
  } catch {
    // The class is not there yet. The general conversion will fail by the same error.
    return undefined;
  }
}

/** Tells whether a new object is of the class, and has no key that whitelisting would take away. */
function isMadeOf(target: Function, names: ReadonlySet<string>): boolean {
  try {
    const made = Reflect.construct(target, []) as object;
    return Object.getPrototypeOf(made) === target.prototype && Object.keys(made).every((name) => names.has(name));
  } catch {
    return false;
  }
}

function isInherited(target: Function, name: string): boolean {
  return name in (target.prototype as object);
}

/** How many levels the objects of a class and the lists in them can have. Without end where a class contains itself. */
function levelsOf(
  target: Function,
  shapes: ReadonlyMap<Function, Shape>,
  known: Map<Function, number> = new Map(),
): number {
  const found = known.get(target);
  if (found !== undefined) return found;
  known.set(target, Infinity);
  let levels = 1;
  for (const { nested, mayBeList } of shapes.get(target)?.properties ?? []) {
    if (nested) levels = Math.max(levels, (mayBeList ? 2 : 1) + levelsOf(nested, shapes, known));
  }
  known.set(target, levels);
  return levels;
}

/**
 * Sees to it that what nobody asked for, and is left where it is, is not without end either.
 *
 * @throws DtoError as the general conversion
 */
export function checkUnknown(plain: object, { names }: Shape, limits: Required<InputLimits>, depth: number): void {
  for (const [key, value] of Object.entries(plain)) if (!names.has(key)) checkLimits(value, limits, depth + 1);
}
