import { settleCheckOptions } from '../ir/check-options.js';
import { DEFAULT_OPTIONS, DIRECTION, settleOptions } from '../ir/conversion-options.js';
import type { TypePlan } from '../ir/conversion-plan.js';
import { readCheckPlan } from '../read/read-check-plan.js';
import { readConversion } from '../read/read-conversion.js';
import { transformerGeneration } from '../read/transformer-storage.js';
import { StorageStamp } from '../read/validator-storage.js';
import { CodeWriter, type Code } from './code-writer.js';
import { convertValue } from './convert-value.js';
import { isBlind, isUserClass } from './declared-type.js';
import { checkLimits, type InputLimits } from './input-limits.js';
import { startConversion } from './start-conversion.js';

/**
 * Makes an instance of the validated properties of a plain object, or gives `undefined` for input that is not so
 * simple: then the general conversion has to do it, and to find what is wrong.
 */
export type Read = (plain: object, limits: Required<InputLimits>, depth: number) => object | undefined;

/**
 * Reads plain objects into instances in one pass, for classes whose conversion is simple.
 *
 * The general conversion copies every key, and validation with `whitelist` takes the unknown ones away again. This
 * reads the known ones and no others.
 */
export class ClassReader {
  readonly read: Read | undefined;
  readonly #stamps: readonly StorageStamp[];
  readonly #generation = transformerGeneration();

  constructor(target: Function, groups: readonly string[] | undefined) {
    const shapes = new Map<Function, Shape>();
    this.read = readShapes(target, groups, shapes) ? linkReaders(target, shapes) : undefined;
    this.#stamps = [...shapes.values()].map(({ stamp }) => stamp);
  }

  /** Tells whether no decorator was applied since. */
  isCurrent(): boolean {
    if (this.#generation !== transformerGeneration()) return false;
    for (const stamp of this.#stamps) if (!stamp.isUntouched()) return false;
    return true;
  }
}

interface Shape {
  readonly stamp: StorageStamp;
  readonly properties: readonly ShapeProperty[];
}

interface ShapeProperty {
  readonly name: string;
  /** The class of a nested object or of a list's items. */
  readonly nested: Function | undefined;
  /** Whether a list is made for a list. */
  readonly mayBeList: boolean;
}

/** Reads the shape of a class and of all classes in it. Tells whether all are simple. */
function readShapes(target: Function, groups: readonly string[] | undefined, shapes: Map<Function, Shape>): boolean {
  if (shapes.has(target)) return true;
  const stamp = new StorageStamp(target);
  const checks = readCheckPlan(target, settleCheckOptions(groups ? { groups: [...groups] } : undefined), stamp);
  const conversion = readConversion(target, DIRECTION.toInstance, settleOptions(DEFAULT_OPTIONS));
  const properties: ShapeProperty[] = [];
  shapes.set(target, { stamp, properties });
  if (checks.isUnknown || !conversion.takesOwnKeys || conversion.listedKeys.length > 0) return false;
  if (!isMadeOf(target, checks.knownNames)) return false;
  for (const key of conversion.properties.keys()) if (!checks.knownNames.has(key as string)) return false;
  for (const { name } of checks.properties) {
    const property = conversion.properties.get(name);
    if (name in Object.prototype || isAccessor(target, name)) return false;
    if (property === undefined) {
      properties.push({ name, nested: undefined, mayBeList: true });
      continue;
    }
    const { into, isDropped, type, otherType, transforms } = property;
    if (into !== name || isDropped || otherType !== undefined || transforms.length > 0) return false;
    const nested = type && declaredClass(type);
    if (!nested || !readShapes(nested, groups, shapes)) return false;
    properties.push({
      name,
      nested,
      mayBeList: [Array, Object, undefined].includes(type.reflected as ArrayConstructor),
    });
  }
  return true;
}

function declaredClass({ typeOf, discriminator }: TypePlan): Function | undefined {
  if (!typeOf || discriminator || !isBlind(typeOf)) return undefined;
  const declared = (typeOf as () => unknown)();
  return isUserClass(declared) ? declared : undefined;
}

/** Tells whether a new object has no key that whitelisting would take away. */
function isMadeOf(target: Function, names: ReadonlySet<string>): boolean {
  try {
    return Object.keys(Reflect.construct(target, []) as object).every((name) => names.has(name));
  } catch {
    return false;
  }
}

function isAccessor(target: Function, name: string): boolean {
  for (let prototype: unknown = target.prototype; prototype; prototype = Object.getPrototypeOf(prototype)) {
    if (Object.hasOwn(prototype, name)) return true;
  }
  return false;
}

/** What classes that contain each other call: filled before anything is read. */
interface Link {
  read: Read;
}

function linkReaders(target: Function, shapes: ReadonlyMap<Function, Shape>): Read | undefined {
  const links = new Map<Function, Link>();
  for (const each of shapes.keys()) links.set(each, { read: () => undefined });
  for (const [each, { properties }] of shapes) (links.get(each) as Link).read = compileReader(each, properties, links);
  return links.get(target)?.read;
}

/**
 * Compiles the reader of one class. For `class Order { @IsString() id; @Type(() => Line) @ValidateNested() lines }` it
 * amounts to
 *
 * ```js
 * function read(plain1, limits2, depth3) {
 *   if (Object.getPrototypeOf(plain1) !== Object.prototype || depth3 > limits2.depth) return undefined;
 *   let keys4 = 0;
 *   for (const key5 in plain1) if (++keys4 > limits2.keys) return undefined;
 *   const made6 = new Order();
 *   let value7 = plain1["id"];
 *   if (value7 === undefined) { if ("id" in plain1) return undefined; }
 *   else { keys4--; made6["id"] = typeof value7 === "object" || typeof value7 === "function" ? copy(value7, limits2, depth3) : value7; }
 *   let value8 = plain1["lines"];
 *   … a list of what Line's reader reads, or what it reads of one object
 *   if (keys4 > 0) checkUnknown(plain1, names, limits2, depth3);
 *   return made6;
 * }
 * ```
 */
function compileReader(
  target: Function,
  properties: readonly ShapeProperty[],
  links: ReadonlyMap<Function, Link>,
): Read {
  const writer = new CodeWriter();
  const plain = writer.variable('plain');
  const limits = writer.variable('limits');
  const depth = writer.variable('depth');
  const keys = writer.variable('keys');
  const key = writer.variable('key');
  const made = writer.variable('made');
  writer.line`if (Object.getPrototypeOf(${plain}) !== Object.prototype || ${depth} > ${limits}.depth) return void 0;`;
  writer.line`let ${keys} = 0;`;
  writer.line`for (const ${key} in ${plain}) if (++${keys} > ${limits}.keys) return void 0;`;
  writer.line`const ${made} = new ${target}();`;
  for (const { name, nested, mayBeList } of properties) {
    const value = writer.variable('value');
    const into = writer.property(made, name);
    writer.line`const ${value} = ${writer.property(plain, name)};`;
    writer.open`if (${value} === void 0) {`;
    writer.line`if (${name} in ${plain}) return void 0;`;
    const link = nested && links.get(nested);
    if (link) {
      writer.reopen`} else if (${value} === null) {`;
      writer.line`${keys}--;`;
      writer.line`${into} = null;`;
      printNested(writer, { value, into, keys, limits, depth }, link, mayBeList);
    } else {
      writer.reopen`} else {`;
      writer.line`${keys}--;`;
      writer.line`${into} = typeof ${value} === "object" || typeof ${value} === "function" ? ${copy}(${value}, ${limits}, ${depth}) : ${value};`;
    }
    writer.close();
  }
  const names = new Set(properties.map(({ name }) => name));
  writer.line`if (${keys} > 0) ${checkUnknown}(${plain}, ${names}, ${limits}, ${depth});`;
  writer.line`return ${made};`;
  return writer.compile<Read>([plain, limits, depth], 'read');
}

function printNested(
  writer: CodeWriter,
  { value, into, keys, limits, depth }: Readonly<Record<'value' | 'into' | 'keys' | 'limits' | 'depth', Code>>,
  link: Link,
  mayBeList: boolean,
): void {
  writer.reopen`} else if (Array.isArray(${value})) {`;
  if (mayBeList) {
    const list = writer.variable('list');
    const index = writer.variable('index');
    const each = writer.variable('each');
    const read = writer.variable('read');
    writer.line`if (${value}.length > ${limits}.items) return void 0;`;
    writer.line`const ${list} = [];`;
    writer.open`for (let ${index} = 0; ${index} < ${value}.length; ${index}++) {`;
    writer.line`const ${each} = ${value}[${index}];`;
    writer.line`if (typeof ${each} !== "object" || ${each} === null) return void 0;`;
    writer.line`const ${read} = ${link}.read(${each}, ${limits}, ${depth} + 2);`;
    writer.line`if (${read} === void 0) return void 0;`;
    writer.line`${list}.push(${read});`;
    writer.close();
    writer.line`${keys}--;`;
    writer.line`${into} = ${list};`;
  } else {
    writer.line`return void 0;`;
  }
  writer.reopen`} else if (typeof ${value} === "object") {`;
  const read = writer.variable('read');
  writer.line`const ${read} = ${link}.read(${value}, ${limits}, ${depth} + 1);`;
  writer.line`if (${read} === void 0) return void 0;`;
  writer.line`${keys}--;`;
  writer.line`${into} = ${read};`;
  writer.reopen`} else {`;
  writer.line`return void 0;`;
}

/** Sees to it that what nobody asked for, and is left where it is, is not without end either. */
function checkUnknown(plain: object, names: ReadonlySet<string>, limits: Required<InputLimits>, depth: number): void {
  for (const [name, value] of Object.entries(plain)) if (!names.has(name)) checkLimits(value, limits, depth + 1);
}

/** Copies a value of which no class is declared, as the general conversion does. */
function copy(value: unknown, limits: Required<InputLimits>, depth: number): unknown {
  checkLimits(value, limits, depth + 1);
  return convertValue(
    startConversion(DIRECTION.toInstance, undefined),
    value,
    undefined,
    undefined,
    value instanceof Map,
    undefined,
  );
}
