import { DIRECTION } from '../ir/conversion-options.js';
import type { ConversionPlan, PropertyPlan } from '../ir/conversion-plan.js';
import { validatorStorage } from '../read/validator-storage.js';
import { hasPrefix, readDesignType } from '../read/read-conversion.js';
import { CodeWriter, type Code } from './code-writer.js';
import { parseDate } from './json-text.js';
import { isUserClass, printDeclaredType, type DeclaredType } from './declared-type.js';
import type { CompiledConversion, ConversionSet, ObjectConverter, ValueConverter } from './conversion-set.js';
import { convertProperty, convertUnknown, convertValue, fillByPlan, isForbiddenKey } from './convert-value.js';

/** Says whether a function is worth generating: for a user's class, unless circles are checked at every step. */
export function mayGenerate({ target, options }: ConversionPlan): boolean {
  return target !== undefined && !options.checksCircles && isUserClass(target);
}

/**
 * Generates the functions of one class, and puts them in the place of those that walk its plan.
 *
 * ```ts
 * class Order {
 *   @Expose() id: number;
 *   @Type(() => Line) lines: Line[];
 *   @Transform(trim) note: string;
 * }
 *
 * function convertObject(run, value) {                       // to an instance, without options
 *   const result = new Order();
 *   if (result.constructor !== Order) return fillByPlan(run, plan, value, result, false);
 *   const keys = Object.keys(value);
 *   if (!hasOwnProperty.call(value, 'id')) keys.push('id');
 *   for (let index = 0; index < keys.length; index++) {
 *     const key = keys[index];
 *     switch (key) {
 *       case 'id': {
 *         const part = value['id'];
 *         if (typeof result['id'] !== 'function') {
 *           let final = typeof part === 'object' && part !== null ? convertValue(run, part, undefined, …) : part;
 *           result['id'] = final;
 *         }
 *         break;
 *       }
 *       case 'lines': {
 *         const part = value['lines'];
 *         const type = typeOfLines();
 *         if (typeof result['lines'] !== 'function') {
 *           let final = type === Line ? line.convertValue(run, part) : convertValue(run, part, type, …);
 *           result['lines'] = final;
 *         }
 *         break;
 *       }
 *       …                                                    // 'note' as 'id', then
 *                                                            // final = trim({ value: final, key: 'note', obj: value, … })
 *       default:
 *         convertUnknown(run, plan, key, value, result);
 *     }
 *   }
 *   return result;
 * }
 *
 * function convertValue(run, value) {
 *   if (typeof value !== 'object' || value === null) return value;
 *   if (getPrototypeOf(value) === Object.prototype && …) return convertExpected(run, value);
 *   if (isArray(value)) { … }                                // each item as a value
 *   return convertAnyValue(run, value, Order, undefined, value instanceof Map);
 * }
 *
 * function convertExpected(run, value) {                     // made for the order of the first object's keys
 *   let count = 0;
 *   for (const key in value) {
 *     if (key !== order[count]) return convertObject(run, value);
 *     count++;
 *   }
 *   if (count !== 3) return convertObject(run, value);
 *   const result = new Order();
 *   …                                                        // the blocks of the cases above, one after the other
 *   return result;
 * }
 * ```
 *
 * Objects of one class nearly always come with their keys in one order. So there is a second function, which is tried
 * first: it compares the keys with that order, and if they are the same, goes through the properties without a loop.
 * Only names that decorators or the class itself gave enter its text: an object with other keys teaches no order.
 *
 * @param sample - a fresh result: its keys are those that the class declares without decorators
 */
export function generateConversion(compiled: CompiledConversion, set: ConversionSet, sample: object): void {
  const { plan } = compiled;
  const declared = declaredKeys(plan, sample);
  let byKey: ObjectConverter = (run, value) => {
    byKey = new ObjectPrinter(plan, set, declared).printByKey();
    return byKey(run, value);
  };
  compiled.convertValue = printValueConverter(plan, compiled);
  if (!plan.takesOwnKeys) {
    compiled.convertObject = new ObjectPrinter(plan, set, declared).printListed();
    compiled.convertExpected = compiled.convertObject;
    return;
  }
  compiled.convertObject = (run, value) => byKey(run, value);
  let attempts = hasEnumerableKeys(plan.target as Function) ? 1 : MAX_ATTEMPTS;
  compiled.convertExpected = (run, value) => {
    attempts -= 1;
    const order = Object.keys(value);
    const isKnown = order.every((key) => plan.properties.has(key) || declared.has(key));
    if (attempts > 0 && isKnown) {
      const printer = new ObjectPrinter(plan, set, declared);
      compiled.convertExpected = printer.printOrdered(order, (...given) => byKey(...given));
      return compiled.convertExpected(run, value);
    }
    if (attempts <= 0) compiled.convertExpected = compiled.convertObject;
    return byKey(run, value);
  };
}

/** How many objects with unknown keys may come first, before no order is expected any more. */
const MAX_ATTEMPTS = 8;

/** Says whether a class or an ancestor may have a constructor, as far as its text tells. Others make what they are. */
export function hasConstructor(target: Function): boolean {
  for (let each = target; each !== Function.prototype; each = Object.getPrototypeOf(each) as Function) {
    const text = Function.prototype.toString.call(each);
    if (!text.startsWith('class') || text.includes('constructor') || text.includes('\\u')) return true;
  }
  return false;
}

/** Says whether objects of a class inherit keys that `for … in` shows. */
export function hasEnumerableKeys(target: Function): boolean {
  for (const _ in target.prototype) return true;
  return false;
}

/** The names that the class itself, or class-validator's decorators, give to properties. */
function declaredKeys(plan: ConversionPlan, sample: object): ReadonlySet<string> {
  const keys = new Set(plan.direction === DIRECTION.toPlain ? [] : Object.keys(sample));
  const { validationMetadatas } = validatorStorage();
  for (let each = plan.target; typeof each === 'function'; each = Object.getPrototypeOf(each) as Function | undefined) {
    for (const { propertyName } of validationMetadatas.get(each) ?? []) keys.add(propertyName);
  }
  for (const key of keys) if (plan.properties.has(key) || isForbiddenKey(key, plan)) keys.delete(key);
  return keys;
}

class ObjectPrinter {
  readonly #plan: ConversionPlan;
  readonly #target: Function;
  readonly #declared: ReadonlySet<string>;
  readonly #set: ConversionSet;
  readonly #writer = new CodeWriter();
  readonly #run = this.#writer.variable('run');
  readonly #value = this.#writer.variable('value');
  readonly #result = this.#writer.variable('result');

  constructor(plan: ConversionPlan, set: ConversionSet, declared: ReadonlySet<string>) {
    this.#plan = plan;
    this.#declared = declared;
    this.#target = plan.target as Function;
    this.#set = set;
  }

  /** For a class that shows listed keys alone. */
  printListed(): ObjectConverter {
    this.#printResult();
    return this.#finish(this.#plan.listedKeys);
  }

  /** For any keys in any order. */
  printByKey(): ObjectConverter {
    this.#printResult();
    this.#printOwnKeys();
    return this.#finish([]);
  }

  /** For certain keys in a certain order. */
  printOrdered(order: readonly string[], otherwise: ObjectConverter): ObjectConverter {
    const writer = this.#writer;
    const value = this.#value;
    const count = writer.variable('count');
    const key = writer.variable('key');
    const leave = writer.code`return ${otherwise}(${this.#run}, ${value});`;
    writer.line`let ${count} = 0;`;
    writer.open`for (const ${key} in ${value}) {`;
    writer.line`if (${key} !== ${order}[${count}]) ${leave}`;
    writer.line`${count}++;`;
    writer.close();
    writer.line`if (${count} !== ${order.length}) ${leave}`;
    this.#printResult();
    return this.#finish(new Set([...order, ...this.#plan.listedKeys]));
  }

  #finish(keys: Iterable<PropertyKey>): ObjectConverter {
    for (const key of keys) {
      const property = this.#plan.properties.get(key) ?? this.#planDeclared(key as string);
      if (!property.isDropped) this.#printProperty(property);
    }
    this.#writer.line`return ${this.#result};`;
    return this.#writer.compile<ObjectConverter>([this.#run, this.#value], 'convertObject');
  }

  #printResult(): void {
    const writer = this.#writer;
    const { direction } = this.#plan;
    if (direction === DIRECTION.toPlain) {
      writer.line`const ${this.#result} = {};`;
      return;
    }
    writer.line`const ${this.#result} = new ${this.#target}();`;
    if (!hasConstructor(this.#target)) return;
    // A constructor may answer another object, whose class has other methods.
    writer.open`if (${this.#result}.constructor !== ${this.#target}) {`;
    writer.line`return ${fillByPlan}(${this.#run}, ${this.#plan}, ${this.#value}, ${this.#result}, false, undefined);`;
    writer.close();
  }

  #printOwnKeys(): void {
    const writer = this.#writer;
    const plan = this.#plan;
    const keys = writer.variable('keys');
    const index = writer.variable('index');
    const key = writer.variable('key');
    writer.line`const ${keys} = ${Object.keys}(${this.#value});`;
    for (const listed of plan.listedKeys) {
      // oxlint-disable-next-line typescript/unbound-method -- it is called on the value
      writer.line`if (!${Object.prototype.hasOwnProperty}.call(${this.#value}, ${listed})) ${keys}.push(${listed});`;
    }
    writer.open`for (let ${index} = 0; ${index} < ${keys}.length; ${index}++) {`;
    writer.line`const ${key} = ${keys}[${index}];`;
    writer.open`switch (${key}) {`;
    const declared = [...this.#declared].map((each) => this.#planDeclared(each));
    for (const property of [...plan.properties.values(), ...declared]) {
      writer.open`case ${property.key}: {`;
      if (!property.isDropped) this.#printProperty(property);
      writer.line`break;`;
      writer.close();
    }
    writer.line`default: ${convertUnknown}(${this.#run}, ${plan}, ${key}, ${this.#value}, ${this.#result});`;
    writer.close();
    writer.close();
  }

  /** A property that the class declares without any decorator of class-transformer's. */
  #planDeclared(key: string): PropertyPlan {
    const { direction, options } = this.#plan;
    const isImplicit =
      direction === DIRECTION.toInstance && options.convertsImplicitly && options.targetMaps === undefined;
    return {
      key,
      into: key,
      name: key,
      isDropped: options.excludedPrefixes !== undefined && hasPrefix(key, options.excludedPrefixes),
      type: undefined,
      otherType: isImplicit ? readDesignType(this.#target, key) || undefined : undefined,
      transforms: [],
    };
  }

  #printProperty(property: PropertyPlan): void {
    const writer = this.#writer;
    const { direction, options } = this.#plan;
    const run = this.#run;
    const value = this.#value;
    const result = this.#result;
    const { key, into, transforms } = property;
    if (isForbiddenKey(key, this.#plan)) return;
    if (this.#isRare(property)) {
      writer.line`${convertProperty}(${run}, ${this.#plan}, ${key}, ${value}, ${result}, false, undefined, undefined);`;
      return;
    }
    const raw = writer.variable('raw');
    const final = writer.variable('final');
    let part = raw;
    writer.open`{`;
    writer.line`const ${raw} = ${value}[${key}];`;
    if (direction !== DIRECTION.toInstance) {
      part = writer.variable('part');
      writer.line`const ${part} = typeof ${raw} === "function" ? ${Reflect.apply}(${raw}, ${value}, []) : ${raw};`;
    }
    const help = writer.code`{ newObject: ${result}, object: ${value}, property: ${property.name} }`;
    const declared = printDeclaredType(writer, property, help);
    if (direction === DIRECTION.toPlain) {
      if (transforms.length > 0) {
        const shown = writer.variable('shown');
        writer.line`let ${shown} = ${raw};`;
        this.#printTransforms(property, shown, key);
        writer.line`if (${shown} === ${raw}) ${shown} = ${part};`;
        const otherwise = convertOddMap(writer, run, part, shown, declared.code);
        writer.line`const ${final} = ${otherwise} ${this.#converted(shown, declared)};`;
      } else {
        writer.line`const ${final} = ${this.#converted(part, declared)};`;
      }
      this.#printAssignment(into, final);
    } else {
      writer.open`if (typeof ${result}[${into}] !== "function") {`;
      writer.line`let ${final};`;
      if (options.exposesDefaults) {
        writer.open`if (${part} === undefined) {`;
        writer.line`${final} = ${result}[${into}];`;
        writer.reopen`} else {`;
      }
      writer.line`${final} = ${this.#converted(part, declared)};`;
      this.#printTransforms(property, final, direction === DIRECTION.toInstance ? into : key);
      if (options.exposesDefaults) writer.close();
      this.#printAssignment(into, final);
      writer.close();
    }
    writer.close();
  }

  /** Says whether a property is better converted by the function that knows every case. */
  #isRare({ key, into, type }: PropertyPlan): boolean {
    if (into === '__proto__' || key in Object.prototype || into in Object.prototype) return true;
    if (type && (type.discriminator || type.reflected === Map || !type.typeOf)) return true;
    if (this.#plan.direction === DIRECTION.toPlain) return false;
    const descriptor = Object.getOwnPropertyDescriptor(this.#target.prototype as object, into);
    return descriptor !== undefined && !descriptor.set;
  }

  #printAssignment(into: PropertyKey, final: Code): void {
    if (this.#plan.options.exposesUnset) this.#writer.line`${this.#result}[${into}] = ${final};`;
    else this.#writer.line`if (${final} !== undefined) ${this.#result}[${into}] = ${final};`;
  }

  #printTransforms({ transforms }: PropertyPlan, final: Code, key: PropertyKey): void {
    const { direction } = this.#plan;
    for (const transform of transforms) {
      this.#writer
        .line`${final} = ${transform}({ value: ${final}, key: ${key}, obj: ${this.#value}, type: ${direction}, options: ${this.#run}.options });`;
    }
  }

  /** Gives the expression that converts a part of the value. */
  #converted(part: Code, { code, guess, arrayType }: DeclaredType): Code {
    const writer = this.#writer;
    const isToInstance = this.#plan.direction === DIRECTION.toInstance;
    const list =
      isToInstance && arrayType !== undefined
        ? writer.code`${Array.isArray}(${part}) ? ${writer.reference(arrayType)} : undefined`
        : undefined;
    const general = writer.code`${convertValue}(${this.#run}, ${part}, ${code}, ${list}, ${part} instanceof ${Map}, undefined)`;
    if (code === undefined) return writer.code`typeof ${part} === "object" && ${part} !== null ? ${general} : ${part}`;
    const isGuessed = writer.code`${code} === ${writer.reference(guess)}`;
    const primitive =
      guess === Number ? 'number' : guess === String ? 'string' : guess === Boolean ? 'boolean' : undefined;
    if (primitive) return writer.code`${isGuessed} && typeof ${part} === ${primitive} ? ${part} : ${general}`;
    if (guess === Date)
      return writer.code`${isGuessed} && typeof ${part} === "string" ? ${parseDate}(${part}) : ${general}`;
    if (!isUserClass(guess)) return general;
    const nested = writer.reference(this.#set.of(guess));
    const makesPlainLists = !isToInstance || arrayType === undefined || arrayType === Array || arrayType === Object;
    const isMade = makesPlainLists ? isGuessed : writer.code`${isGuessed} && !${Array.isArray}(${part})`;
    return writer.code`${isMade} ? ${nested}.convertValue(${this.#run}, ${part}) : ${general}`;
  }
}

/**
 * Prints the beginning of a conditional expression, for a transform that made a Map of something else, or the reverse.
 * The original goes by what stood there before the transform.
 */
function convertOddMap(writer: CodeWriter, run: Code, part: Code, shown: Code, type: Code | undefined): Code {
  const isOdd = writer.code`${shown} !== ${part} && (${part} instanceof ${Map} || ${shown} instanceof ${Map})`;
  return writer.code`${isOdd} ? ${convertValue}(${run}, ${shown}, ${type}, undefined, ${part} instanceof ${Map}, undefined) :`;
}

function printValueConverter({ target }: ConversionPlan, compiled: CompiledConversion): ValueConverter {
  const writer = new CodeWriter();
  const run = writer.variable('run');
  const value = writer.variable('value');
  const list = writer.variable('list');
  const item = writer.variable('item');
  const index = writer.variable('index');
  const { prototype } = compiled;
  writer.line`if (typeof ${value} !== "object" || ${value} === null) return ${value};`;
  // In this order: once the engine has seen what the object is, asking for its prototype costs nothing.
  writer.open`if (typeof ${value}.then !== "function" && ${Object.getPrototypeOf}(${value}) === ${prototype} && ${run}.tags === undefined) {`;
  writer.line`return ${compiled}.convertExpected(${run}, ${value});`;
  writer.close();
  writer.open`if (${Array.isArray}(${value})) {`;
  writer.line`const ${list} = [];`;
  writer.open`for (let ${index} = 0, end = ${value}.length; ${index} < end; ${index}++) {`;
  writer.line`const ${item} = ${value}[${index}];`;
  writer.line`if (${item} === undefined && !(${index} in ${value})) continue;`;
  writer.line`${list}.push(convertValue(${run}, ${item}));`;
  writer.close();
  writer.line`return ${list};`;
  writer.close();
  writer.line`return ${convertValue}(${run}, ${value}, ${target}, undefined, ${value} instanceof ${Map}, undefined);`;
  return writer.compile<ValueConverter>([run, value], 'convertValue');
}
